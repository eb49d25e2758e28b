"""The jobs that wait for a recruiter, oldest first, and where one stands among them."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib.auth.models import User

from jobs.models import Job

# Jobs named in the list beside the one under review.
SHOWN = 12


@dataclass(frozen=True, slots=True)
class Queue:
    """The keys of the waiting jobs, and the one that is looked at (0 when none is)."""

    keys: list[int]
    current: int = 0

    @property
    def total(self) -> int:
        """How many wait."""
        return len(self.keys)

    @property
    def position(self) -> int | None:
        """From 1; None when the job does not wait any more."""
        return self.keys.index(self.current) + 1 if self.current in self.keys else None

    @property
    def next_key(self) -> int | None:
        """Who comes after the current one, from the end back to the start; None when nobody else waits."""
        others = [key for key in self.keys if key != self.current]
        if not others:
            return None
        return others[((self.position or 1) - 1) % len(others)]

    def nearby(self) -> list[Job]:
        """The waiting jobs from a little before the current one, as the list beside it names them."""
        start = max(0, (self.position or 1) - 3)
        keys = self.keys[start : start + SHOWN]
        jobs = Job.objects.only("job_title", "source_url", "company_name", "created_at").in_bulk(keys)
        return [jobs[key] for key in keys if key in jobs]


def queue_of(user: User, *, current: int = 0) -> Queue:
    """What waits for `user`: one query, whatever the number of jobs."""
    waiting = Job.objects.visible_to(user).to_review().order_by("created_at", "pk")
    return Queue(list(waiting.values_list("pk", flat=True)), current)
