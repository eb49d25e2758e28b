"""Speech to text with Moonshine tiny, whose English weights come inside its wheel."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from moonshine_voice.moonshine_api import ModelArch
from moonshine_voice.transcriber import Transcriber
from moonshine_voice.utils import get_assets_path

from agent_worker.speech.audio import Samples

RATE = 16_000  # Hz
# On silence the model makes words up ("You"): below -50 dBFS nobody speaks.
SILENCE_PEAK = 0.003
MIN_SAMPLES = RATE // 10


@dataclass(frozen=True)
class Segment:
    """A stretch of speech; times in seconds from the start of the audio."""

    text: str
    start: float
    end: float


class Recogniser:
    """Not safe for threads: the library's answer lives until the next call."""

    def __init__(self) -> None:
        weights = Path(get_assets_path()) / "tiny-en"
        # Without this the answer carries the audio back as a list of floats.
        self._model = Transcriber(weights, ModelArch.TINY, options={"return_audio_data": "false"})

    def transcribe(self, samples: Samples) -> list[Segment]:
        """Return what is said in mono `samples` at 16 kHz; nothing for silence."""
        if len(samples) < MIN_SAMPLES or float(np.abs(samples).max()) < SILENCE_PEAK:
            return []
        lines = self._model.transcribe_without_streaming(samples.tolist(), RATE).lines
        return [
            Segment(line.text.strip(), line.start_time, line.start_time + line.duration)
            for line in lines
            if line.text.strip()
        ]
