"""What a recruiter does with a job's fields: accept, correct, clear, and decide where the page differs."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from django.contrib.auth.models import User
from django.db import transaction

from jobs.errors import PostingError
from jobs.models import Job
from jobs.scraping.posting import FIELDS
from jobs.services.corrections import checked_entry, note_change, save_correction, save_with_reason
from jobs.services.derived import derive

NO_SUCH_FIELD = "A job has no such field."


@transaction.atomic
def accept_field(*, job: Job, field: str, user: User, now: datetime) -> Job:
    """Note that a recruiter looked at a field and found it right. Raises PostingError when it is empty."""
    job = _locked(job, field)
    if not getattr(job, field):
        raise PostingError("There is nothing to accept yet. Fill it in, or mark it as not stated.")
    _check(job, field, user, now)
    save_with_reason(job, "Checked by a person")
    return job


def correct_field(*, job: Job, field: str, value: str, user: User, now: datetime) -> Job:
    """Write a field as the recruiter says. Raises PostingError, also when nothing was written."""
    _require_field(field)
    if not value.strip():
        raise PostingError("Write what it should say, or mark it as not stated.")
    return save_correction(job=job, changes={field: value}, user=user, now=now)


def clear_field(*, job: Job, field: str, user: User, now: datetime) -> Job:
    """Empty a field for good: what the page says there is not taken again. Raises PostingError."""
    _require_field(field)
    return save_correction(job=job, changes={field: ""}, user=user, now=now)


@transaction.atomic
def accept_job(*, job: Job, user: User, now: datetime) -> Job:
    """Take a job out of the list to review: every field that says something counts as looked at.

    Raises PostingError when it lacks its title or text, or waits for a decision about a conflict.
    """
    job = Job.objects.select_for_update().get(pk=job.pk)
    if not job.has_text:
        raise PostingError("Fill in the title and the description first.")
    if job.conflicts:
        raise PostingError("The page says something else than you wrote. Decide which is right first.")
    for name in FIELDS:
        if getattr(job, name):
            _check(job, name, user, now)
    job.reviewed_at, job.reviewed_by = now, user
    save_with_reason(job, "Reviewed by a person", "reviewed_at", "reviewed_by")
    return job


@transaction.atomic
def resolve_conflict(
    *, job: Job, field: str, take: Literal["mine", "page"], user: User, now: datetime
) -> Job:
    """Settle what the page and a person say differently. Raises PostingError when nothing does any more."""
    job = _locked(job, field)
    conflict = job.conflicts.pop(field, None)
    if conflict is None:
        raise PostingError("Somebody has decided that meanwhile.")
    if take == "page":
        setattr(job, field, conflict["value"])
        # The numbers behind another pay are not those of the words any more.
        derive(job=job, changed={field})
        job.provenance[field] = {
            name: conflict[name] for name in ("source", "path", "snippet", "confidence") if name in conflict
        }
        note_change(job=job, changed={field}, now=now)
    _check(job, field, user, now)
    save_with_reason(job, f"Conflict settled: {take}", field)
    return job


def _require_field(field: str) -> None:
    if field not in FIELDS:
        raise PostingError(NO_SUCH_FIELD)


def _locked(job: Job, field: str) -> Job:
    _require_field(field)
    return Job.objects.select_for_update().get(pk=job.pk)


def _check(job: Job, field: str, user: User, now: datetime) -> None:
    """Note who looked; a value of unknown origin becomes a person's."""
    unknown = {"source": "person", "path": "typed or pasted", "snippet": "", "confidence": 1.0}
    job.provenance[field] = job.provenance.get(field, unknown) | checked_entry(user, now)
