"""Background work of interviews: ids in, services called, safe to run twice."""

from __future__ import annotations

from django_tasks import task

from interviews.engine.plan import load_plan
from interviews.models import PlanVersion
from interviews.services import drafting, opening, plan_voice
from interviews.services.families import find_interview

# Nobody waits for a voice that is made in advance, and its tasks are many.
BEHIND_OTHERS = -20


@task()
def prepare_opening(public_id: str) -> None:
    """See `services.opening`; nothing happens when the interview has begun or is gone."""
    interview = find_interview(public_id=public_id)
    if interview is not None and interview.started_at is None:
        opening.prepare_opening(interview=interview)
        plan_voice.request_voice_of(interview=interview)


@task()
def refine_draft(version_id: int) -> None:
    """See `services.drafting`; nothing happens when the draft is gone, edited or in use."""
    version = PlanVersion.objects.select_related("job").filter(pk=version_id).first()
    if version is not None:
        drafting.refine_draft(version=version)


@task(priority=BEHIND_OTHERS)
def make_plan_voice(version_id: int) -> None:
    """See `services.plan_voice`; a slice of the work, the rest is the next task's."""
    version = PlanVersion.objects.select_related("job").filter(pk=version_id).first()
    if version is None:
        return
    sentences = plan_voice.sentences_of_version(version=version)
    if plan_voice.make_voice(plan=load_plan(version.document), sentences=sentences):
        make_plan_voice.enqueue(version_id=version_id)


@task(priority=BEHIND_OTHERS)
def make_interview_voice(public_id: str) -> None:
    """The same for an interview whose candidate has agreed; nothing happens when it is over or gone."""
    interview = find_interview(public_id=public_id)
    if interview is None or interview.is_over:
        return
    sentences = plan_voice.sentences_of_interview(interview=interview)
    if plan_voice.make_voice(plan=load_plan(interview.plan_document), sentences=sentences):
        make_interview_voice.enqueue(public_id=public_id)
