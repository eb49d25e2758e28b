"""Read the pages of an import again that could not be read."""

from __future__ import annotations

from datetime import datetime

from django.contrib.auth.models import User

from jobs.models import BulkImport, ImportLine, Intake, Job
from jobs.models.job import lacks_text
from jobs.services.intake import start_intake


def retry_failed_lines(*, bulk: BulkImport, user: User, now: datetime) -> int:
    """Queue every page of `bulk` again whose text is still missing; return how many.

    Jobs that `user` does not see, and those that somebody completed meanwhile, are left alone.
    """
    visible = Job.objects.visible_to(user)
    failed = bulk.lines.filter(lacks_text("job__"), intake__status=Intake.Status.NEEDS_TEXT, job__in=visible)
    return sum(_retry(line, user, now) for line in failed.select_related("intake"))


def _retry(line: ImportLine, user: User, now: datetime) -> bool:
    assert line.intake is not None
    intake = start_intake(url=line.intake.url, created_by=user, origin=Job.Origin.RECRUITER, now=now)
    ImportLine.objects.filter(pk=line.pk).update(intake=intake)
    return intake.is_waiting
