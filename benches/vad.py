"""The two voice activity detectors that are at hand: how late they notice silence, and what they cost.

    python -m benches.vad

Each recording is fed as fast as the detector takes it. Lag: from the last voiced sample to the end of speech
that the detector reports, in the recording's own time, less the silence it was told to wait for. CPU: ms per
second of sound. Memory: growth of the resident set by loading and using it, each in a process of its own.
"""

from __future__ import annotations

import asyncio
import multiprocessing
import resource
import time
from pathlib import Path
from typing import Any

import numpy as np
from livekit import rtc
from livekit.agents import inference, vad
from livekit.plugins import silero

from tests.support.voice import FRAME, RATE, VOICES, last_voiced, load_voice

SILENCE = 0.2  # seconds, for both
PADDING = np.zeros(RATE, "int16")


def make(name: str) -> vad.VAD:
    """Load a detector."""
    if name == "built in":
        return inference.VAD(min_silence_duration=SILENCE)
    return silero.VAD.load(min_silence_duration=SILENCE)


async def ends(detector: vad.VAD, samples: np.ndarray) -> list[float]:
    """When the detector said that speech had ended, seconds of the recording."""
    stream = detector.stream()
    for start in range(0, len(samples) - FRAME + 1, FRAME):
        stream.push_frame(rtc.AudioFrame(samples[start : start + FRAME].tobytes(), RATE, 1, FRAME))
    stream.end_input()
    return [event.timestamp async for event in stream if event.type == vad.VADEventType.END_OF_SPEECH]


def measure(name: str, results: Any) -> None:
    """Measure one detector in this process."""
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    detector = make(name)
    lags, used, heard = [], 0.0, 0.0
    for path in sorted(Path(VOICES).glob("*.flac")):
        samples = np.concatenate([load_voice(path), PADDING])
        began = time.process_time()
        found = asyncio.run(ends(detector, samples))
        used += time.process_time() - began
        heard += len(samples) / RATE
        if found:
            lags.append(found[-1] - last_voiced(samples) / RATE - SILENCE)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024 - before
    results.put((name, lags, 1000 * used / heard, memory))


def main() -> None:
    """Measure and print."""
    context = multiprocessing.get_context("spawn")
    for name in ("built in", "silero plugin"):
        results = context.Queue()
        worker = context.Process(target=measure, args=(name, results))
        worker.start()
        name, lags, cpu, memory = results.get(timeout=120)
        worker.join()
        late = [round(1000 * lag) for lag in lags]
        print(f"{name:14} lag ms {late}  CPU {cpu:.1f} ms/s  memory {memory:.0f} MB")


if __name__ == "__main__":
    main()
