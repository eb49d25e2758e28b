"""Moves an interview from one status to the next, and notes what happened around it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from interviews.models import Interview, InterviewEvent


def move_status(*, interview: Interview, old: str, new: str, **fields: Any) -> bool:
    """Move from `old` to `new` and set `fields`, unless somebody moved it first. Returns whether it moved."""
    moved = Interview.objects.filter(pk=interview.pk, status=old).update(status=new, **fields) == 1
    interview.refresh_from_db()
    return moved


def log_event(*, interview: Interview, kind: str, payload: dict[str, Any], now: datetime) -> None:
    """Note something that happened around the interview and is no event of its engine."""
    InterviewEvent.objects.create(interview=interview, kind=kind, payload=payload, at=now)
