"""Has the interviewer's voice made in advance, when a plan is saved and when a candidate is about to come."""

from __future__ import annotations

from typing import Literal

from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from interviews.engine.plan import Plan, load_plan
from interviews.models import AnyInterview, PlanVersion
from interviews.services.leases import count_held
from interviews.speech.languages import can_talk
from interviews.speech.making import make_clips, missing_clips
from interviews.speech.texts import known_sentences

# A task holds its worker for this long, seconds, and leaves the rest to the next: others wait, too.
SLICE = 1.5
# While interviews go on, this many times as long as a clip took nothing is made.
REST = 4.0

VoiceState = Literal["ready", "being made", "not made", "typed only"]


def request_voice(*, version: PlanVersion) -> None:
    """Have the voice of a saved plan made in the background, where its language can be spoken."""
    from interviews import tasks

    if can_talk(version.language):
        tasks.make_plan_voice.enqueue(version_id=version.pk)


def request_voice_of(*, interview: AnyInterview) -> None:
    """Have what is missing of an interview's voice made in the background: practice has a plan of its own."""
    from interviews import tasks

    if can_talk(load_plan(interview.plan_document).language):
        tasks.make_interview_voice.enqueue(public_id=interview.public_id)


def make_voice(*, plan: Plan, sentences: tuple[str, ...]) -> bool:
    """Make some of the clips that are missing; return whether it is worth going on."""
    made = make_clips(sentences, plan.language, seconds=SLICE, rest=_rest())
    return bool(made) and bool(missing_clips(sentences, plan.language))


def _rest() -> float:
    """Interviews that go on need the cores that a local voice is made with; without any, nobody does."""
    return REST if count_held(now=timezone.now()) else 0.0


def sentences_of_version(*, version: PlanVersion) -> tuple[str, ...]:
    """Return every sentence that interviews with this plan may need and that names no candidate."""
    job = version.job
    return known_sentences(
        load_plan(version.document),
        job_title=job.job_title if job else "",
        company_name=job.company_name if job else "",
    )


def sentences_of_interview(*, interview: AnyInterview) -> tuple[str, ...]:
    """Return every sentence that this interview may need and that does not name its candidate."""
    return known_sentences(
        load_plan(interview.plan_document),
        job_title=interview.job_title,
        company_name=interview.company_name,
        practice=interview.is_practice,
    )


def voice_state(*, version: PlanVersion) -> VoiceState:
    """Return how far the voice of a plan is. What is not made in advance is made when it is said."""
    if not can_talk(version.language):
        return "typed only"
    try:
        if not missing_clips(sentences_of_version(version=version), version.language):
            return "ready"
    except Exception:  # every storage has errors of its own, and the page has more to show
        return "not made"
    return "being made" if _is_being_made(version) else "not made"


def _is_being_made(version: PlanVersion) -> bool:
    from interviews import tasks

    waiting = DBTaskResult.objects.exclude(status__in=["SUCCESSFUL", "FAILED"])
    of_plans = waiting.filter(task_path=tasks.make_plan_voice.module_path)
    return any(
        row["kwargs"].get("version_id") == version.pk
        for row in of_plans.values_list("args_kwargs", flat=True)
    )
