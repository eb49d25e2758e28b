"""How far the task workers are behind."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Case, DateTimeField, F, Min, When
from django_tasks_db.models import DBTaskResult


def oldest_wait(*, now: datetime) -> timedelta:
    """Return how long the oldest due task has waited for a worker; zero when none waits."""
    # A task without an appointed time carries the largest date there is in `run_after`.
    due = Case(
        When(run_after__lte=now, then=F("run_after")), default=F("enqueued_at"), output_field=DateTimeField()
    )
    since = DBTaskResult.objects.ready().aggregate(since=Min(due))["since"]
    return now - since if since else timedelta()
