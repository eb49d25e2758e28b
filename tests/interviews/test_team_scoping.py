"""Plans, invitations, interviews and candidates are seen through the jobs of one's teams only."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from interviews.models import Candidate, Invitation, PlanVersion
from jobs.models import Job, Team
from tests.interviews.makers import PLAN, make_candidate, make_invitation, make_plan
from tests.jobs.hidden_world import SECRETS, HiddenWorld, client_of, make_hidden_world, person

pytestmark = pytest.mark.django_db

INVITE = reverse("admin:interviews_invitation_add")
PLAN_ADD = reverse("admin:interviews_planversion_add")


@pytest.fixture
def world() -> HiddenWorld:
    return make_hidden_world()


@pytest.fixture
def hills(db: None) -> Team:
    return Team.objects.create(name="Hills")


@pytest.fixture
def hugo(hills: Team) -> User:
    return person("hugo", hills)


@pytest.fixture
def browser(hugo: User) -> Client:
    return client_of(hugo)


def own_job(team: Team) -> Job:
    return Job.objects.create(job_title="Shepherd", description="Sheep. " * 20, status="published", team=team)


def leaks(answer: Any) -> list[str]:
    return [secret for secret in SECRETS if secret in answer.content.decode()]


def invite(browser: Client, **fields: Any) -> Any:
    empty = {"job": "", "plan": "", "candidate": "", "candidate_name": "", "candidate_email": ""}
    return browser.post(INVITE, {**empty, "expires_at_0": "", "expires_at_1": "", **fields})


@pytest.mark.parametrize("model", ["interview", "invitation", "planversion", "candidate"])
def test_lists_show_what_hangs_on_ones_own_jobs(
    world: HiddenWorld, browser: Client, hills: Team, model: str
) -> None:
    make_invitation(job=own_job(hills), candidate=make_candidate(name="Bo Lund"))
    page = browser.get(reverse(f"admin:interviews_{model}_changelist"))
    assert leaks(page) == []
    assert page.context["cl"].result_count == (0 if model == "interview" else 1)


@pytest.mark.parametrize("model", ["interview", "invitation", "planversion"])
def test_a_filter_by_anothers_job_does_not_say_its_name(
    world: HiddenWorld, browser: Client, model: str
) -> None:
    where = reverse(f"admin:interviews_{model}_changelist")
    page = browser.get(where, {"job__id__exact": world.jobs[0].pk})
    assert page.status_code == 200
    assert leaks(page) == []


def test_nobody_is_invited_to_another_teams_job(world: HiddenWorld, browser: Client) -> None:
    answer = invite(browser, job=world.jobs[0].pk)
    assert "Select a valid choice" in answer.content.decode()
    assert Invitation.objects.count() == 1


def test_no_invitation_takes_another_teams_plan_or_candidate(
    world: HiddenWorld, browser: Client, hills: Team
) -> None:
    job = own_job(hills)
    for field in ("plan", "candidate"):
        key = {"plan": "planversion"}.get(field, field)
        answer = invite(browser, job=job.pk, **{field: world.objects[key].pk})
        assert leaks(answer) == []
    assert Invitation.objects.count() == 1


@pytest.mark.parametrize(
    ("model", "field"),
    [("invitation", "candidate"), ("invitation", "job"), ("planversion", "job"), ("interview", "job")],
)
def test_looking_up_by_typing_finds_nothing_of_other_teams(
    world: HiddenWorld, browser: Client, model: str, field: str
) -> None:
    answer = browser.get(
        reverse("admin:autocomplete"),
        {"app_label": "interviews", "model_name": model, "field_name": field, "term": "an"},
    )
    assert answer.status_code == 200
    assert answer.json()["results"] == []


def test_a_job_to_invite_to_is_found_by_typing_once_it_is_published(browser: Client, hills: Team) -> None:
    published = own_job(hills)
    Job.objects.create(job_title="Shepherd's Help", team=hills)
    asked = {"app_label": "interviews", "model_name": "invitation", "field_name": "job", "term": "shep"}
    found = browser.get(reverse("admin:autocomplete"), asked).json()["results"]
    assert [row["id"] for row in found] == [str(published.pk)]


def test_nobody_writes_a_plan_for_another_teams_job(world: HiddenWorld, browser: Client) -> None:
    answer = browser.post(PLAN_ADD, {"job": world.jobs[0].pk, "text": ""})
    assert answer.status_code == 422
    assert leaks(answer) == []
    assert PlanVersion.objects.count() == 1


def test_the_library_is_read_by_everybody_and_written_by_administrators(browser: Client) -> None:
    plan = make_plan(None)
    change = reverse("admin:interviews_planversion_change", args=[plan.pk])
    editor = reverse("admin:interviews_planversion_yaml", args=[plan.pk])
    page = browser.get(change)
    assert "Which bread did you bake first?" in page.content.decode()
    assert editor not in page.content.decode()
    assert browser.post(editor, {"text": PLAN.replace("minutes: 10", "minutes: 15")}).status_code == 403
    assert client_of(User.objects.create_superuser("root")).get(editor).status_code == 200


def test_a_candidate_of_two_teams_shows_each_its_own_interviews(
    world: HiddenWorld, browser: Client, hills: Team
) -> None:
    both = world.objects["candidate"]
    Invitation.objects.create(job=own_job(hills), plan=make_plan(None), candidate=both)
    page = browser.get(reverse("admin:interviews_candidate_changelist"))
    assert [row.interview_count for row in page.context["cl"].result_list] == [0]


def test_a_candidate_without_an_invitation_is_nobodys(browser: Client) -> None:
    make_candidate(name="Bo Lund")
    page = browser.get(reverse("admin:interviews_candidate_changelist")).content.decode()
    assert "Bo Lund" not in page
    assert browser.get(reverse("admin:interviews_candidate_add")).status_code == 403


def test_a_candidate_who_is_new_comes_with_the_invitation(browser: Client, hills: Team) -> None:
    invite(browser, job=own_job(hills).pk, candidate_name="Bo Lund")
    assert Candidate.objects.get().name == "Bo Lund"
    assert "Bo Lund" in browser.get(reverse("admin:interviews_candidate_changelist")).content.decode()


def test_the_front_page_counts_and_names_nothing_of_other_teams(world: HiddenWorld, browser: Client) -> None:
    page = browser.get(reverse("admin:index"))
    assert leaks(page) == []
    assert "Three steps to the first interview" in page.content.decode()
    owner = client_of(User.objects.get(username="owner"))
    assert owner.get(reverse("admin:index")).context["cards"][2].count == 1
