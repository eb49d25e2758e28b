"""Tells page and database how long a candidate wants to be waited for."""

from __future__ import annotations

import asyncio

from django.utils import timezone

from agent_worker import store
from agent_worker.board import Board
from interviews.models import AnyInterview


class PatienceKeeper:
    """Shows and stores each change in the background; the agents to come begin with it."""

    def __init__(self, interview: AnyInterview, board: Board) -> None:
        self._interview = interview
        self._board = board
        self._tasks: set[asyncio.Task[None]] = set()

    def __call__(self, patience: str, why: str) -> None:
        """Keep `patience`; `why` is as in `change_patience`."""
        self._board.show_patience_soon(patience)
        task = asyncio.ensure_future(
            store.change_patience(interview=self._interview, patience=patience, why=why, now=timezone.now())
        )
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
