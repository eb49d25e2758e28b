"""Looks for missing agents again and again, and knows when their heartbeats cannot be judged.

While the database is away nobody can beat: when it is back, all hearts seem to have stopped, and none has.
"""

from __future__ import annotations

from datetime import datetime

from interviews.services.dispatching import send_missing_agents
from interviews.services.leases import STALE_AFTER


class Watchdog:
    """Judges heartbeats once it could have seen each of them grow old."""

    def __init__(self) -> None:
        # Since when every look succeeded without a gap, and when the last one was.
        self._since: datetime | None = None
        self._last: datetime | None = None

    def look(self, *, now: datetime) -> int:
        """Send the agents that are missing; return how many. Raises what the database raises."""
        if self._last is None or now - self._last >= STALE_AFTER:
            self._since = None
        watched = self._since is not None and now - self._since >= STALE_AFTER
        since, self._since = self._since, None
        sent = send_missing_agents(now=now, judges_beats=watched)
        self._since, self._last = since or now, now
        return sent
