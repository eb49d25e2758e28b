"""One sentence of the interviewer as audio: before, while and after it is made."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from typing import Any

from livekit import rtc
from livekit.agents import APIConnectOptions, APIError, tts

from interviews.speech.clips import RATE, clip_key, find_clip, store_clip

log = logging.getLogger(__name__)

# A server that restarts is asked again until it is back; it takes some seconds.
CONNECT = APIConnectOptions(max_retry=8, retry_interval=0.7, timeout=3.0)
# So long may nothing come of a sentence, seconds; then it is shown only.
PATIENCE = 6.0
FRAME = RATE // 20  # samples of 50 ms


class Sentence:
    """Made by a task of its own, which waits until nothing else is being prepared, or until it is hurried.

    `clip_language` is BCP 47 for a sentence that may be kept as a clip, None for any other.
    """

    def __init__(
        self, engine: tts.TTS[Any], text: str, turn: asyncio.Lock, *, clip_language: str | None = None
    ) -> None:
        self.failed = False
        # The length of what was made so far.
        self.seconds = 0.0
        self.made = asyncio.Event()
        self._engine = engine
        self._text = text
        self._key = clip_key(text=text, language=clip_language) if clip_language is not None else None
        self._frames: list[rtc.AudioFrame] = []
        self._more = asyncio.Event()
        self._wanted = asyncio.Event()
        self.task = asyncio.create_task(self._run(turn))

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
            if self.made.is_set():
                return
            self._more.clear()
            await self._more.wait()

    async def _run(self, turn: asyncio.Lock) -> None:
        has_clip = False
        try:
            has_clip = await self._read_clip()
            if not has_clip:
                await self._make_in_turn(turn)
        finally:
            self.made.set()
            self._more.set()
        if self._key is not None and not has_clip and not self.failed:
            await self._keep_clip(self._key)

    async def _read_clip(self) -> bool:
        """Take the sound that was made in advance; return whether there is any."""
        if self._key is None:
            return False
        try:
            pcm = await asyncio.to_thread(find_clip, self._key)
        except Exception:  # whatever a storage raises, the endpoint can still speak
            log.warning("a clip could not be read", exc_info=True)
            return False
        for start in range(0, len(pcm or b""), 2 * FRAME):
            samples = (pcm or b"")[start : start + 2 * FRAME]
            self._add(rtc.AudioFrame(samples, RATE, 1, len(samples) // 2))
        return bool(pcm)

    async def _make_in_turn(self, turn: asyncio.Lock) -> None:
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

    async def _make(self) -> None:
        clock = asyncio.get_running_loop().time
        try:
            async with (
                asyncio.timeout(PATIENCE) as patience,
                self._engine.synthesize(self._text, conn_options=CONNECT) as stream,
            ):
                async for audio in stream:
                    self._add(audio.frame)
                    patience.reschedule(clock() + PATIENCE)
        except (APIError, TimeoutError):
            self.failed = True
            log.warning("something to be said has no audio and is shown only")

    def _add(self, frame: rtc.AudioFrame) -> None:
        self._frames.append(frame)
        self.seconds += frame.duration
        self._more.set()

    async def _keep_clip(self, key: str) -> None:
        """Keep what was just made for every later interview."""
        if any(frame.sample_rate != RATE or frame.num_channels != 1 for frame in self._frames):
            return
        pcm = b"".join(bytes(frame.data) for frame in self._frames)
        try:
            await asyncio.to_thread(store_clip, key, pcm)
        except Exception:  # it was said, which is what counts
            log.warning("a clip could not be kept", exc_info=True)
