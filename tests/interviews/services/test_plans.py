"""Plans are kept as frozen versions."""

from __future__ import annotations

import pytest

from interviews.engine import plan_review
from interviews.engine.plan import PlanError, load_plan_yaml
from interviews.models import PlanVersion
from interviews.services.errors import NotFound
from interviews.services.plans import (
    PlanOutdated,
    export_plan,
    import_plan,
    plan_for_job,
    save_version,
)
from tests.interviews.makers import PLAN, make_job, make_plan

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


class TestWhatPeopleWrite:
    def test_a_question_on_a_protected_topic_is_refused_with_its_line(self, age_guard: None) -> None:
        with pytest.raises(PlanError, match=r"line 15, questions\[0\].text: This asks about age"):
            import_plan(text=PLAN.replace("Which bread did", "How old were you when"), job=None)
        assert not PlanVersion.objects.exists()

    def test_it_is_refused_whichever_way_it_is_saved(self, age_guard: None) -> None:
        plan = load_plan_yaml(PLAN.replace("Which bread did", "How old were you when"))
        with pytest.raises(PlanError, match="which the law protects"):
            save_version(plan=plan, job=None, source=PlanVersion.Source.EDITED)

    def test_nothing_is_saved_over_a_version_that_the_editor_does_not_know(self) -> None:
        job = make_job()
        first = make_plan(job)
        second = make_plan(job, text=PLAN.replace("minutes: 10", "minutes: 12"))
        plan = load_plan_yaml(PLAN.replace("minutes: 10", "minutes: 14"))
        with pytest.raises(PlanOutdated) as refused:
            save_version(plan=plan, job=job, source=PlanVersion.Source.EDITED, seen=first.pk)
        assert refused.value.newest == second
        third = save_version(plan=plan, job=job, source=PlanVersion.Source.EDITED, seen=second.pk)
        assert third.version == 3

    def test_who_wrote_the_same_as_another_has_nothing_to_save(self) -> None:
        job = make_job()
        first = make_plan(job)
        text = PLAN.replace("minutes: 10", "minutes: 12")
        second = make_plan(job, text=text)
        plan = load_plan_yaml(text)
        assert save_version(plan=plan, job=job, source=PlanVersion.Source.EDITED, seen=first.pk) == second


@pytest.fixture
def age_guard(monkeypatch: pytest.MonkeyPatch) -> None:
    """A guard that knows one topic."""
    monkeypatch.setattr(plan_review, "protected_topics", lambda text, _: ("age",) * ("How old" in text))
