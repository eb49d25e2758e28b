"""Plans go in and out of the product by commands."""

from __future__ import annotations

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from interviews.engine.plan import load_plan_yaml
from interviews.models import PlanVersion
from jobs.models import Job
from tests.engine.helpers import PLAN, PLAN_TEXT

pytestmark = pytest.mark.django_db


def run(*args: object) -> str:
    out = StringIO()
    call_command(*map(str, args), stdout=out)
    return out.getvalue()


@pytest.fixture
def plan_file(tmp_path: Path) -> Path:
    file = tmp_path / "plan.yaml"
    file.write_text(PLAN_TEXT)
    return file


def test_a_plan_that_was_imported_can_be_exported(plan_file: Path) -> None:
    assert "bike-mechanic, version 1" in run("import_plan", plan_file)
    assert "Nothing was changed" in run("import_plan", plan_file)
    assert load_plan_yaml(run("export_plan", "bike-mechanic")) == PLAN


def test_a_plan_can_be_imported_for_a_job(plan_file: Path) -> None:
    job = Job.objects.create(job_title="Bike Mechanic")
    assert "Bike Mechanic" in run("import_plan", plan_file, "--job", job.public_id)
    assert PlanVersion.objects.get().job == job


def test_a_plan_that_breaks_a_rule_changes_nothing(plan_file: Path) -> None:
    plan_file.write_text(PLAN_TEXT.replace("language: en", "language: no"))
    with pytest.raises(CommandError, match="line 4, language"):
        run("import_plan", plan_file)
    assert not PlanVersion.objects.exists()


def test_a_file_that_is_not_there_or_is_no_text_is_named(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="nothing"):
        run("import_plan", tmp_path / "nothing.yaml")
    (tmp_path / "binary").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(CommandError):
        run("import_plan", tmp_path / "binary")


def test_an_unknown_job_or_plan_is_named(plan_file: Path) -> None:
    with pytest.raises(CommandError, match="no job"):
        run("import_plan", plan_file, "--job", "nope")
    with pytest.raises(CommandError, match="nope"):
        run("export_plan", "nope")
    with pytest.raises(CommandError, match="no job"):
        run("draft_plan", "nope")


def test_a_draft_is_printed_and_not_stored() -> None:
    job = Job.objects.create(job_title="Electrician", company_name="Acme")
    plan = load_plan_yaml(run("draft_plan", job.public_id, "--minutes", 30))
    assert plan.minutes == 30 and "Electrician" in plan.questions[0].text
    assert not PlanVersion.objects.exists()


def test_an_interview_of_no_time_is_refused() -> None:
    job = Job.objects.create(job_title="Electrician")
    with pytest.raises(CommandError, match="minutes"):
        run("draft_plan", job.public_id, "--minutes", 1)
