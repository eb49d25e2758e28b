"""Speech by Debian's espeak-ng, which knows a hundred languages."""

from __future__ import annotations

import functools
import io
import subprocess

import numpy as np
import numpy.typing as npt

from agent_worker.speech.audio import Samples, read_audio, to_pcm

WORDS_PER_MINUTE = 175
VOICED = 0.01  # of full scale


@functools.cache
def say(text: str, voice: str, speed: float = 1.0, rate: int = 24_000) -> bytes:
    """Return `text` as 16-bit mono PCM at `rate` Hz. Raises CalledProcessError for an unknown voice."""
    pace = str(round(WORDS_PER_MINUTE * speed))
    command = ["espeak-ng", "-v", voice, "-s", pace, "--stdout", "--stdin"]
    done = subprocess.run(command, input=text.encode(), capture_output=True, check=True)
    return to_pcm(read_audio(io.BytesIO(_with_length(done.stdout)), rate=rate))


def voiced_seconds(samples: Samples, rate: int) -> float:
    """Return how long it is from the first to the last voiced sound, seconds."""
    loud: npt.NDArray[np.intp] = np.flatnonzero(np.abs(samples) > VOICED)
    return float(loud[-1] - loud[0]) / rate if len(loud) else 0.0


def _with_length(wav: bytes) -> bytes:
    """The file with its true lengths: espeak-ng does not know them when it begins to write."""
    size = len(wav)
    return (
        wav[:4] + (size - 8).to_bytes(4, "little") + wav[8:40] + (size - 44).to_bytes(4, "little") + wav[44:]
    )
