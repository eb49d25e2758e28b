"""The interview's own clock."""

from __future__ import annotations

from datetime import datetime, timedelta

from interviews.models import AnyInterview


def clock_ms(*, interview: AnyInterview, now: datetime) -> int:
    """Return the milliseconds from the interview's start to `now`; 0 before it has started."""
    if interview.started_at is None:
        return 0
    return max(0, (now - interview.started_at) // timedelta(milliseconds=1))
