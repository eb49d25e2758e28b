"""Practice is walled off from hiring: no relation, no key and no page leads from one to the other."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.auth.models import Group, Permission, User
from django.db import connection, models
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import Settings

from interviews.models import (
    Consent,
    Interview,
    InterviewEvent,
    PracticeConsent,
    PracticeEvent,
    PracticeInterview,
    PracticeTurn,
    Turn,
)
from interviews.roles import RECRUITERS
from jobs.models import Job
from tests.interviews.makers import consented, make_invitation, make_practice, make_team, say, started
from tests.interviews.views.visitor import Visitor

PRACTICE = {PracticeInterview, PracticeTurn, PracticeEvent, PracticeConsent}
HIRING = {Interview, Turn, InterviewEvent, Consent}
ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("config", "jobs", "interviews", "livekit_bridge", "agent_worker")
# Who may name both: the tables, where a link opens one or the other, the look-up by id, and a count.
KNOW_BOTH = {
    "config/metrics.py",
    "interviews/models/__init__.py",
    "interviews/services/entry.py",
    "interviews/services/families.py",
}


class TestTheSchema:
    def test_no_path_of_relations_leads_out_of_practice(self) -> None:
        assert reachable(PracticeInterview) == PRACTICE

    def test_the_same_walk_finds_nearly_everything_from_an_interview_for_hiring(self) -> None:
        found = reachable(Interview)
        assert {*HIRING, Job, User} <= found
        assert not found & PRACTICE

    @pytest.mark.django_db
    def test_no_foreign_key_of_the_database_crosses(self) -> None:
        own = {model._meta.db_table for model in PRACTICE}
        keys = set(foreign_keys())
        assert {(PracticeTurn._meta.db_table, PracticeInterview._meta.db_table)} <= keys
        assert {(Turn._meta.db_table, Interview._meta.db_table)} <= keys
        assert [key for key in keys if (key[0] in own) != (key[1] in own)] == []

    def test_nothing_in_a_practice_row_is_an_id_of_the_database(self) -> None:
        """A key without its constraint would be one all the same."""
        numbers = {
            field.name
            for model in PRACTICE
            for field in model._meta.fields
            if isinstance(field, models.IntegerField) and not field.primary_key
        }
        counts = {"extra_time", "sequence", "lease_epoch", "dispatches", "number", "started_ms", "ended_ms"}
        assert numbers == counts | {"latency_ms"}


class TestTheCode:
    def test_few_modules_know_both_families(self) -> None:
        practice, hiring = ({model.__name__ for model in family} for family in (PRACTICE, HIRING))
        both = {path for path, names in modules() if names & practice and names & hiring}
        assert both == KNOW_BOTH

    def test_the_admin_knows_no_practice(self) -> None:
        ways = {model.__name__ for model in PRACTICE} | {"FAMILIES", "find_interview", "waiting_interviews"}
        recruiters = {
            path: names
            for path, names in modules()
            if "/admin/" in path or path in {"config/dashboard.py", "config/admin.py", "interviews/roles.py"}
        }
        assert len(recruiters) > 10
        assert [path for path, names in recruiters.items() if names & ways] == []

    def test_nobody_registers_practice_or_is_permitted_anything_with_it(self, db: None) -> None:
        assert not PRACTICE & set(admin.site._registry)
        assert not Permission.objects.filter(content_type__model__startswith="practice").exists()


@pytest.mark.django_db
@pytest.mark.parametrize("who", ["recruiter", "superuser"])
def test_practice_changes_nothing_that_a_recruiter_can_see(who: str) -> None:
    """The same pages, before and after somebody practised for the very job that is hiring."""
    invitation = make_invitation()
    say(started(consented(job=invitation.job, plan=invitation.plan, invitation=invitation)), "I baked rye.")
    recruiter = sign_in(who)
    before = seen(recruiter, invitation.job)
    assert "Ada Okafor" in before["interviews"]
    practise(invitation.job.public_id, name="Zebedee Quill", answer="Quixotic sourdough.")
    assert PracticeInterview.objects.get().status == "left"
    after = seen(recruiter, invitation.job)
    assert after == before
    assert [name for name, page in after.items() if re.search("Zebedee|Quixotic", page)] == ["search by name"]
    practise(invitation.public_id, name="Zebedee Quill", answer="Quixotic sourdough.")
    told = seen(recruiter, invitation.job)
    assert {"dashboard", "interviews", "candidates"} <= {name for name in told if told[name] != before[name]}


def test_metrics_tell_the_number_of_practice_interviews_and_nothing_else(
    db: None, client: Client, settings: Settings
) -> None:
    settings.METRICS_TOKEN = "token"
    started(consented(make_practice()))
    started()
    page = client.get("/metrics", headers={"Authorization": "Bearer token"}).content.decode()
    samples = [line for line in page.splitlines() if line.startswith("parley_") and "interviews" in line]
    assert samples == ['parley_interviews{status="live"} 1.0', "parley_practice_interviews 1.0"]


@pytest.mark.django_db
class TestTheMark:
    def test_every_page_of_practice_says_so(self) -> None:
        pages = walk(make_invitation().job.public_id)
        assert [name for name, page in pages.items() if 'class="practice-mark"' not in page] == []
        titles = [re.search("<title>(.*?)</title>", page)[1] for page in pages.values()]  # type: ignore[index]
        assert [title for title in titles if not title.startswith("Practice · ")] == []

    def test_no_page_of_an_interview_for_a_job_does(self) -> None:
        pages = walk(make_invitation().public_id)
        assert [name for name, page in pages.items() if "practice" in page.lower()] == []


def reachable(start: type[models.Model]) -> set[type[models.Model]]:
    """Every model that some path of relations leads to, in whichever direction they point."""
    neighbours: dict[type[models.Model], set[type[models.Model]]] = {}
    for model in apps.get_models(include_auto_created=True):
        for field in model._meta.get_fields(include_hidden=True):
            assert not field.is_relation or field.related_model is not None, f"{field} may point anywhere"
            if field.is_relation:
                other = field.related_model._meta.concrete_model
                neighbours.setdefault(model, set()).add(other)
                neighbours.setdefault(other, set()).add(model)
    found, waiting = {start}, [start]
    while waiting:
        new = neighbours.get(waiting.pop(), set()) - found
        found |= new
        waiting += new
    return found


def foreign_keys() -> Iterator[tuple[str, str]]:
    """The database's own foreign keys: (from table, to table)."""
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            constraints = connection.introspection.get_constraints(cursor, table).values()
            yield from ((table, found["foreign_key"][0]) for found in constraints if found["foreign_key"])


def modules() -> Iterator[tuple[str, set[str]]]:
    """Every module of the product that is no migration, with the names it uses."""
    for package in PACKAGES:
        for path in (ROOT / package).rglob("*.py"):
            if "migrations" not in path.parts:
                yield str(path.relative_to(ROOT)), names_in(path)


def names_in(path: Path) -> set[str]:
    """What a module imports or speaks of by name."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    imported = {
        alias.name for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) for alias in node.names
    }
    return imported | {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}


def sign_in(who: str) -> Client:
    client = Client()
    user = User.objects.create_user("rita", is_staff=True, is_superuser=who == "superuser")
    user.groups.add(Group.objects.get(name=RECRUITERS))
    make_team().members.add(user)
    client.force_login(user)
    return client


def seen(client: Client, job: Job) -> dict[str, str]:
    """What the admin shows that could tell of an interview."""
    lists = {
        "interviews": reverse("admin:interviews_interview_changelist"),
        "interviews to read": reverse("admin:interviews_interview_changelist") + "?to_read=yes",
        "search by name": reverse("admin:interviews_interview_changelist") + "?q=Zebedee",
        "candidates": reverse("admin:interviews_candidate_changelist"),
        "invitations": reverse("admin:interviews_invitation_changelist"),
        "plans": reverse("admin:interviews_planversion_changelist"),
        "jobs": reverse("admin:jobs_job_changelist"),
    }
    one = {
        "dashboard": reverse("admin:index"),
        "job": reverse("admin:jobs_job_change", args=[job.pk]),
        "history of the job": reverse("admin:jobs_job_history", args=[job.pk]),
        "plan": reverse("admin:interviews_planversion_of_job", args=[job.pk]),
    }
    return {name: lasting(client.get(path, follow=True)) for name, path in {**lists, **one}.items()}


def lasting(reply: object) -> str:
    """A page without what differs each time it is made."""
    page = reply.content.decode()  # type: ignore[attr-defined]
    assert reply.status_code == 200  # type: ignore[attr-defined]
    page = re.sub(r'(name="csrfmiddlewaretoken" value|nonce|data-csrf)="[^"]*"', "", page)
    return re.sub(r"X-CSRFToken[^}]*|\d+:\d\d(:\d\d)?", "", page)


def practise(link_id: str, *, name: str, answer: str) -> None:
    visitor = Visitor(Client(enforce_csrf_checks=True))
    visitor.agree(link_id, name=name)
    visitor.post(f"/interview/{link_id}/type")
    visitor.answer(link_id, answer)
    visitor.post(f"/interview/{link_id}/leave")


def walk(link_id: str) -> dict[str, str]:
    """Every page of an interview, from the welcome to the thanks."""
    visitor = Visitor(Client(enforce_csrf_checks=True))
    address = f"/interview/{link_id}"
    pages = {"welcome": visitor.get(address), "consent": visitor.get(f"{address}?step=consent")}
    visitor.agree(link_id)
    pages["room"] = visitor.get(f"{address}?step=check")
    visitor.post(f"{address}/type")
    pages["typing"] = visitor.get(f"{address}/answer")
    visitor.post(f"{address}/leave")
    pages |= {"over": visitor.get(address), "done": visitor.get(f"{address}/done")}
    return {name: reply.content.decode() for name, reply in pages.items()}
