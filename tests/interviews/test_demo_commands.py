"""The commands that fill an installation for a first look, and for benches."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.test import Client
from pytest_django.fixtures import Settings

from interviews.models import Interview, Invitation, PlanVersion, PracticeInterview
from interviews.services.invitations import revoke_invitation
from jobs.models import Job
from tests.interviews.makers import NOW, PLAN

pytestmark = pytest.mark.django_db


def seed(capsys: pytest.CaptureFixture[str]) -> dict[str, str]:
    call_command("seed_demo", "--json")
    links: dict[str, str] = json.loads(capsys.readouterr().out)
    return links


@pytest.fixture
def plan_file(tmp_path: Path) -> Path:
    path = tmp_path / "plan.yaml"
    path.write_text(PLAN, encoding="utf-8")
    return path


def mint(plan_file: Path, capsys: pytest.CaptureFixture[str], *options: str) -> dict[str, Any]:
    call_command("mint_token", str(plan_file), *options)
    reply: dict[str, Any] = json.loads(capsys.readouterr().out)
    return reply


def test_the_demo_has_a_recruiter_who_can_sign_in(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RECRUITER_PASSWORD", "correct horse")
    links = seed(capsys)
    assert (links["username"], links["password"]) == ("recruiter", "correct horse")
    client = Client()
    client.force_login(User.objects.get(username="recruiter"))
    assert client.get("/admin/interviews/invitation/").status_code == 200


def test_a_generated_password_is_shown_once(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("RECRUITER_PASSWORD", raising=False)
    password = seed(capsys)["password"]
    assert User.objects.get().check_password(password)
    assert seed(capsys)["password"] == ""
    assert User.objects.get().check_password(password)
    assert not User.objects.get().check_password("")


def test_the_demo_has_a_published_job_with_a_plan_and_an_open_link(
    capsys: pytest.CaptureFixture[str],
) -> None:
    links = seed(capsys)
    invitation = Invitation.objects.get()
    assert links["invitation"].endswith(invitation.public_id)
    assert invitation.candidate is None
    assert invitation.job.status == Job.Status.PUBLISHED
    assert invitation.plan.job == invitation.job
    assert invitation.job.team is not None
    assert list(invitation.job.team.members.all()) == [invitation.created_by]
    assert Client().get(f"/interview/{invitation.public_id}").status_code == 200


def test_seeding_again_adds_nothing_even_after_the_job_was_renamed(
    capsys: pytest.CaptureFixture[str],
) -> None:
    first = seed(capsys)
    Job.objects.update(job_title="Something else")
    assert seed(capsys)["invitation"] == first["invitation"]
    counts = [model.objects.count() for model in (User, Job, PlanVersion, Invitation)]
    assert counts == [1, 1, 1, 1]


def test_a_withdrawn_demo_link_is_replaced(capsys: pytest.CaptureFixture[str]) -> None:
    first = seed(capsys)
    revoke_invitation(invitation=Invitation.objects.get(), now=NOW)
    assert seed(capsys)["invitation"] != first["invitation"]


def test_a_closed_demo_job_keeps_its_link(capsys: pytest.CaptureFixture[str]) -> None:
    first = seed(capsys)
    revoke_invitation(invitation=Invitation.objects.get(), now=NOW)
    Job.objects.update(status=Job.Status.CLOSED)
    assert seed(capsys)["invitation"] == first["invitation"]


def test_people_read_the_links_as_text(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("seed_demo")
    out = capsys.readouterr().out
    assert out.startswith("Home page")
    assert "/interview/" in out


def test_a_minted_token_belongs_to_a_fresh_interview_with_consent(
    plan_file: Path, capsys: pytest.CaptureFixture[str], settings: Settings
) -> None:
    settings.DEBUG = True
    replies = [mint(plan_file, capsys, "--profile", "patient") for _ in range(2)]
    assert set(replies[0]) == {"server_url", "participant_token"}
    interviews = list(PracticeInterview.objects.all())
    assert len(interviews) == 2
    assert {interview.status for interview in interviews} == {"consented"}
    assert interviews[0].consents.count() == 1
    assert interviews[0].events.get(kind="minted").payload == {"profile": "patient"}
    # A bench leaves nothing where recruiters look.
    assert not PlanVersion.objects.exists() and not Job.objects.exists() and not Interview.objects.exists()


def test_no_token_is_minted_in_production(plan_file: Path, settings: Settings) -> None:
    settings.DEBUG = False
    with pytest.raises(CommandError, match="DEBUG"):
        call_command("mint_token", str(plan_file))
    assert not PracticeInterview.objects.exists()


def test_what_cannot_be_minted_is_a_sentence(plan_file: Path, settings: Settings) -> None:
    settings.DEBUG = True
    with pytest.raises(CommandError, match="No such file"):
        call_command("mint_token", str(plan_file.with_name("missing.yaml")))
    plan_file.write_text("schema: nonsense", encoding="utf-8")
    with pytest.raises(CommandError, match="schema"):
        call_command("mint_token", str(plan_file))
    plan_file.write_text(PLAN, encoding="utf-8")
    settings.LIVEKIT_URL = ""
    with pytest.raises(CommandError, match="Talking is not available"):
        call_command("mint_token", str(plan_file))
