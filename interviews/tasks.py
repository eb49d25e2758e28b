"""Background work of interviews: ids in, services called, safe to run twice."""

from __future__ import annotations

from django_tasks import task

from interviews.services import opening
from interviews.services.families import find_interview


@task()
def prepare_opening(public_id: str) -> None:
    """See `services.opening`; nothing happens when the interview has begun or is gone."""
    interview = find_interview(public_id=public_id)
    if interview is not None and interview.started_at is None:
        opening.prepare_opening(interview=interview)
