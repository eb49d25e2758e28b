"""Remembers beyond this agent how long a candidate wants to be waited for."""

from __future__ import annotations

import asyncio

from django.utils import timezone

from agent_worker import store
from interviews.models import AnyInterview


class PatienceKeeper:
    """Writes each change in the background."""

    def __init__(self, interview: AnyInterview) -> None:
        self._interview = interview
        self._tasks: set[asyncio.Task[None]] = set()

    def __call__(self, patience: str, why: str) -> None:
        """Keep `patience`; `why` is as in `change_patience`."""
        task = asyncio.ensure_future(
            store.change_patience(interview=self._interview, patience=patience, why=why, now=timezone.now())
        )
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
