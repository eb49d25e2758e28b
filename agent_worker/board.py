"""What the room's page shows, published as the agent's own participant attribute `parley.room`.

Attributes reach a page that joins later or reloads, which messages do not.
"""

from __future__ import annotations

import asyncio
import json
import logging
from typing import Any, Literal

from livekit import rtc

from interviews.engine.progress import Progress

log = logging.getLogger(__name__)
Floor = Literal["candidate", "agent"]
Trouble = Literal["hearing", "voice"]


class Board:
    """Holds what was said so far and nothing of what comes: the question appears with its first sound."""

    def __init__(self, room: rtc.Room) -> None:
        self._room = room
        self._shown: dict[str, Any] = {"floor": "agent", "finished": False, "trouble": None}
        self._troubles: set[Trouble] = set()
        self._tasks: set[asyncio.Task[None]] = set()
        self._lock = asyncio.Lock()

    def show_question_soon(self, shown: Progress) -> None:
        """Show the question that is being asked, its number and the time left; does not wait."""
        self._soon(
            question_number=shown.question_number,
            question_count=shown.question_count,
            question_text=shown.question_text,
            minutes_left=shown.minutes_left,
        )

    def show_patience_soon(self, patience: str) -> None:
        """Show how long the candidate's pauses may be from now on; does not wait."""
        self._soon(patience=patience)

    def show_floor_soon(self, floor: Floor) -> None:
        """Show whose turn it is; does not wait."""
        self._soon(floor=floor)

    async def show_floor(self, floor: Floor) -> None:
        """Show whose turn it is."""
        await self._show(floor=floor)

    async def show_minutes(self, minutes_left: int) -> None:
        """Show about how much time is left, minutes."""
        await self._show(minutes_left=minutes_left)

    async def show_trouble(self, trouble: Trouble) -> None:
        """Show that the interviewer cannot hear, or cannot be heard; of both, that it cannot hear."""
        self._troubles.add(trouble)
        await self._show(trouble=min(self._troubles))

    async def end_trouble(self, trouble: Trouble) -> None:
        """Show that it can again."""
        self._troubles.discard(trouble)
        await self._show(trouble=min(self._troubles, default=None))

    async def show_finished(self) -> None:
        """Tell the page that the interview is over."""
        await self._show(finished=True)

    def _soon(self, **changes: Any) -> None:
        task = asyncio.create_task(self._show(**changes))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _show(self, **changes: Any) -> None:
        async with self._lock:
            if all(self._shown.get(key) == value for key, value in changes.items()):
                return
            self._shown.update(changes)
            if self._room.isconnected():
                await self._room.local_participant.set_attributes({"parley.room": json.dumps(self._shown)})
