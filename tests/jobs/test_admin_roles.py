"""Who may come to which page of the admin: every address that the two parts register is asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.contrib import admin
from django.contrib.auth.models import User
from django.test import Client
from django.urls import URLPattern, reverse
from django.urls.resolvers import RegexPattern

from interviews.roles import ADMINS
from jobs.models import Job, SavedView, Team
from tests.jobs.hidden_world import SECRETS, HiddenWorld, client_of, fingerprint, make_hidden_world, person

pytestmark = pytest.mark.django_db

# What recruiters are not given at all, whosever it is.
NOT_FOR_RECRUITERS = {
    *(
        f"{app}_{model}_delete"
        for app, model in [("jobs", "job"), ("jobs", "company"), ("jobs", "bulkimport")]
    ),
    *(f"interviews_{model}_delete" for model in ("candidate", "invitation", "interview", "planversion")),
    *(f"jobs_team_{page}" for page in ("changelist", "add", "change", "delete", "history")),
    "jobs_company_add",
    "interviews_candidate_add",
    "interviews_interview_add",
}
# Nobody at all adds an interview or deletes the record of an import.
NOT_FOR_ANYBODY = {"interviews_interview_add", "jobs_bulkimport_delete"}
# A frozen version of a plan has no form to change or delete it by hand.
NEVER = NOT_FOR_ANYBODY | {"interviews_planversion_delete"}
# Saved views are their owner's alone.
PRIVATE = {"jobs_job_rename_view", "jobs_job_delete_view"}


def addresses() -> Iterator[tuple[str, str, frozenset[str]]]:
    """Name, model and arguments of every page of the models of both parts."""
    for model, model_admin in admin.site._registry.items():
        if model._meta.app_label in {"jobs", "interviews"}:
            for pattern in model_admin.get_urls():
                if isinstance(pattern, URLPattern) and pattern.name:
                    names = frozenset(pattern.pattern.converters)
                    if isinstance(pattern.pattern, RegexPattern):
                        # The history's library names no arguments.
                        names = frozenset({"object_id", "version_id"})
                    yield pattern.name, str(model._meta.model_name), names


ADDRESSES = sorted(set(addresses()))
OF_OBJECTS = [address for address in ADDRESSES if address[2]]
OF_LISTS = [address for address in ADDRESSES if not address[2]]


def ids(value: Any) -> str:
    return value[0]


@pytest.fixture
def world() -> HiddenWorld:
    return make_hidden_world()


def url(world: HiddenWorld, address: tuple[str, str, frozenset[str]]) -> str:
    name, model, names = address
    arguments = world.arguments(model, set(names))
    if name in PRIVATE:
        arguments = {"pk": SavedView.objects.get().pk}
    if name == "jobs_job_simple_history":
        return reverse(f"admin:{name}", args=[arguments["object_id"], arguments["version_id"]])
    return reverse(f"admin:{name}", kwargs=arguments)


def ask(client: Client, where: str) -> list[Any]:
    """The page, and the form that it may have been sent."""
    return [client.get(where), client.post(where, {"_form_submitted": "on", "post": "yes"})]


def leaks(answer: Any) -> list[str]:
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return [secret for secret in SECRETS if secret in body.decode()]


def test_there_are_pages_to_ask_for() -> None:
    assert len(OF_OBJECTS) > 40
    assert {"jobs_job_merge", "jobs_job_text", "jobs_bulkimport_live", "interviews_interview_stop"} <= {
        name for name, _, _ in OF_OBJECTS
    }


@pytest.mark.parametrize("address", ADDRESSES, ids=ids)
def test_strangers_are_sent_to_the_login(world: HiddenWorld, address: Any) -> None:
    before = fingerprint()
    for answer in ask(Client(), url(world, address)):
        assert answer.status_code == 302
        assert answer.headers["Location"].startswith(reverse("admin:login"))
    assert fingerprint() == before


@pytest.mark.parametrize("address", ADDRESSES, ids=ids)
def test_staff_without_permissions_see_and_change_nothing(world: HiddenWorld, address: Any) -> None:
    client = client_of(person("stan", group=""))
    before = fingerprint()
    for answer in ask(client, url(world, address)):
        assert answer.status_code in {302, 403, 404, 405}
        assert leaks(answer) == []
    assert fingerprint() == before


@pytest.mark.parametrize("address", OF_OBJECTS, ids=ids)
def test_another_teams_recruiter_sees_and_changes_nothing(world: HiddenWorld, address: Any) -> None:
    client = client_of(person("hugo", Team.objects.create(name="Hills")))
    before = fingerprint()
    for answer in ask(client, url(world, address)):
        assert answer.status_code in {302, 403, 404, 405}
        assert leaks(answer) == []
        assert not world_links(world, answer)
    assert fingerprint() == before


def world_links(world: HiddenWorld, answer: Any) -> bool:
    """Whether a redirect leads to something that the answer should not know of."""
    location = answer.headers.get("Location", "") + answer.headers.get("HX-Redirect", "")
    return "/planversion/" in location or "/candidate/" in location


@pytest.mark.parametrize("address", OF_LISTS, ids=ids)
def test_another_teams_lists_and_forms_name_nothing_of_it(world: HiddenWorld, address: Any) -> None:
    client = client_of(person("hugo", Team.objects.create(name="Hills")))
    answer = client.get(url(world, address), follow=True)
    assert answer.status_code in {200, 403, 405}
    assert leaks(answer) == []


@pytest.mark.parametrize("address", ADDRESSES, ids=ids)
def test_the_teams_recruiter_comes_to_every_page_of_theirs(world: HiddenWorld, address: Any) -> None:
    answer = client_of(User.objects.get(username="owner")).get(url(world, address))
    allowed = {403} if address[0] in NOT_FOR_RECRUITERS else {200, 302, 405}
    if address[0] in {"jobs_team_change", "jobs_team_history", "jobs_team_delete"}:
        allowed = {302, 403, 404}
    assert answer.status_code in allowed
    assert reverse("admin:login") not in answer.headers.get("Location", "")


@pytest.mark.parametrize("address", ADDRESSES, ids=ids)
@pytest.mark.parametrize("who", ["superuser", "admin"])
def test_administrators_come_everywhere(world: HiddenWorld, address: Any, who: str) -> None:
    user = User.objects.create_superuser("root") if who == "superuser" else person("ada", group=ADMINS)
    answer = client_of(user).get(url(world, address))
    if address[0] in NEVER or (who == "admin" and address[0].endswith("_delete")):
        assert answer.status_code in {200, 403}
    elif address[0] in PRIVATE:
        assert answer.status_code in {404, 405}
    else:
        assert answer.status_code in {200, 302, 405}


def see(user: User) -> set[str]:
    return set(Job.objects.visible_to(user).values_list("job_title", flat=True))


def test_a_recruiter_without_a_team_sees_the_jobs_that_they_added(world: HiddenWorld) -> None:
    solo = person("solo")
    Job.objects.create(job_title="Ferryman", created_by=solo)
    page = client_of(solo).get(reverse("admin:jobs_job_changelist"))
    assert see(solo) == {"Ferryman"}
    assert "Ferryman" in page.content.decode()
    assert leaks(page) == []


def test_practice_of_visitors_is_for_superusers_only() -> None:
    Job.objects.create(job_title="Ferryman", origin=Job.Origin.PRACTICE)
    assert see(person("rita")) == set()
    assert see(User.objects.create_superuser("root")) == {"Ferryman"}


def test_who_left_sees_nothing_any_more(world: HiddenWorld) -> None:
    owner = User.objects.get(username="owner")
    assert see(owner)
    owner.is_active = False
    assert see(owner) == set()


@pytest.mark.parametrize("who", ["root", "ada"])
def test_administrators_see_all_teams(world: HiddenWorld, who: str) -> None:
    user = User.objects.create_superuser(who) if who == "root" else person(who, group=ADMINS)
    assert see(user) == {"Zanzibar Warden", ""}


def test_administrators_say_who_is_in_a_team(world: HiddenWorld) -> None:
    rita = person("rita")
    fields = {"name": "Nether Team", "members": [rita.pk]}
    client_of(person("ada", group=ADMINS)).post(
        reverse("admin:jobs_team_change", args=[world.team.pk]), fields
    )
    assert "Zanzibar Warden" in see(rita)


def test_administrators_change_no_accounts() -> None:
    ada = client_of(person("ada", group=ADMINS))
    rita = person("rita")
    change = reverse("admin:auth_user_change", args=[rita.pk])
    assert ada.post(change, {"username": "rita", "is_superuser": "on"}).status_code == 403
    rita.refresh_from_db()
    assert not rita.is_superuser


def test_a_job_is_not_given_to_a_team_of_others(world: HiddenWorld) -> None:
    hugo = person("hugo", Team.objects.create(name="Hills"))
    job = Job.objects.create(job_title="Ferryman", description="Row.", created_by=hugo)
    fields = {"job_title": "Ferryman", "description": "Row.", "language": "en", "team": world.team.pk}
    answer = client_of(hugo).post(reverse("admin:jobs_job_change", args=[job.pk]), fields)
    job.refresh_from_db()
    assert answer.status_code == 200
    assert job.team is None


@pytest.mark.parametrize("query", ["q=Zanzibar", "company=Obscura", "site=obscura.example", "team={team}"])
def test_a_search_finds_nothing_of_other_teams(world: HiddenWorld, query: str) -> None:
    hugo = client_of(person("hugo", Team.objects.create(name="Hills")))
    where = f"{reverse('admin:jobs_job_changelist')}?{query.format(team=world.team.pk)}"
    answer = hugo.get(where)
    assert answer.status_code == 200
    assert answer.context["cl"].result_count == 0


@pytest.fixture
def count_actions(world: HiddenWorld) -> Callable[[str], None]:
    """Send an action of the list with the hidden job ticked."""
    hugo = client_of(person("hugo", Team.objects.create(name="Hills")))

    def send(action: str) -> None:
        fields = {"action": action, "_selected_action": [world.jobs[0].pk], "confirm": "yes", "post": "yes"}
        hugo.post(reverse("admin:jobs_job_changelist"), fields)

    return send


@pytest.mark.parametrize(
    "action", ["publish_selected", "close_selected", "reject_selected", "delete_selected"]
)
def test_actions_on_ticked_rows_reach_no_other_teams_jobs(
    count_actions: Callable[[str], None], action: str
) -> None:
    before = fingerprint()
    count_actions(action)
    assert fingerprint() == before
