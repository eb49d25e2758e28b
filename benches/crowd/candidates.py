"""Candidates by the dozen in one process, as light as they can be; `benches.crowd.load` holds its other end.

    python -m benches.crowd.candidates VOICE...

A line of the input is a token reply: one more candidate joins with it, is greeted, and answers with the
recordings in turn for as long as the input lasts. Lines of the output are JSON: who was greeted, and each
answer. Times are `time.monotonic()` seconds at the candidate's mouth and ear.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import sys
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from livekit import rtc

from tests.support.voice import RATE, VoiceCandidate, last_voiced, load_voice

# Twice as long as the tests' frames: half the calls into the media library.
FRAME = RATE // 50
# The agent's silence after which a candidate answers, seconds: another reply may follow after a cut-off.
QUIET, QUIET_AFTER_CUT_OFF = 1.2, 4.0
# A sound so soon cannot be a reaction to what is being said, seconds.
COLLISION = 0.4
DEAD_AIR = 8.0
PATIENCE = 120.0


def prepare(samples: np.ndarray) -> list[rtc.AudioFrame]:
    """Cut sound into frames that are ready to be sent."""
    cut = samples[: len(samples) // FRAME * FRAME].reshape(-1, FRAME)
    return [rtc.AudioFrame(part.tobytes(), RATE, 1, FRAME) for part in cut]


@dataclass(frozen=True)
class Speech:
    """A recording in frames; `voiced` is the number of those until its last voiced sound."""

    frames: list[rtc.AudioFrame]
    voiced: int


def load_speech(path: Path) -> Speech:
    """Read a recording."""
    samples = load_voice(path)
    return Speech(prepare(samples), -(-last_voiced(samples) // FRAME))


ROOM = prepare(np.random.default_rng(0).integers(-3, 4, 5 * FRAME).astype("int16"))


class LightCandidate(VoiceCandidate):
    """Sends frames that were made before, so that a load costs the machine little beside what it measures."""

    def __init__(self) -> None:
        super().__init__()
        self._source = rtc.AudioSource(RATE, 1, queue_size_ms=40)
        self._speeches: asyncio.Queue[Speech] = asyncio.Queue()

    async def speak(self, speech: Speech) -> float:
        """Say a recording in real time; return when its last voiced sound was handed over."""
        await self._speeches.put(speech)
        return await self._said_at.get()

    async def _microphone(self) -> None:
        while True:
            if self._speeches.empty():
                for frame in ROOM:
                    await self._source.capture_frame(frame)
                continue
            speech = self._speeches.get_nowait()
            for number, frame in enumerate(speech.frames, 1):
                await self._source.capture_frame(frame)
                if number == speech.voiced:
                    self._said_at.put_nowait(time.monotonic())


def show(**facts: object) -> None:
    """Tell the other end."""
    print(json.dumps(facts), flush=True)


async def take_part(name: int, reply: dict[str, str], speeches: Sequence[Speech]) -> None:
    """Join, and answer until cancelled or until the interview is over."""
    candidate = LightCandidate()
    try:
        asked_at = time.monotonic()
        await candidate.join(reply)
        await candidate.agent_is_heard(after=asked_at, limit=PATIENCE)
        show(greeted=name, after=time.monotonic() - asked_at)
        quiet, turn = QUIET, name
        while not candidate.gone.is_set():
            await candidate.agent_is_quiet(seconds=quiet, limit=PATIENCE)
            quiet = await answer(candidate, name, speeches[turn % len(speeches)])
            turn += 1
    except TimeoutError:
        show(candidate=name, ended=time.monotonic(), outcome="unanswered")
    finally:
        await candidate.leave()


async def answer(candidate: LightCandidate, name: int, speech: Speech) -> float:
    """Say one answer and tell what came of it; return for how long to wait before the next one, seconds."""
    began = time.monotonic()
    ended = await candidate.speak(speech)
    late_ms = 1000 * (ended - began - speech.voiced * FRAME / RATE)
    first = candidate.ear.first_after(began)
    outcome, response = "answered", None
    if first is None or first > ended:
        try:
            response = await candidate.agent_is_heard(after=ended, limit=DEAD_AIR) - ended
        except TimeoutError:
            outcome = "unanswered"
    else:
        outcome = "collided" if first < began + COLLISION else "cut off"
    show(candidate=name, ended=ended, outcome=outcome, response=response, late_ms=late_ms)
    return QUIET if response is not None else QUIET_AFTER_CUT_OFF


async def main(voices: Sequence[str]) -> None:
    """Run until the input ends."""
    # What is late must be the interviewer, never the candidate: first in line, where we may be.
    with contextlib.suppress(PermissionError):
        os.setpriority(os.PRIO_PROCESS, 0, -10)
    speeches = [load_speech(Path(voice)) for voice in voices]
    loop, lines = asyncio.get_running_loop(), asyncio.Queue[str]()

    def read() -> None:
        for line in sys.stdin:
            loop.call_soon_threadsafe(lines.put_nowait, line)
        loop.call_soon_threadsafe(lines.put_nowait, "")

    threading.Thread(target=read, daemon=True).start()
    tasks: list[asyncio.Task[None]] = []
    while line := await lines.get():
        tasks.append(asyncio.create_task(take_part(len(tasks), json.loads(line), speeches)))
    for task in tasks:
        task.cancel()
    await asyncio.wait(tasks, timeout=5)


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1:]))
