"""Plans are kept as frozen versions."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User

from interviews.engine.plan import PlanError, load_plan_yaml
from interviews.models import PlanVersion
from interviews.services.errors import NotFound
from interviews.services.plans import (
    export_plan,
    import_plan,
    newest_plan,
    plan_for_job,
    plan_for_practice,
    save_version,
)
from jobs.models import Job
from tests.interviews.makers import PLAN, SECRETS, make_job, make_plan

pytestmark = pytest.mark.django_db


def test_a_job_without_a_plan_gets_one_drafted_from_its_posting() -> None:
    job = make_job()
    version = plan_for_job(job=job)
    assert (version.job, version.version, version.source) == (job, 1, "drafted")
    assert plan_for_job(job=job) == version


def test_a_job_uses_its_newest_plan() -> None:
    job = make_job()
    make_plan(job)
    edited = make_plan(job, text=PLAN.replace("first?", "first of all?"))
    assert plan_for_job(job=job) == edited


def test_a_change_makes_the_next_version_and_leaves_the_old_one_alone() -> None:
    job = make_job()
    first = make_plan(job)
    second = make_plan(job, text=PLAN.replace("minutes: 10", "minutes: 12"))
    assert (first.version, second.version) == (1, 2)
    assert PlanVersion.objects.get(pk=first.pk).document["minutes"] == 10
    assert second.minutes == 12


def test_an_unchanged_plan_makes_no_new_version() -> None:
    job = make_job()
    assert make_plan(job) == make_plan(job)


def test_jobs_and_the_library_count_their_versions_apart() -> None:
    assert [make_plan(job).version for job in (make_job(), make_job(), None)] == [1, 1, 1]
    assert PlanVersion.objects.count() == 3


def test_an_export_reads_back_the_same() -> None:
    make_plan()
    assert load_plan_yaml(export_plan(key="baker")) == load_plan_yaml(PLAN)


def test_an_unknown_plan_cannot_be_exported() -> None:
    with pytest.raises(NotFound, match="no plan with the key nothing"):
        export_plan(key="nothing")


def test_a_broken_plan_is_refused_with_its_line() -> None:
    with pytest.raises(PlanError, match="line 5"):
        import_plan(text=PLAN.replace("language: en", "language: no"), job=None)
    assert not PlanVersion.objects.exists()


def test_a_version_remembers_where_it_came_from() -> None:
    version = save_version(plan=load_plan_yaml(PLAN), job=None, source=PlanVersion.Source.EDITED)
    assert (version.source, version.title, version.language) == ("edited", "Baker", "en")


def test_practice_for_a_published_job_asks_nothing_of_the_hiring_teams_plan() -> None:
    job = make_job()
    hiring = make_plan(job)
    practice = plan_for_practice(job=job)
    asked = {question["text"] for question in practice.document["questions"]}
    assert not asked & {question["text"] for question in hiring.document["questions"]}
    assert not [secret for secret in SECRETS if secret in str(practice.document)]
    assert plan_for_practice(job=job) == practice


def test_practice_for_a_draft_asks_nothing_that_a_recruiter_wrote() -> None:
    job = make_job(status=Job.Status.DRAFT)
    written = import_plan(text=PLAN, job=job, created_by=User.objects.create_user("rita"))
    assert plan_for_practice(job=job) != written


def test_candidates_are_never_invited_with_the_plan_for_practice() -> None:
    job = make_job()
    hiring = make_plan(job)
    plan_for_practice(job=job)
    assert plan_for_job(job=job) == hiring
    assert newest_plan(job=job) == hiring


def test_a_visitors_own_posting_has_one_plan() -> None:
    job = make_job(origin=Job.Origin.PRACTICE, status=Job.Status.DRAFT)
    assert plan_for_practice(job=job) == plan_for_practice(job=job) == plan_for_job(job=job)
