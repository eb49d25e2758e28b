"""Background work of interviews: ids in, services called, safe to run twice."""

from __future__ import annotations

from django_tasks import task

from interviews.models import PlanVersion
from interviews.services import drafting, opening
from interviews.services.families import find_interview


@task()
def prepare_opening(public_id: str) -> None:
    """See `services.opening`; nothing happens when the interview has begun or is gone."""
    interview = find_interview(public_id=public_id)
    if interview is not None and interview.started_at is None:
        opening.prepare_opening(interview=interview)


@task()
def refine_draft(version_id: int) -> None:
    """See `services.drafting`; nothing happens when the draft is gone, edited or in use."""
    version = PlanVersion.objects.select_related("job").filter(pk=version_id).first()
    if version is not None:
        drafting.refine_draft(version=version)
