"""A candidate in a process of their own, which can be frozen, put into another network, or killed.

Reads one JSON command a line; writes what is so, one JSON object a line, ten times a second. Times are
`time.monotonic()` seconds, which all processes of a machine share.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import sys
import threading
import time
from typing import Any, Protocol

import numpy as np
from livekit import rtc

from tests.support.voice import RATE, VOICES, Ear, VoiceCandidate, load_voice

EVERY = 0.1  # seconds
# A page whose timers are so late has slept, seconds.
SLEPT = 3.0


class Candidate(Protocol):
    """Whoever takes the commands join=reply and say=voice."""

    async def enter(self, reply: dict[str, str]) -> None: ...

    async def speak(self, voice: str) -> None: ...

    async def status(self) -> dict[str, Any]: ...

    def wake(self, slept_at: float) -> None: ...

    async def leave(self) -> None: ...


class LastingCandidate(VoiceCandidate):
    """Hears agents one after the other: each track has an ear of its own."""

    def __init__(self) -> None:
        super().__init__()
        self.ears: list[Ear] = []
        self.said: list[float] = []
        # Since when nothing got through, as far as a page notices it.
        self.cut_since: float | None = None
        self.room.on("reconnecting", lambda: self.note_cut(time.monotonic()))
        self.room.on("reconnected", lambda: self._start(self.report_cut()))

    def note_cut(self, since: float) -> None:
        """Nothing gets through, as the room's page notes it."""
        self.cut_since = self.cut_since or since

    async def report_cut(self) -> None:
        """Tell the interviewer, as the room's page does; what fails is told the next time."""
        if self.cut_since is None or not self.agents_present():
            return
        with contextlib.suppress(rtc.RpcError):
            await self.press("back", away_ms=round(1000 * (time.monotonic() - self.cut_since)))
            self.cut_since = None

    def wake(self, slept_at: float) -> None:
        """The timers run again."""
        self.note_cut(slept_at)
        self._start(self.report_cut())

    async def enter(self, reply: dict[str, str]) -> None:
        """Join the room of a token reply."""
        await self.join(reply)

    async def speak(self, voice: str) -> None:
        """Say a recording."""
        self.said.append(await self.say(load_voice(VOICES / f"{voice}.flac")))

    def sounds(self) -> list[list[float]]:
        """When an agent was audible, whichever it was."""
        return sorted(sound for ear in self.ears for sound in ear.sounds)

    async def _listen(self, track: rtc.Track) -> None:
        if track.kind != rtc.TrackKind.KIND_AUDIO:
            return
        ear = Ear()
        self.ears.append(ear)
        stream = rtc.AudioStream(track, sample_rate=RATE, num_channels=1, frame_size_ms=10)
        with contextlib.suppress(asyncio.CancelledError):
            async for event in stream:
                ear.hear(np.frombuffer(event.frame.data, "int16"), time.monotonic())
        await stream.aclose()

    async def status(self) -> dict[str, Any]:
        """What the test wants to know."""
        return {
            "at": time.monotonic(),
            "sounds": self.sounds()[-8:],
            "agents": self.agents_present(),
            "boards": self.boards(),
            "said": self.said,
            "gone": self.gone.is_set(),
        }


async def obey(candidate: Candidate, command: dict[str, Any]) -> None:
    """Do what one line says."""
    if "join" in command:
        await candidate.enter(command["join"])
    if "say" in command:
        await candidate.speak(command["say"])


async def serve(candidate: Candidate) -> None:
    """Obey until the input ends."""
    commands: asyncio.Queue[str] = asyncio.Queue()
    loop = asyncio.get_running_loop()

    def read() -> None:
        for line in sys.stdin:
            loop.call_soon_threadsafe(commands.put_nowait, line)
        loop.call_soon_threadsafe(commands.put_nowait, "")

    async def show() -> None:
        while True:
            print(json.dumps(await candidate.status()), flush=True)
            slept_at = time.monotonic()
            await asyncio.sleep(EVERY)
            if time.monotonic() - slept_at > SLEPT:
                candidate.wake(slept_at)

    threading.Thread(target=read, daemon=True).start()
    showing = asyncio.create_task(show())
    doing = set()
    while line := await commands.get():
        task = asyncio.create_task(obey(candidate, json.loads(line)))
        doing.add(task)
        task.add_done_callback(doing.discard)
    showing.cancel()
    with contextlib.suppress(TimeoutError):
        await asyncio.wait_for(candidate.leave(), 3)


async def main() -> None:
    """A candidate with a program of their own."""
    await serve(LastingCandidate())


if __name__ == "__main__":
    asyncio.run(main())
