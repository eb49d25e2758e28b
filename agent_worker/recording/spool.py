"""What is recorded and not stored yet: bounded, tried again until it is stored."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections import deque

from agent_worker.store import stored
from interviews.models import AnyInterview, Recording
from interviews.services import recordings
from interviews.services.errors import StaleLease
from interviews.services.recordings import Piece, RecordingClosed

log = logging.getLogger(__name__)

# Bytes that may wait while the storage is down: some ten minutes of talk. Then the oldest is given up.
LIMIT = 16_000_000
# Between two tries, and how long a finished agent waits for the rest to be stored, seconds.
PAUSE = 1.0
PATIENCE = 10.0
AWAY = "The storage of recordings does not answer."

open_recording = stored(recordings.open_recording)
place_segment = stored(recordings.place_segment)
is_placed = stored(recordings.is_placed)
note_problem = stored(recordings.note_problem)


class Spool:
    """Stores pieces in their order. Nothing that goes wrong here reaches the interview."""

    def __init__(self, interview: AnyInterview, *, limit: int = LIMIT) -> None:
        self._interview = interview
        self._recording: Recording | None = None
        self._limit = limit
        self._waiting: deque[Piece] = deque()
        self._changed = asyncio.Event()
        self._empty = asyncio.Event()
        self._empty.set()
        self._is_closed = False
        self._is_away = False

    def put(self, piece: Piece) -> None:
        """Take a piece; gives the oldest up when too much waits."""
        if self._is_closed:
            return
        self._waiting.append(piece)
        # The first may be on its way just now.
        while sum(len(waiting.data) for waiting in self._waiting) > self._limit and len(self._waiting) > 2:
            del self._waiting[1]
        self._empty.clear()
        self._changed.set()

    async def run(self) -> None:
        """Store what comes until cancelled, or until nothing more may be added."""
        while True:
            while self._waiting:
                await self._store_first()
            self._empty.set()
            if self._is_closed:
                return
            self._changed.clear()
            await self._changed.wait()

    async def drain(self, patience: float = PATIENCE) -> None:
        """Wait until all is stored, `patience` seconds at most, and note what is missing then."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(patience):
                await self._empty.wait()
        if missing := sum(piece.duration_ms for piece in self._waiting):
            await self._note(f"{AWAY[:-1]}: its last {round(missing / 1000)} s are missing.")

    async def _store_first(self) -> None:
        piece = self._waiting[0]
        try:
            await self._store(piece)
        except (RecordingClosed, StaleLease):
            # Deleted, put together already, or another agent's by now.
            self._is_closed = True
            self._waiting.clear()
        except Exception:
            log.warning("a piece of the recording could not be stored; trying again", exc_info=True)
            await self._show_away(True)
            await asyncio.sleep(PAUSE)
        else:
            self._waiting.popleft()
            await self._show_away(False)

    async def _store(self, piece: Piece) -> None:
        if self._recording is None:
            self._recording = await open_recording(interview=self._interview)
        name = await place_segment(recording=self._recording, piece=piece)
        # A storage takes its time: neither the event loop nor the database's thread waits for it.
        await asyncio.to_thread(recordings.write_file, name=name, data=piece.data)
        if not await is_placed(name=name):
            await asyncio.to_thread(recordings.remove_file, name)

    async def _show_away(self, is_away: bool) -> None:
        if is_away != self._is_away:
            self._is_away = is_away
            await self._note(AWAY if is_away else "")

    async def _note(self, problem: str) -> None:
        if self._recording is None:
            return
        try:
            await note_problem(recording=self._recording, problem=problem)
        except Exception:
            log.warning("the recording's problem could not be noted", exc_info=True)
