"""Records one agent's share of an interview: both sides, in segments, on the interview's clock."""

from __future__ import annotations

import asyncio
import contextlib
import io
import logging
import time
from collections.abc import AsyncIterator, Callable
from typing import Any

import numpy as np
import soundfile
from livekit.agents import AgentSession

from agent_worker.recording.spool import Spool
from agent_worker.recording.taps import tap_session
from agent_worker.recording.timeline import LOOKAHEAD, RATE, Channel, Samples, Stream
from interviews.services.leases import Lease
from interviews.services.recordings import Piece, may_record

log = logging.getLogger(__name__)

# The most that a killed agent takes along is one segment and what is not settled yet.
SEGMENT = 4.0  # seconds
# By then it is known of all sound where it belongs: the player's queue (0.2 s) and late frames.
SETTLED = LOOKAHEAD + 0.1  # seconds


@contextlib.asynccontextmanager
async def record_interview(lease: Lease, session: AgentSession[Any]) -> AsyncIterator[None]:
    """Record inside the block, if the candidate agreed to it. `session` has started.

    Whatever goes wrong with the recording is logged and noted, and never ends the interview.
    """
    recorder = _begin(lease, session)
    try:
        yield
    finally:
        if recorder is not None:
            await recorder.aclose()


def _begin(lease: Lease, session: AgentSession[Any]) -> Recorder | None:
    if not may_record(lease.interview):
        return None
    recorder = Recorder(Spool(lease.interview), epoch=lease.epoch)
    try:
        recorder.start(session)
    except Exception:
        log.exception("the interview cannot be recorded")
        return None
    return recorder


class Recorder:
    """Left is the candidate, as heard; right is the agent, as played."""

    def __init__(self, spool: Spool, *, epoch: int, now: Callable[[], float] = time.time) -> None:
        self._spool = spool
        self._epoch = epoch
        self._now = now
        self.zero = now()
        self._candidate, self._agent = Channel(self.zero), Channel(self.zero)
        self._heard = Stream(self._candidate)
        self._number = 0
        self._position = 0
        self._tasks: list[asyncio.Task[None]] = []
        self._untap: Callable[[], None] = lambda: None

    def start(self, session: AgentSession[Any]) -> None:
        """Listen to a started session and store from now on. Raises NothingToTap."""
        self._untap = tap_session(
            session, on_heard=self.hear, on_played=self._agent.place, on_cut=self._agent.cut
        )
        self._tasks = [asyncio.create_task(self._spool.run()), asyncio.create_task(self._run())]

    def hear(self, arrived: float, samples: Samples) -> None:
        """Take what arrived of the candidate, seconds since the epoch."""
        self._heard.push(arrived, samples)

    def play(self, at: float, samples: Samples) -> None:
        """Take what the agent plays from `at` on, seconds since the epoch."""
        self._agent.place(at, samples)

    async def aclose(self) -> None:
        """Store all that was heard until now, as far as the storage takes it."""
        self._untap()
        if not self._tasks:
            return
        storing, cutting = self._tasks
        cutting.cancel()
        await asyncio.gather(cutting, return_exceptions=True)
        try:
            now = self._now()
            self._heard.settle(now + LOOKAHEAD)
            await self.cut_until(now)
            await self._cut(round((now - self.zero) * 1000) * RATE // 1000)
            await self._spool.drain()
        except Exception:
            log.exception("the end of the interview could not be recorded")
        storing.cancel()
        await asyncio.gather(storing, return_exceptions=True)

    async def _run(self) -> None:
        while True:
            due = self.zero + self._position / RATE + SEGMENT + SETTLED
            await asyncio.sleep(max(0.0, due - self._now()))
            try:
                self._heard.settle(self._now())
                await self.cut_until(self._now() - SETTLED)
            except Exception:
                log.exception("a segment of the recording is lost")

    async def cut_until(self, until: float) -> None:
        """Hand over the whole segments that ended before `until`, seconds since the epoch."""
        while self.zero + self._position / RATE + SEGMENT <= until:
            await self._cut(self._position + int(SEGMENT * RATE))

    async def _cut(self, end: int) -> None:
        start, self._position = self._position, max(end, self._position)
        block = np.stack([channel.take(start, end) for channel in (self._candidate, self._agent)], axis=1)
        number, self._number = self._number, self._number + 1
        if not len(block):
            return
        data = await asyncio.to_thread(encode, block)
        self._spool.put(
            Piece(
                epoch=self._epoch,
                number=number,
                started_at=self.zero + start / RATE,
                duration_ms=len(block) * 1000 // RATE,
                data=data,
            )
        )


def encode(block: Samples) -> bytes:
    """A file of its own without loss, in a few milliseconds: what is put together later is encoded once."""
    file = io.BytesIO()
    soundfile.write(file, block, RATE, format="FLAC")
    return file.getvalue()
