"""Moves an interview from one status to the next, and notes what happened around it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from interviews.models import AnyInterview


def move_status(*, interview: AnyInterview, old: str, new: str, **fields: Any) -> bool:
    """Move from `old` to `new` and set `fields`, unless somebody moved it first. Returns whether it moved."""
    same = type(interview).objects.filter(pk=interview.pk, status=old)
    moved = same.update(status=new, **fields) == 1
    interview.refresh_from_db()
    return moved


def log_event(*, interview: AnyInterview, kind: str, payload: dict[str, Any], now: datetime) -> None:
    """Note something that happened around the interview and is no event of its engine."""
    interview.events.create(kind=kind, payload=payload, at=now)
