"""The agent workers that are there: what each reports of itself, and what all of them can hold."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from interviews.models import AgentWorker

# Workers beat once a second. One that is silent for so long takes no interview any more.
GONE_AFTER = timedelta(seconds=5)
# Its row stays: a table without rows says that nobody ever reported, one of old rows that nobody is there.
FORGET_AFTER = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Staff:
    """What all workers can hold together.

    `places` of those that take new interviews; `leaving`: interviews of those that take none any more.
    `is_known` is False where no worker has ever reported, as with workers older than this table.
    """

    places: int
    leaving: int
    is_there: bool
    is_known: bool


def report_worker(
    *,
    name: str,
    capacity: int,
    active: int,
    load: float,
    draining: bool,
    started_at: datetime,
    now: datetime,
) -> None:
    """Beat once: note what a worker can hold now, holds, and how busy its machine is (0..1)."""
    values = {"capacity": capacity, "active": active, "load": load, "draining": draining, "beat_at": now}
    if not AgentWorker.objects.filter(name=name, started_at=started_at).update(**values):
        AgentWorker.objects.update_or_create(name=name, defaults=values | {"started_at": started_at})


def dismiss_workers(*, names: Iterable[str], now: datetime) -> None:
    """Note that these workers are gone, sooner than their silence would tell."""
    AgentWorker.objects.filter(name__in=names, beat_at__gte=now - GONE_AFTER).update(
        beat_at=now - 2 * GONE_AFTER
    )


def forget_gone_workers(*, now: datetime) -> None:
    """Delete the rows of workers that have been gone for long."""
    AgentWorker.objects.filter(beat_at__lt=now - FORGET_AFTER).delete()


def find_staff(*, now: datetime, workers: Iterable[AgentWorker] | None = None) -> Staff:
    """Return what the workers can hold at `now`; `workers` are all rows, when the caller has them already."""
    known = list(AgentWorker.objects.all() if workers is None else workers)
    there = [worker for worker in known if now - worker.beat_at <= GONE_AFTER]
    return Staff(
        places=sum(worker.capacity for worker in there if not worker.draining),
        leaving=sum(worker.active for worker in there if worker.draining),
        is_there=bool(there),
        is_known=bool(known),
    )
