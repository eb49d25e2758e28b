"""Who may come in now: places are what the agent workers can hold, and nobody waits behind a later comer.

The database is the only clock and the only list: several web processes that are asked at the same moment
give every place once.
"""

from __future__ import annotations

import heapq
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q

from interviews.models import AgentWorker, AnyInterview
from interviews.models.base import AbstractInterview
from interviews.services.families import FAMILIES
from interviews.services.leases import count_held, is_held, nobody_holds
from interviews.services.room_view import current_progress
from interviews.services.status import log_event
from interviews.services.workers import Staff, find_staff

# Whoever got a token has this long to appear in the room; then the place is another's.
COMING = timedelta(seconds=20)
# An interview whose agent died keeps its place for this long: another agent is on its way.
RETURNING = timedelta(seconds=30)
# Pages ask every 2 s. One that has been silent for so long has given up its place in the queue; a server that
# is slow to answer, as when many start at once, costs nobody theirs.
KEEPS_PLACE = timedelta(seconds=20)
# Interviews that are looked into for the estimate: those that began first end first.
LOOKED_INTO = 40


@dataclass(frozen=True, slots=True)
class Place:
    """A place in the queue; 1 is next. `estimate_s` is None where nothing honest can be said.

    `is_staffed` is False when no worker is there at all, so that no queue moves.
    """

    position: int
    estimate_s: int | None
    is_staffed: bool = True


def admit(*, interview: AnyInterview, now: datetime) -> Place | None:
    """Let the candidate in (None) and note that they are on the way, or keep a place for them in the queue.

    An interview by voice that has begun always goes on at once; the workers keep some places for it.
    """
    with transaction.atomic():
        # Whoever asks at the same moment waits for this lock, so that a place is given once.
        staff = find_staff(now=now, workers=AgentWorker.objects.select_for_update().order_by("pk"))
        interview.refresh_from_db()
        ahead = _count_ahead(interview, now)
        free = staff.places - count_taken(staff=staff, now=now)
        if not staff.is_known or _has_place(interview, now) or ahead < free:
            _let_in(interview, now)
            return None
        _keep_place(interview, now)
    return Place(ahead + 1, _estimate(staff, ahead, now), staff.is_there)


def count_taken(*, staff: Staff, now: datetime) -> int:
    """Return how many of the workers' places are taken: by live agents, and by candidates on the way."""
    expected = sum(family.objects.unfinished().filter(_is_expected(now)).count() for family in FAMILIES)
    # Interviews of workers that take nothing new are held, but in no place that could be given.
    return max(0, count_held(now=now) - staff.leaving) + expected


def count_waiting(*, now: datetime) -> int:
    """Return how many candidates stand in the queue."""
    return len(_queue(now))


def estimate_s(*, left: Sequence[int], places: int, ahead: int, whole: int) -> int | None:
    """Return in how many seconds a place will be free, at least a minute; None when nobody can know.

    `left` are the minutes that each interview still has, `ahead` how many candidates come first, `whole` the
    minutes of a whole interview. The queue is played through: whoever is first takes the place that becomes
    free first. As interviews mostly end before their time is up, it is rather too long than too short.
    """
    if places < 1:
        return None
    # More may run than there are places, when a worker has died or its machine is too busy.
    ends = sorted(left)[max(0, len(left) - places) :]
    ends += [0] * (places - len(ends))
    heapq.heapify(ends)
    for _ in range(ahead):
        heapq.heapreplace(ends, ends[0] + whole)
    return 60 * max(1, ends[0])


def _has_place(interview: AnyInterview, now: datetime) -> bool:
    """Whether it goes on, or was let in a moment ago."""
    goes_on = interview.status == interview.Status.LIVE and interview.mode == interview.Mode.VOICE
    wanted_at = interview.wanted_at
    return goes_on or is_held(interview, now) or (wanted_at is not None and now - wanted_at <= COMING)


def _is_expected(now: datetime) -> Q:
    """Interviews that no agent holds and one will hold in a moment."""
    coming = Q(wanted_at__gte=now - COMING)
    returning = Q(status=AbstractInterview.Status.LIVE, heartbeat_at__gte=now - RETURNING) & ~Q(
        lease_holder=""
    )
    return nobody_holds(now) & (coming | returning)


def _queue(now: datetime) -> list[tuple[Any, str]]:
    """Since when each candidate waits, and their interview, in the order of their turn."""
    return sorted(
        place
        for family in FAMILIES
        for place in family.objects.unfinished()
        .filter(queued_at__isnull=False, queue_seen_at__gte=now - KEEPS_PLACE)
        .values_list("queued_at", "public_id")
    )


def _count_ahead(interview: AnyInterview, now: datetime) -> int:
    """How many came before this candidate, who may not be in the queue yet."""
    queue = [public_id for _, public_id in _queue(now)]
    own = interview.public_id
    return queue.index(own) if own in queue else len(queue)


def _let_in(interview: AnyInterview, now: datetime) -> None:
    waited = max(timedelta(), now - interview.queued_at) if interview.queued_at else timedelta()
    _update(interview, wanted_at=now, queued_at=None, queue_seen_at=None)
    if waited:
        log_event(interview=interview, kind="waited", payload={"seconds": waited.seconds}, now=now)


def _keep_place(interview: AnyInterview, now: datetime) -> None:
    """Stay where one is, or begin at the end: behind everybody who was told their place before."""
    seen = interview.queue_seen_at
    queued_at = interview.queued_at if seen and now - seen <= KEEPS_PLACE else None
    if queued_at is None:
        queued_at = max([now, *(at + timedelta(microseconds=1) for at, _ in _queue(now))])
    _update(interview, queued_at=queued_at, queue_seen_at=now, wanted_at=None)


def _update(interview: AnyInterview, **values: Any) -> None:
    type(interview).objects.filter(pk=interview.pk).update(**values)
    for name, value in values.items():
        setattr(interview, name, value)


def _estimate(staff: Staff, ahead: int, now: datetime) -> int | None:
    """Look into the interviews that go on: those that began first end first."""
    going_on = [
        one
        for family in FAMILIES
        for one in family.objects.unfinished()
        .filter(~nobody_holds(now) | _is_expected(now))
        .whole()
        .order_by("started_at")[:LOOKED_INTO]
    ]
    if not staff.places or not going_on:
        return None
    left = [current_progress(interview=one, now=now).minutes_left for one in going_on]
    whole = sum(one.minutes for one in going_on) // len(going_on)
    return estimate_s(left=left, places=min(staff.places, len(left)), ahead=ahead, whole=whole)
