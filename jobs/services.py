"""What people do with postings: hand one in, paste its text, publish and close a job."""

from __future__ import annotations

import re
import textwrap
from datetime import datetime, timedelta

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from jobs.errors import PostingError
from jobs.models import Intake, Job
from jobs.reading import FAILED
from jobs.scraping.clean import plain_line, plain_text
from jobs.scraping.sections import split_sections
from jobs.scraping.urls import canonical_url
from jobs.tasks import run_intake

SHORTEST_TEXT = 80
STUCK_AFTER = timedelta(seconds=60)
MOST_ATTEMPTS = 3
PERSON = {"source": "person", "path": "typed or pasted", "confidence": 1.0}
# A first line that is a label of the board rather than the job's title.
NO_TITLE = re.compile(
    r"https?://|apply|share|save|back to|home$|menu|jobs?$|job (?:description|details)|about"
    r"|stellen(?:anzeige|angebot)",
    re.I,
)


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


@transaction.atomic
def import_text(
    *,
    text: str,
    job: Job | None = None,
    title: str = "",
    company: str = "",
    source_url: str = "",
    created_by: User | None = None,
    origin: str = Job.Origin.PRACTICE,
) -> Job:
    """Make a job of a posting's pasted text, or complete `job` whose page could not be read.

    Without a title the first line that looks like one is taken. A job that waits for nothing is returned
    as it is.
    Raises PostingError when the text is too short.
    """
    text = plain_text(text)
    if len(text) < SHORTEST_TEXT:
        raise PostingError("Paste the whole text of the posting: at least a few sentences.")
    title = plain_line(title) or first_title(text)
    if job is None:
        job = Job(source_url=source_url, origin=origin, created_by=created_by)
    elif not settle_intakes(job=job):
        return job
    if job.origin == Job.Origin.PRACTICE:
        # What one visitor typed must not be what the next one finds under the posting's address.
        job.canonical_url = None
    _write_text(job, title, plain_line(company), text)
    return job


def _write_text(job: Job, title: str, company: str, text: str) -> None:
    sections = split_sections(text, company)
    values = {"job_title": title, "company_name": company, "description": text}
    values |= {"requirements": sections.requirements, "company_info": sections.company_info}
    for name, value in values.items():
        setattr(job, name, value)
    provenance = {
        name: {**PERSON, "snippet": plain_line(value, 160)} for name, value in values.items() if value
    }
    job.provenance = {**job.provenance, **provenance}
    job.save()


def first_title(text: str) -> str:
    """The first line of a pasted posting that can be its title, else the beginning of the text."""
    lines = [plain_line(line).strip("•#*-: ") for line in text.split("\n")[:10]]
    for line in lines:
        if 3 <= len(line) <= 120 and re.search(r"[^\W\d_]{2}", line) and not NO_TITLE.match(line):
            return line
    return textwrap.shorten(text, 80, placeholder="…")


def settle_intakes(*, job: Job) -> bool:
    """End the job's unfinished intakes because a person gave the text; False when none was unfinished."""
    unfinished = job.intakes.exclude(status=Intake.Status.DONE)
    return unfinished.update(status=Intake.Status.DONE, problem="", updated_at=timezone.now()) > 0


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


def publish_job(*, job: Job) -> Job:
    """Open a draft to candidates. Raises PostingError when it lacks its title or text, or is no draft."""
    if not job.has_text:
        raise PostingError("Fill in the title and the description first.")
    return _change_status(job, (Job.Status.DRAFT,), Job.Status.PUBLISHED, "This job is not a draft any more.")


def close_job(*, job: Job) -> Job:
    """Close a job to candidates. Raises PostingError when it is closed already."""
    return _change_status(
        job, (Job.Status.DRAFT, Job.Status.PUBLISHED), Job.Status.CLOSED, "This job is closed already."
    )


def reopen_job(*, job: Job) -> Job:
    """Open a closed job again. Raises PostingError when it is not closed."""
    return _change_status(job, (Job.Status.CLOSED,), Job.Status.PUBLISHED, "This job is not closed.")


@transaction.atomic
def _change_status(job: Job, old: tuple[str, ...], new: str, refusal: str) -> Job:
    if Job.objects.filter(pk=job.pk, status__in=old).update(status=new) != 1:
        raise PostingError(refusal)
    job.refresh_from_db()
    # An update leaves no trace in the history; a save of what is stored does.
    job.save(update_fields=["status", "updated_at"])
    return job
