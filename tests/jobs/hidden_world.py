"""One team's whole world, full of words that nobody else may read, and everybody who might try."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import Group, User
from django.test import Client
from django.utils import timezone

from interviews.models import Candidate, Interview, Invitation, PlanVersion, Recording
from interviews.roles import RECRUITERS
from interviews.services.recordings import write_file
from jobs.models import BulkImport, Company, Intake, Job, SavedView, Snapshot, Team
from jobs.services.bulk import start_bulk_import
from jobs.services.companies import company_for
from tests.interviews.makers import PLAN, make_candidate, make_interview, make_invitation, make_plan

SECRETS = ("Zanzibar Warden", "Obscura Works", "Xanthippe Quill", "Nether Team", "obscura.example")


@dataclass(frozen=True)
class HiddenWorld:
    """What the team `team` has; `jobs` are two of its jobs."""

    team: Team
    jobs: tuple[Job, Job]
    objects: dict[str, Any]

    def arguments(self, model: str, names: set[str]) -> dict[str, Any]:
        """The arguments of an address: fails for a view that asks for something unheard of."""
        known = {
            "object_id": self.objects[model].pk,
            "pk": self.objects[model].pk,
            "job_pk": self.jobs[0].pk,
            "left": self.jobs[0].pk,
            "right": self.jobs[1].pk,
            "other": self.jobs[1].pk,
            "field": "location",
            "version_id": self.jobs[0].history.latest().pk,
            "snapshot_pk": Snapshot.objects.get().pk,
            "recording_pk": Recording.objects.get().pk,
        }
        return {name: known[name] for name in names}


def make_hidden_world() -> HiddenWorld:
    """Make it: every model of the admin has an object that hangs on a job of the team."""
    team = Team.objects.create(name="Nether Team")
    jobs = (_job(team, "https://obscura.example/1"), _job(team, "https://obscura.example/2"))
    owner = person("owner", team)
    plan = make_plan(jobs[0], text=PLAN.replace("title: Baker", "title: Zanzibar Warden"))
    candidate = make_candidate(name="Xanthippe Quill")
    invitation = make_invitation(job=jobs[0], plan=plan, candidate=candidate)
    interview = make_interview(job=jobs[0], plan=plan, candidate=candidate, invitation=invitation)
    write_file(name="hum.mp3", data=b"Obscura Works hums.")
    sound = {"status": Recording.Status.READY, "file": "hum.mp3", "size": 19}
    Recording.objects.create(interview=interview, **sound)
    bulk = start_bulk_import(text="https://obscura.example/3", created_by=owner, now=timezone.now())
    look = {"final_url": "https://obscura.example/1", "http_status": 200, "sha256": "a" * 64}
    Snapshot.objects.create(intake=jobs[0].intakes.get(), body="Obscura Works", **look)
    SavedView.objects.create(user=owner, name="Zanzibar Warden", query="q=x")
    found: list[Any] = [jobs[0], team, jobs[0].company, bulk, plan, candidate, invitation, interview]
    return HiddenWorld(team, jobs, {item._meta.model_name: item for item in found})


def person(name: str, *teams: Team, group: str = RECRUITERS, **fields: Any) -> User:
    """A member of staff in a group and in teams."""
    user = User.objects.create_user(name, is_staff=True, **fields)
    if group:
        user.groups.add(Group.objects.get(name=group))
    for team in teams:
        team.members.add(user)
    return user


def client_of(user: User) -> Client:
    """A browser in which `user` is signed in."""
    client = Client()
    client.force_login(user)
    return client


def fingerprint() -> dict[str, list[dict[str, Any]]]:
    """Everything stored about the team's work, to see that nothing was touched."""
    models = (
        Job,
        Company,
        Team,
        BulkImport,
        Intake,
        PlanVersion,
        Candidate,
        Invitation,
        Interview,
        SavedView,
    )
    return {model.__name__: list(model.objects.order_by("pk").values()) for model in models}


def _job(team: Team, url: str) -> Job:
    job = Job.objects.create(
        job_title="Zanzibar Warden",
        company_name="Obscura Works",
        description="Guard the lighthouse of Obscura Works by night. " * 4,
        source_url=url,
        canonical_url=url,
        team=team,
        status=Job.Status.PUBLISHED,
        company=company_for(name="Obscura Works"),
        text_key="same",
        position_key="same",
    )
    Intake.objects.create(job=job, url=url, status=Intake.Status.NEEDS_TEXT, problem="Obscura Works sleeps.")
    return job
