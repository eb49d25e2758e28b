"""Practice that was kept beside hiring is moved behind the wall, with everything that was said."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from interviews.engine.plan import dump_plan, load_plan_yaml
from tests.interviews.makers import NOW, PLAN

pytestmark = pytest.mark.django_db(transaction=True)

BEFORE = ("interviews", "0002_keep_interviews")
AFTER = ("interviews", "0005_hiring_only")


@pytest.fixture
def before() -> Iterator[Any]:
    """The tables as they were when practice lay beside hiring."""
    yield migrate(BEFORE)
    migrate(*MigrationExecutor(connection).loader.graph.leaf_nodes())


def migrate(*targets: tuple[str, str]) -> Any:
    """Go there; return the models as they are there."""
    executor = MigrationExecutor(connection)
    executor.migrate(list(targets))
    executor.loader.build_graph()
    others = [node for node in executor.loader.graph.leaf_nodes() if node[0] != "interviews"]
    return executor.loader.project_state([*targets, *others]).apps


def make_plan(old: Any, job: Any, **fields: Any) -> Any:
    document = dump_plan(load_plan_yaml(PLAN))
    return old.get_model("interviews", "PlanVersion").objects.create(
        **{
            "job": job,
            "key": "baker",
            "version": 1,
            "title": "Baker",
            "minutes": 10,
            "document": document,
            **fields,
        }
    )


def make_interview(old: Any, kind: str, plan: Any, said: str) -> Any:
    """An interview with a turn, two events and a consent."""
    interview = old.get_model("interviews", "Interview").objects.create(
        kind=kind,
        job=plan.job,
        plan=plan,
        candidate_name="Ada",
        status="finished",
        state={"phase": "finished"},
        sequence=7,
        started_at=NOW,
    )
    old.get_model("interviews", "Interview").objects.update(created_at=NOW - timedelta(days=9))
    turns = old.get_model("interviews", "Turn").objects
    turns.create(interview=interview, number=1, role="candidate", kind="answer", text=said, sequence=2)
    turns.update(created_at=NOW - timedelta(days=8))
    events = old.get_model("interviews", "InterviewEvent").objects
    for number in (1, 2):
        events.create(interview=interview, sequence=number, kind="heard", report_id=f"r{number}", at=NOW)
    old.get_model("interviews", "Consent").objects.create(
        interview=interview, text="I agree.", text_sha256="0" * 64, given_at=NOW
    )
    return interview


@pytest.fixture
def job(before: Any) -> Any:
    return before.get_model("jobs", "Job").objects.create(job_title="Baker", company_name="Crumb and Sons")


def test_practice_is_moved_whole_and_hiring_stays(before: Any, job: Any) -> None:
    plan = make_plan(before, job, source="drafted")
    practice = make_interview(before, "practice", plan, "I practised.")
    hiring = make_interview(before, "hiring", plan, "I applied.")
    new = migrate(AFTER)

    moved = new.get_model("interviews", "PracticeInterview").objects.get()
    assert (moved.public_id, moved.candidate_name, moved.sequence) == (practice.public_id, "Ada", 7)
    assert (moved.state, moved.started_at) == ({"phase": "finished"}, NOW)
    assert moved.created_at == NOW - timedelta(days=9)
    assert moved.plan == plan.document
    assert (moved.job["id"], moved.job["jobTitle"]) == (job.public_id, "Baker")
    turn = moved.turns.get()
    assert (turn.text, turn.created_at) == ("I practised.", NOW - timedelta(days=8))
    assert list(moved.events.order_by("pk").values_list("report_id", flat=True)) == ["r1", "r2"]
    assert moved.consents.get().text == "I agree."

    stayed = new.get_model("interviews", "Interview").objects.get()
    assert stayed.public_id == hiring.public_id
    for name, count in (("Turn", 1), ("InterviewEvent", 2), ("Consent", 1)):
        assert new.get_model("interviews", name).objects.count() == count
    assert stayed.turns.get().text == "I applied."


def test_the_moved_job_reads_as_it_does_in_public(before: Any, job: Any) -> None:
    make_interview(before, "practice", make_plan(before, job, source="practice"), "Hello.")
    migrate(AFTER)
    from interviews.models import PracticeInterview
    from jobs.models import Job

    # The tables are as they are now, but for what later migrations add.
    assert PracticeInterview.objects.values_list("job", flat=True).get() == Job.objects.get().public_json()


def test_plans_for_practice_go_unless_somebody_was_invited_with_one(before: Any, job: Any) -> None:
    used, unused, invited = (
        make_plan(before, job, source="practice", key=f"baker-{name}")
        for name in ("used", "unused", "invited")
    )
    hiring = make_plan(before, job, source="edited")
    make_interview(before, "practice", used, "Hello.")
    before.get_model("interviews", "Invitation").objects.create(job=job, plan=invited)
    new = migrate(AFTER)
    left = new.get_model("interviews", "PlanVersion").objects.values_list("pk", "source")
    assert set(left) == {(hiring.pk, "edited"), (invited.pk, "drafted")}
    assert unused.pk not in dict(left)
