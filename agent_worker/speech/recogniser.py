"""Speech to text with Moonshine tiny, whose English weights come inside its wheel."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from moonshine_voice.moonshine_api import ModelArch
from moonshine_voice.transcriber import Transcriber
from moonshine_voice.utils import get_assets_path

from agent_worker.speech.audio import Samples

RATE = 16_000  # Hz
MIN_SAMPLES = RATE // 10
# Root mean square below which nobody speaks: -50 dB of full scale.
SILENCE = 0.003
# The library's detector takes its state along to the next call: what follows speech that was cut off, be it
# noise, would begin with "You". After so much silence it has forgotten (0.3 s are too short), seconds.
SETTLING = 0.6
SETTLED = np.zeros(int(SETTLING * RATE), np.float32)
OPTIONS = {
    # Segments that are cut while somebody speaks repeat a word; the default cuts after 10 s.
    "vad_max_segment_duration": "30",
    # Otherwise the answer carries the audio back as a list of floats.
    "return_audio_data": "false",
}


@dataclass(frozen=True)
class Segment:
    """A stretch of speech; times in seconds from the start of the audio."""

    text: str
    start: float
    end: float


class Recogniser:
    """Not safe for threads: the library's answer lives until the next call."""

    def __init__(self) -> None:
        # The library reads this when it loads a model. Its threads spin while they wait for each other: two
        # take twice the processor time of one, for the same delay (docs/adr/0014).
        os.environ["MOONSHINE_ORT_SINGLE_THREAD"] = "1"
        self._model = Transcriber(Path(get_assets_path()) / "tiny-en", ModelArch.TINY, options=OPTIONS)

    def transcribe(self, samples: Samples) -> list[Segment]:
        """Return what is said in mono `samples` at 16 kHz; nothing for silence."""
        if len(samples) < MIN_SAMPLES or loudness(samples) < SILENCE / 10:
            return []
        heard = self._model.transcribe_without_streaming(np.append(samples, SETTLED).tolist(), RATE)
        segments = [
            Segment(line.text.strip(), line.start_time, line.start_time + line.duration)
            for line in heard.lines
            if line.text.strip()
        ]
        return [one for one in segments if loudness(_part(samples, one)) >= SILENCE]


def _part(samples: Samples, segment: Segment) -> Samples:
    return samples[int(segment.start * RATE) : int(segment.end * RATE)]


def loudness(samples: Samples) -> float:
    """Return the root mean square of `samples`, 0..1."""
    return float(np.sqrt(np.mean(np.square(samples)))) if len(samples) else 0.0
