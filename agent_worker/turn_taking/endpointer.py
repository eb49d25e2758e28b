"""Decides when an answer is over, and hands it on."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable

from agent_worker.stt import TurnSTT, Utterance

# Silence after which a turn is over, seconds, counted from the last voiced sound.
TURN_SILENCE = 0.8

Hear = Callable[[Utterance], Awaitable[None]]


class Endpointer:
    """Follows the ear; `hear` gets each finished utterance."""

    def __init__(self, ear: TurnSTT, hear: Hear) -> None:
        self._ear = ear
        self._hear = hear
        self._waiting: asyncio.Task[None] | None = None
        self._finishing = asyncio.Lock()

    def on_voice(self, at: float) -> None:
        """The candidate goes on: whatever was waited for is not over."""
        if self._waiting:
            self._waiting.cancel()

    def on_pause(self, at: float) -> None:
        """Wait whether they go on."""
        self.on_voice(at)
        self._waiting = asyncio.create_task(self._wait(at))

    def on_words(self, text: str) -> None:
        """The silence alone decides."""

    async def finish_now(self) -> None:
        """The candidate says that they are done."""
        await self._finish()

    async def _wait(self, since: float) -> None:
        await asyncio.sleep(max(0.0, since + TURN_SILENCE - time.time()))
        # From here on it is over: a voice that comes now begins the next turn.
        asyncio.get_running_loop().create_task(self._finish())

    async def _finish(self) -> None:
        async with self._finishing:
            utterance = await self._ear.finish_turn()
            if utterance is not None:
                await self._hear(utterance)
