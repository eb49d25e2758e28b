"""Fill an installation with something to look at: `manage.py seed_demo`."""

from __future__ import annotations

import json
import os
import secrets
from pathlib import Path
from typing import Any

import yaml
from django.conf import settings
from django.contrib.auth.models import Group, User
from django.core.management.base import BaseCommand, CommandParser
from django.db import transaction
from django.urls import reverse

from interviews.models import Invitation, PlanVersion
from interviews.roles import RECRUITERS
from interviews.services.invitations import invitation_url, issue_invitation
from interviews.services.plans import import_plan
from jobs.models import Job, Team

DEMO = Path(__file__).resolve().parents[2] / "demo"
USERNAME = "recruiter"
TEAM = "Demo team"


class Command(BaseCommand):
    help = "Make a recruiter, a published job with a plan and an open link to it. Safe to repeat."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="print one line of JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        with transaction.atomic():
            recruiter, password = _ensure_recruiter()
            invitation = _ensure_invitation(_ensure_job(recruiter), recruiter)
        links = {
            "home": settings.SITE_URL + reverse("interviews:home"),
            "admin": settings.SITE_URL + reverse("admin:index"),
            "invitation": invitation_url(invitation=invitation),
            "username": USERNAME,
            "password": password,
        }
        self.stdout.write(json.dumps(links) if options["json"] else _readable(links))


def _ensure_recruiter() -> tuple[User, str]:
    """Return the recruiter and the password; it is empty when it was printed by an earlier run."""
    recruiter, created = User.objects.get_or_create(username=USERNAME, defaults={"is_staff": True})
    recruiter.groups.add(*Group.objects.filter(name=RECRUITERS))
    Team.objects.get_or_create(name=TEAM)[0].members.add(recruiter)
    password = os.environ.get("RECRUITER_PASSWORD") or (secrets.token_urlsafe(12) if created else "")
    if password and not recruiter.check_password(password):
        recruiter.set_password(password)
        recruiter.save(update_fields=["password"])
    return recruiter, password


def _ensure_job(recruiter: User) -> Job:
    """Return the demonstration's job, known by its plan, since recruiters may rename it."""
    text = (DEMO / "plan.yaml").read_text(encoding="utf-8")
    key = yaml.safe_load(text)["key"]
    known = PlanVersion.objects.filter(key=key, created_by=recruiter, job__isnull=False).first()
    if known is not None and known.job is not None:
        return known.job
    fields = yaml.safe_load((DEMO / "job.yaml").read_text(encoding="utf-8"))
    team = Team.objects.get(name=TEAM)
    job = Job.objects.create(status=Job.Status.PUBLISHED, created_by=recruiter, team=team, **fields)
    import_plan(text=text, job=job, created_by=recruiter)
    return job


def _ensure_invitation(job: Job, recruiter: User) -> Invitation:
    """Return the job's open link; a closed job keeps the link it had."""
    links = Invitation.objects.filter(job=job, candidate=None, created_by=recruiter)
    usable = links.filter(revoked_at=None, expires_at=None).first()
    if usable is None and job.status == Job.Status.PUBLISHED:
        return issue_invitation(job=job, created_by=recruiter)
    return usable or links.latest("created_at")


def _readable(links: dict[str, str]) -> str:
    password = links["password"] or "as printed before"
    return "\n".join(
        [
            f"Home page   {links['home']}",
            f"Admin       {links['admin']} (user {links['username']}, password {password})",
            f"Interview   {links['invitation']}",
        ]
    )
