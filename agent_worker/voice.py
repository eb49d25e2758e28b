"""The interviewer's voice: text to audio frames, each text made once and streamed while it is made."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from typing import Any

from livekit import rtc
from livekit.agents import APIConnectOptions, APIError, tts

log = logging.getLogger(__name__)

CONNECT = APIConnectOptions(max_retry=2, retry_interval=0.3, timeout=5.0)
# A text that could not be made is shown as a caption only; this much silence keeps its place, seconds.
SILENCE = 0.2


class Voice:
    """Synthesises through any `tts.TTS`; keeps the audio of this interview in memory."""

    def __init__(self, engine: tts.TTS[Any]) -> None:
        self._engine = engine
        self._speeches: dict[str, Speech] = {}
        # What is only prepared is made one text after the other, so that it never delays what is said now.
        self._turn = asyncio.Lock()

    def prepare(self, text: str) -> None:
        """Make the audio of `text` when nothing else is being prepared."""
        self._speech(text)

    async def frames(self, text: str, on_start: Callable[[], None]) -> AsyncIterator[rtc.AudioFrame]:
        """Yield the audio of `text`; call `on_start` when the first frame goes out."""
        speech = self._speech(text)
        speech.hurry()
        started = False
        async for frame in speech.frames():
            if not started:
                started = True
                on_start()
            yield frame
        if not started:
            on_start()
            yield silence(self._engine.sample_rate)

    def seconds(self, text: str) -> float:
        """How long the audio of `text` is as far as it was made."""
        return self._speech(text).seconds

    async def aclose(self) -> None:
        """Stop what is still being made and let the connections go."""
        for speech in self._speeches.values():
            speech.task.cancel()
        await self._engine.aclose()

    def _speech(self, text: str) -> Speech:
        known = self._speeches.get(text)
        if known is None or known.failed:
            known = self._speeches[text] = Speech(self._engine, text, self._turn)
        return known


class Speech:
    """The audio of one text: before, while and after it is made."""

    def __init__(self, engine: tts.TTS[Any], text: str, turn: asyncio.Lock) -> None:
        self.failed = False
        self._engine = engine
        self._text = text
        self._frames: list[rtc.AudioFrame] = []
        self._more = asyncio.Event()
        self._wanted = asyncio.Event()
        self.task = asyncio.create_task(self._run(turn))

    @property
    def seconds(self) -> float:
        """The length of what was made so far."""
        return float(sum(frame.duration for frame in self._frames))

    def hurry(self) -> None:
        """It is to be said now: do not wait for what is only prepared."""
        self._wanted.set()

    async def frames(self) -> AsyncIterator[rtc.AudioFrame]:
        """Yield the frames made so far and then the rest as they come."""
        position = 0
        while True:
            while position < len(self._frames):
                yield self._frames[position]
                position += 1
            if self.task.done():
                return
            self._more.clear()
            await self._more.wait()

    async def _run(self, turn: asyncio.Lock) -> None:
        waiting = [asyncio.create_task(turn.acquire()), asyncio.create_task(self._wanted.wait())]
        acquiring = waiting[0]
        try:
            await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
            await self._make()
        finally:
            for task in waiting:
                task.cancel()
            if acquiring.done() and not acquiring.cancelled():
                turn.release()
            # The task is done only after this: wake the reader then, to find that there is no more.
            asyncio.get_running_loop().call_soon(self._more.set)

    async def _make(self) -> None:
        try:
            async with self._engine.synthesize(self._text, conn_options=CONNECT) as stream:
                async for audio in stream:
                    self._frames.append(audio.frame)
                    self._more.set()
        except APIError:
            self.failed = True
            log.warning("something to be said has no audio and is shown only")


def silence(sample_rate: int) -> rtc.AudioFrame:
    """A short frame of silence, mono, 16 bit."""
    samples = int(sample_rate * SILENCE)
    return rtc.AudioFrame(bytes(2 * samples), sample_rate, 1, samples)
