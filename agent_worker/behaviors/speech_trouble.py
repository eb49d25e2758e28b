"""Tells the candidate when a speech service is away, and goes on by itself when it is back."""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import Callable

from agent_worker.board import Board, Trouble
from agent_worker.conductor import Conductor
from agent_worker.voice import Voice
from interviews.engine.events import SpeechBack, SpeechLost

# What is over sooner than this is not worth a word, seconds.
HARDLY_NOTICED = 1.5
# How often to look whether the candidate has stopped to speak, and to try a voice that is away, seconds.
LOOK = 0.2
ASK_AGAIN = 1.0


def never() -> bool:
    """Words that were kept answer themselves: nothing is asked again."""
    return False


class Outage:
    """One service that may be away: `lose` and `find` are called by whoever uses it, `follow` tells of it.

    `asks_again` says at the end whether the question is to be heard once more.
    """

    def __init__(
        self, conductor: Conductor, board: Board, part: Trouble, asks_again: Callable[[], bool] = never
    ) -> None:
        self._conductor = conductor
        self._board = board
        self._part = part
        self._asks_again = asks_again
        self._lost = asyncio.Event()
        self._back = asyncio.Event()
        # Since when it is away, seconds since the epoch.
        self._since = 0.0

    @property
    def is_over(self) -> bool:
        """Whether the service answers, as far as anybody knows."""
        return not self._lost.is_set()

    def lose(self) -> None:
        """It does not answer."""
        if self.is_over:
            self._since = time.time()
            self._back.clear()
            self._lost.set()

    def find(self) -> None:
        """It answers again."""
        self._lost.clear()
        self._back.set()

    async def follow(self) -> None:
        """Tell of every outage that lasts."""
        while True:
            await self._lost.wait()
            with contextlib.suppress(asyncio.TimeoutError):
                async with asyncio.timeout(HARDLY_NOTICED):
                    await self._back.wait()
            if not self.is_over:
                await self._board.show_trouble(self._part)
                await self._tell()
                await self._board.end_trouble(self._part)

    async def _tell(self) -> None:
        """Nobody is talked over; and the end is told before anything that follows from it."""
        while not self._conductor.candidate_has_floor and not self.is_over:
            await asyncio.sleep(LOOK)
        if self.is_over:
            return
        await self._conductor.tell(SpeechLost(self._part))
        await self._back.wait()
        away_ms = round(1000 * (time.time() - self._since))
        back = SpeechBack(self._part, away_ms, ask_again=self._asks_again())
        await self._conductor.tell(back)


async def try_voice(voice: Voice, outage: Outage) -> None:
    """Watch for what could not be said, and try it again until it can."""
    unsaid: asyncio.Queue[str] = asyncio.Queue()
    voice.on_unsaid = unsaid.put_nowait
    while True:
        text = await unsaid.get()
        outage.lose()
        while not await voice.can_say(text):
            await asyncio.sleep(ASK_AGAIN)
        outage.find()
