"""Open a job to candidates and close it again."""

from __future__ import annotations

from django.db import transaction

from jobs.errors import PostingError
from jobs.models import Job


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
