"""Hand in the address of a posting and have it read."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from jobs.errors import PostingError
from jobs.models import Intake, Job, Team
from jobs.reading import fail_intake
from jobs.scraping.urls import canonical_url
from jobs.services.access import default_team, may_see
from jobs.services.duplicates import kept_job
from jobs.services.queue import enqueue_intakes

MOST_ATTEMPTS = 3
# Nothing about the job itself: it is another team's.
ELSEWHERE = "This posting is already in Parley, with another team. Ask an administrator for access."


def check_address(*, url: str) -> str:
    """Return the canonical form of a posting's address. Raises PostingError when it is no address."""
    try:
        return canonical_url(url)
    except ValueError as error:
        message = "Enter the address of a job posting, for example https://example.com/jobs/42."
        raise PostingError(message) from error


@transaction.atomic
def start_intake(
    *,
    url: str,
    created_by: User | None = None,
    team: Team | None = None,
    origin: str,
    now: datetime | None = None,
) -> Intake:
    """Have the posting at `url` read in the background; return the intake to wait for.

    The same posting again gives the job that exists, and reads it again only while its text is missing.
    Raises PostingError when `url` is no address of a web page, or when the job is another team's.
    """
    intake, is_new = open_intake(url=url, created_by=created_by, team=team, origin=origin, now=now)
    if is_new:
        enqueue_intakes(intakes=[intake])
    return intake


@transaction.atomic
def open_intake(
    *,
    url: str,
    created_by: User | None = None,
    team: Team | None = None,
    origin: str,
    now: datetime | None = None,
) -> tuple[Intake, bool]:
    """Return the intake for `url` and whether it is new and has to be read. Raises PostingError."""
    canonical = check_address(url=url)
    job = _job_at(canonical, created_by, team, origin)
    latest = job.intakes.filter(kind=Intake.Kind.FIRST).first()
    if latest and latest.status != Intake.Status.NEEDS_TEXT:
        return latest, False
    status = Intake.Status.DONE if job.has_text else Intake.Status.QUEUED
    intake = Intake.objects.create(job=job, url=canonical, status=status, created_at=now or timezone.now())
    return intake, status == Intake.Status.QUEUED


def _job_at(canonical: str, created_by: User | None, team: Team | None, origin: str) -> Job:
    """The job for an address, made when it is new; of merged ones the one that was kept."""
    team = team or default_team(user=created_by)
    # The unique constraint decides between two people who paste the same address at once.
    job, is_new = Job.objects.get_or_create(
        canonical_url=canonical,
        defaults={"source_url": canonical, "origin": origin, "created_by": created_by, "team": team},
    )
    if is_new:
        return job
    # Of two who have a posting read again at once, the second meets the first one's reading.
    job = Job.objects.select_for_update().get(pk=kept_job(job=job).pk)
    if origin == Job.Origin.PRACTICE:
        return job if job.origin == origin or job.status == Job.Status.PUBLISHED else _job_apart(canonical)
    if job.origin == Job.Origin.PRACTICE:
        free_addresses(canonical_urls=[canonical])
        return _job_at(canonical, created_by, team, origin)
    if created_by and not may_see(user=created_by, job=job):
        raise PostingError(ELSEWHERE)
    return job


def _job_apart(canonical: str) -> Job:
    """A visitor's own job for an address whose job is a recruiter's and not open to visitors."""
    return Job.objects.create(source_url=canonical, origin=Job.Origin.PRACTICE)


def free_addresses(*, canonical_urls: Collection[str]) -> None:
    """Have visitors' jobs give up their addresses to recruiters: whoever practised keeps the practice job.

    A recruiter's job is never one whose link a stranger holds.
    """
    visitors = Job.objects.filter(canonical_url__in=canonical_urls, origin=Job.Origin.PRACTICE)
    visitors.update(canonical_url=None)


def requeue_stuck_intakes(*, now: datetime, stuck_after: timedelta | None = None) -> int:
    """Queue intakes again whose worker died, before it began or after; return how many were queued.

    Those count that nothing happened to for `stuck_after` (the setting INTAKE_STUCK_SECONDS) and for which no
    task waits. After three attempts an intake is given up. Two queries when nothing is stuck.
    """
    before = now - (stuck_after or timedelta(seconds=settings.INTAKE_STUCK_SECONDS))
    waiting = list(Intake.objects.filter(status__in=Intake.WAITING, updated_at__lt=before))
    queued = [intake.task_id for intake in waiting if intake.status == Intake.Status.QUEUED]
    fine = _tasks_in_hand(queued, before)
    return sum(_requeue(intake, now) for intake in waiting if intake.task_id not in fine)


def _tasks_in_hand(task_ids: Iterable[str], before: datetime) -> set[str]:
    """Which of these tasks still wait for a worker, or were taken by one not so long ago."""
    known = [UUID(task_id) for task_id in task_ids if task_id]
    if not known:
        return set()
    in_hand = Q(status=TaskResultStatus.READY) | Q(started_at__gte=before) | Q(finished_at__gte=before)
    tasks = DBTaskResult.objects.filter(in_hand, pk__in=known)
    return {str(task_id) for task_id in tasks.values_list("pk", flat=True)}


@transaction.atomic
def _requeue(intake: Intake, now: datetime) -> bool:
    if intake.attempts >= MOST_ATTEMPTS:
        fail_intake(intake=intake, now=now)
        return False
    # A worker that died before it began has not counted its attempt.
    attempts = intake.attempts + (intake.status == Intake.Status.QUEUED)
    unchanged = Intake.objects.filter(pk=intake.pk, status=intake.status, updated_at=intake.updated_at)
    if not unchanged.update(status=Intake.Status.QUEUED, updated_at=now, attempts=attempts):
        return False
    enqueue_intakes(intakes=[intake])
    return True
