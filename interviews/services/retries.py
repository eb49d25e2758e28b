"""One question of a practice interview once more: an interview of its own that belongs to the whole one."""

from __future__ import annotations

import math
from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q

from interviews import tasks
from interviews.engine.plan import dump_plan, load_plan
from interviews.models import PracticeConsent, PracticeInterview, PracticeTurn
from interviews.services.consent import consent_document
from interviews.services.errors import Conflict, NotFound

# For the greeting, a follow-up and the closing.
MORE_MINUTES = 2
MAX_MINUTES = 240


class NotFinished(Conflict):
    code = "not_finished"
    message = "Finish this practice interview first. Then you can try its questions again."


class NotAsked(NotFound):
    code = "not_asked"
    message = "This question was not asked in your practice interview."


def make_retry(*, interview: PracticeInterview, question: str, mode: str, now: datetime) -> PracticeInterview:
    """Return an interview with the one question (its key), to be typed or spoken (`mode`).

    It belongs to the whole interview, even when `interview` is a retry itself. One that was begun and not
    finished is taken up again. Raises NotFinished, and NotAsked for a question that was never heard.
    """
    whole = whole_of(interview)
    if not interview.is_over:
        raise NotFinished
    # Looked for here: not every text that a browser sends can be asked of every database.
    if question not in heard_questions(interview=whole).values_list("question", flat=True):
        raise NotAsked
    with transaction.atomic():
        # Two clicks make one retry.
        PracticeInterview.objects.select_for_update().get(pk=whole.pk)
        unfinished = whole.retries.filter(retry_question=question).unfinished().first()
        return unfinished or _open(whole, question, mode, now)


def whole_of(interview: PracticeInterview) -> PracticeInterview:
    """Return the whole interview that a retry belongs to; a whole one is its own."""
    return interview.retry_of or interview


def heard_questions(*, interview: PracticeInterview) -> Any:
    """Return the turns in which questions were put to the candidate, and heard, in order."""
    return interview.turns.filter(
        role=PracticeTurn.Role.AGENT, kind="core", started_ms__isnull=False
    ).order_by("number")


def find_own_practice(*, public_id: str, begun: Collection[str]) -> PracticeInterview | None:
    """Return the practice interview with this id for the browser that began those with the ids in `begun`.

    A whole interview and its retries are one: who has one has all of them.
    """
    own = Q(public_id__in=begun) | Q(retry_of__public_id__in=begun) | Q(retries__public_id__in=begun)
    return PracticeInterview.objects.filter(own, public_id=public_id).first()


def _open(whole: PracticeInterview, question: str, mode: str, now: datetime) -> PracticeInterview:
    retry = PracticeInterview.objects.create(
        job=whole.job,
        plan=_plan_of_one(whole.plan, question),
        retry_of=whole,
        retry_question=question,
        mode=mode,
        candidate_name=whole.candidate_name,
        extra_time=whole.extra_time,
        patience=whole.patience,
    )
    if _take_consent_over(retry, whole):
        PracticeInterview.objects.filter(pk=retry.pk).update(
            status=PracticeInterview.Status.CONSENTED, consented_at=now
        )
        retry.refresh_from_db()
        tasks.prepare_opening.enqueue(public_id=retry.public_id)
    return retry


def _plan_of_one(document: dict[str, Any], key: str) -> dict[str, Any]:
    """The same plan with that question alone."""
    [question] = [question for question in document["questions"] if question["key"] == key]
    minutes = min(MAX_MINUTES, math.ceil(question["minutes"]) + MORE_MINUTES)
    return dump_plan(load_plan({**document, "minutes": minutes, "questions": [question]}))


def _take_consent_over(retry: PracticeInterview, whole: PracticeInterview) -> bool:
    """Whether the very text was agreed to before, in the interview or in another try; if so, note it."""
    sha256 = consent_document(interview=retry).sha256
    family = Q(interview=whole) | Q(interview__retry_of=whole)
    given = PracticeConsent.objects.filter(family, text_sha256=sha256).order_by("given_at").first()
    if given is None:
        return False
    retry.consents.create(text=given.text, text_sha256=sha256, given_at=given.given_at)
    return True
