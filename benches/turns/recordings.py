"""A set of recorded answers, and where the detector and the recogniser hear pauses and words in it.

A set is a directory with `manifest.jsonl`: one object a line with `id`, `file`, `text`, `category`,
`last_voiced_ms` and `pauses` (`start_ms`, `end_ms`, `kind`).
"""

from __future__ import annotations

import asyncio
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import soundfile as sf
from livekit import rtc
from livekit.agents import inference, vad
from numpy.typing import NDArray

from agent_worker.speech.recogniser import Recogniser
from agent_worker.stt import LEAD, LONGEST_SEGMENT, SAME_SENTENCE, SEGMENT_SILENCE

RATE = 16_000  # Hz
FRAME = RATE // 100
# Room before and after a recording, seconds.
BEFORE, AFTER = 1.0, 4.0

Sound = NDArray[np.int16]


@dataclass(frozen=True)
class Pause:
    """A silence that the detector heard, seconds of the recording, and all words until then.

    `goes_on_at` is None for the last one.
    """

    begins_at: float
    goes_on_at: float | None
    text: str


@dataclass(frozen=True)
class Recording:
    """One answer: what it is and how it is heard. `ends_at` is its last voiced sample, seconds."""

    id: str
    category: str
    ends_at: float
    planned: bool
    heard: tuple[Pause, ...]


def read_set(directory: Path) -> list[Recording]:
    """Return the recordings of a set as the product hears them."""
    recogniser = Recogniser()
    lines = (directory / "manifest.jsonl").read_text(encoding="utf-8").splitlines()
    return [hear(directory, json.loads(line), recogniser) for line in lines]


def hear(directory: Path, entry: dict[str, Any], recogniser: Recogniser) -> Recording:
    """Return one recording."""
    sound = load(directory / entry["file"])
    return Recording(
        id=entry["id"],
        category=entry["category"],
        ends_at=entry["last_voiced_ms"] / 1000,
        planned=any(pause["kind"] != "natural" for pause in entry["pauses"]),
        heard=tuple(pauses(sound, asyncio.run(voices(sound)), recogniser)),
    )


def load(path: Path) -> Sound:
    """Return a recording at 16 kHz, in a quiet room."""
    samples, rate = sf.read(path, dtype="int16")
    resampler = rtc.AudioResampler(rate, RATE, quality=rtc.AudioResamplerQuality.HIGH)
    frames = [*resampler.push(bytearray(samples.tobytes())), *resampler.flush()]
    noise = np.random.default_rng(0)
    room = [noise.integers(-3, 4, int(RATE * seconds)).astype(np.int16) for seconds in (BEFORE, AFTER)]
    return np.concatenate([room[0], *[np.frombuffer(frame.data, np.int16) for frame in frames], room[1]])


async def voices(sound: Sound) -> list[tuple[float, float]]:
    """Return the stretches of voice that the detector hears: begin and end, seconds of `sound`."""
    stream = inference.VAD(min_silence_duration=SEGMENT_SILENCE).stream()
    for start in range(0, len(sound) - FRAME + 1, FRAME):
        stream.push_frame(rtc.AudioFrame(sound[start : start + FRAME].tobytes(), RATE, 1, FRAME))
    stream.end_input()
    stretches, began = [], 0.0
    async for event in stream:
        if event.type == vad.VADEventType.START_OF_SPEECH:
            began = event.timestamp - event.speech_duration
        elif event.type == vad.VADEventType.END_OF_SPEECH:
            stretches.append((began, event.timestamp - event.silence_duration))
    return stretches


def pauses(sound: Sound, stretches: list[tuple[float, float]], recogniser: Recogniser) -> list[Pause]:
    """Return what is known in each pause; segments are made as `agent_worker.stt` makes them."""
    found: list[Pause] = []
    before: list[str] = []
    text, since, last = "", 0.0, -1.0
    for number, (began, ended) in enumerate(stretches):
        if number == 0 or began - last > SAME_SENTENCE or last - since > LONGEST_SEGMENT:
            before, since = [*before, text], max(began - LEAD, last)
        last = ended
        heard = sound[int(since * RATE) : int((ended + SEGMENT_SILENCE) * RATE)]
        text = " ".join(one.text for one in recogniser.transcribe(np.divide(heard, 32768, dtype=np.float32)))
        goes_on = stretches[number + 1][0] - BEFORE if number + 1 < len(stretches) else None
        found.append(Pause(ended - BEFORE, goes_on, " ".join([*before, text]).strip()))
    return found
