"""Background work of interviews: ids in, services called, safe to run twice."""

from __future__ import annotations

from django_tasks import task

from interviews.models import Interview
from interviews.services import opening


@task()
def prepare_opening(interview_id: int) -> None:
    """See `services.opening`; nothing happens when the interview has begun or is gone."""
    interview = (
        Interview.objects.select_related("job", "plan", "candidate")
        .filter(pk=interview_id, started_at=None)
        .first()
    )
    if interview:
        opening.prepare_opening(interview=interview)
