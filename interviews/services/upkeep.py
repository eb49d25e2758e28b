"""Closes what nobody will come back to, and forgets what nobody needs."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.contrib.sessions.models import Session
from django.db.models import Q
from django_tasks_db.models import DBTaskResult

from interviews.models import AnyInterview, Bucket
from interviews.services.families import FAMILIES
from interviews.services.status import log_event
from interviews.services.turns import recover_utterances

# A candidate may return to a live interview for a day; after that a new link is needed.
RETURN_WITHIN = timedelta(hours=24)
# Every bucket is full again, and every finished task was looked into, after this long.
KEEP_TRACES = timedelta(days=7)


def close_abandoned_interviews(*, now: datetime) -> int:
    """Mark live interviews without any sign of life for a day as abandoned; return how many."""
    limit = now - RETURN_WITHIN
    silent = Q(heartbeat_at=None) | Q(heartbeat_at__lt=limit)
    return sum(
        _abandon(interview, now)
        for family in FAMILIES
        for interview in family.objects.live()
        .filter(silent, started_at__lt=limit)
        .exclude(events__at__gte=limit)
    )


def _abandon(interview: AnyInterview, now: datetime) -> bool:
    recover_utterances(interview=interview)
    same = type(interview).objects.live().filter(pk=interview.pk, sequence=interview.sequence)
    moved = same.update(
        status=interview.Status.ABANDONED, finished_at=now, ended_reason="no_return", draft=""
    )
    if moved:
        log_event(interview=interview, kind="abandoned", payload={}, now=now)
    return bool(moved)


def forget_old_traces(*, now: datetime) -> None:
    """Delete full rate-limit buckets, expired browser sessions and the results of finished tasks."""
    Bucket.objects.filter(updated_at__lt=now - KEEP_TRACES).delete()
    Session.objects.filter(expire_date__lt=now).delete()
    DBTaskResult.objects.finished().filter(finished_at__lt=now - KEEP_TRACES).delete()
