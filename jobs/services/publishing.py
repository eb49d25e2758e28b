"""A job's status: open to candidates, closed, rejected, and back."""

from __future__ import annotations

from django.db import transaction

from jobs.errors import PostingError
from jobs.models import Job
from jobs.services.undo import Change, describe_last_change, undo_last_change

__all__ = [
    "Change",
    "close_job",
    "describe_last_change",
    "publish_job",
    "reject_job",
    "reopen_job",
    "restore_job",
    "undo_last_change",
]

MERGED = "This job was merged into another one. Take that back first."


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
    """Open a closed job again. Raises PostingError when it is not closed, or was merged into another."""
    return _change_status(job, (Job.Status.CLOSED,), Job.Status.PUBLISHED, "This job is not closed.")


def reject_job(*, job: Job) -> Job:
    """Put a draft aside for good: it waits for nobody's review. Raises PostingError when it is no draft."""
    return _change_status(job, (Job.Status.DRAFT,), Job.Status.REJECTED, "This job is not a draft any more.")


def restore_job(*, job: Job) -> Job:
    """Make a rejected job a draft again. Raises PostingError when it is not rejected, or was merged."""
    return _change_status(job, (Job.Status.REJECTED,), Job.Status.DRAFT, "This job is not rejected.")


@transaction.atomic
def _change_status(job: Job, old: tuple[str, ...], new: str, refusal: str) -> Job:
    """Compare and swap: of two people who act at once one does, and the other is told."""
    merged = Job.objects.filter(pk=job.pk, merged_into__isnull=False).exists()
    if merged and new in {Job.Status.PUBLISHED, Job.Status.DRAFT}:
        raise PostingError(MERGED)
    if Job.objects.filter(pk=job.pk, status__in=old).update(status=new) != 1:
        raise PostingError(refusal)
    job.refresh_from_db()
    # An update leaves no trace in the history; a save of what is stored does.
    job.save(update_fields=["status", "updated_at"])
    return job
