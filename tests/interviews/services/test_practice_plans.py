"""Practice asks nothing that candidates are asked."""

from __future__ import annotations

from dataclasses import replace

import pytest

from interviews.engine.plan import Plan, dump_plan, load_plan, load_plan_yaml
from interviews.models import PlanVersion
from interviews.services.plans import plan_for_job, save_version
from interviews.services.practice import practice_plan, real_questions
from jobs.models import Job
from jobs.services.companies import company_for
from tests.interviews.makers import PLAN, SECRETS, make_invitation, make_job, make_plan

pytestmark = pytest.mark.django_db


def asked(plan: Plan) -> set[str]:
    """Every wording of the plan's questions."""
    return {words for question in plan.questions for words in (question.text, question.rephrase) if words}


@pytest.mark.parametrize("status", [Job.Status.DRAFT, Job.Status.PUBLISHED])
def test_practice_asks_nothing_of_a_plan_that_was_drafted_for_hiring(status: str) -> None:
    job = make_job(status=status)
    hiring = load_plan(plan_for_job(job=job).document)
    assert not asked(practice_plan(job=job)) & asked(hiring)


def test_practice_asks_nothing_that_a_recruiter_wrote() -> None:
    job = make_job()
    make_plan(job)
    practice = dump_plan(practice_plan(job=job))
    assert not [secret for secret in SECRETS if secret in str(practice)]


@pytest.mark.parametrize("field", ["text", "rephrase"])
def test_a_practice_question_that_a_recruiter_asks_in_the_same_words_is_practised_no_more(field: str) -> None:
    job = make_job()
    first = practice_plan(job=job).questions[0]
    document = load_plan_yaml(PLAN)
    real = replace(document.questions[0], **{field: first.text})
    save_version(plan=replace(document, questions=(real,)), job=job, source=PlanVersion.Source.EDITED)
    assert first.text not in asked(practice_plan(job=job))


def test_practice_avoids_every_version_and_whatever_else_people_are_invited_with() -> None:
    job = make_job()
    older = make_plan(job, text=PLAN.replace("first?", "last?"))
    make_plan(job)
    library = make_plan(None, text=PLAN.replace("Which bread", "Which cake"))
    make_invitation(job=job, plan=library)
    assert {question["text"] for plan in (older, library) for question in plan.document["questions"]} <= (
        real_questions(job=job)
    )


def test_practice_on_a_copy_of_a_posting_avoids_what_its_recruiters_ask() -> None:
    real = make_job(position_key="baker", company=company_for(name="Crumb and Sons"))
    make_plan(real)
    copy = make_job(origin=Job.Origin.PRACTICE, position_key="baker", company=real.company)
    merged = make_job(merged_into=real, status=Job.Status.CLOSED)
    for job in (copy, merged):
        assert "Which bread did you bake first?" in real_questions(job=job)


def test_the_same_job_is_practised_with_the_same_plan() -> None:
    job = make_job()
    assert practice_plan(job=job) == practice_plan(job=job)


def test_practice_follows_up_with_nothing_that_hiring_follows_up_with() -> None:
    job = make_job(description="You will lead a small team of bakers and train apprentices.")
    hiring = load_plan(plan_for_job(job=job).document)
    followed = {probe.text for question in hiring.questions for probe in question.probes.authored}
    practised = {p.text for q in practice_plan(job=job).questions for p in q.probes.authored}
    assert followed and not followed & practised
