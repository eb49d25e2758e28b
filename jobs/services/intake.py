"""Hand in the address of a posting and have it read."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from jobs.errors import PostingError
from jobs.models import Intake, Job
from jobs.reading import FAILED
from jobs.scraping.urls import canonical_url
from jobs.tasks import run_intake

STUCK_AFTER = timedelta(seconds=60)
MOST_ATTEMPTS = 3


def check_address(*, url: str) -> str:
    """Return the canonical form of a posting's address. Raises PostingError when it is no address."""
    try:
        return canonical_url(url)
    except ValueError as error:
        message = "Enter the address of a job posting, for example https://example.com/jobs/42."
        raise PostingError(message) from error


@transaction.atomic
def start_intake(
    *, url: str, created_by: User | None = None, origin: str, now: datetime | None = None
) -> Intake:
    """Have the posting at `url` read in the background; return the intake to wait for.

    The same posting again gives the job that exists, and reads it again only while its text is missing.
    Raises PostingError when `url` is no address of a web page.
    """
    intake, is_new = open_intake(url=url, created_by=created_by, origin=origin, now=now)
    if is_new:
        run_intake.enqueue(intake.pk)
    return intake


@transaction.atomic
def open_intake(
    *, url: str, created_by: User | None = None, origin: str, now: datetime | None = None
) -> tuple[Intake, bool]:
    """Return the intake for `url` and whether it is new and has to be read. Raises PostingError."""
    try:
        canonical = canonical_url(url)
    except ValueError as error:
        raise PostingError(
            "Enter the address of a job posting, for example https://example.com/jobs/42."
        ) from error
    # The unique constraint decides between two people who paste the same address at once.
    job, _ = Job.objects.get_or_create(
        canonical_url=canonical,
        defaults={"source_url": canonical, "origin": origin, "created_by": created_by},
    )
    if origin == Job.Origin.RECRUITER and job.origin != origin:
        Job.objects.filter(pk=job.pk).update(origin=origin, created_by=created_by)
        job.refresh_from_db()
    latest = job.intakes.first()
    if latest and latest.status != Intake.Status.NEEDS_TEXT:
        return latest, False
    status = Intake.Status.DONE if job.has_text else Intake.Status.QUEUED
    intake = Intake.objects.create(job=job, url=canonical, status=status, created_at=now or timezone.now())
    return intake, status == Intake.Status.QUEUED


def requeue_stuck_intakes(*, now: datetime) -> int:
    """Queue intakes again whose worker died, three attempts at most; return how many were queued."""
    reading = (Intake.Status.FETCHING, Intake.Status.READING)
    stuck = Intake.objects.filter(status__in=reading, updated_at__lt=now - STUCK_AFTER)
    return sum(_requeue(intake, now) for intake in stuck)


@transaction.atomic
def _requeue(intake: Intake, now: datetime) -> bool:
    unchanged = Intake.objects.filter(pk=intake.pk, status=intake.status, updated_at=intake.updated_at)
    if intake.attempts >= MOST_ATTEMPTS:
        unchanged.update(status=Intake.Status.NEEDS_TEXT, problem=FAILED, updated_at=now)
        return False
    if not unchanged.update(status=Intake.Status.QUEUED, updated_at=now):
        return False
    run_intake.enqueue(intake.pk)
    return True
