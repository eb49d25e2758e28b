"""Another look at a job's page: when a recruiter asks for it, and once a day for published jobs."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q

from jobs.errors import PostingError
from jobs.models import Intake, Job
from jobs.services.queue import BEHIND, enqueue_intakes
from jobs.visits import paste_only_reason

# How many pages one run of the chore looks at.
AT_ONCE = 20


@transaction.atomic
def recheck_job(*, job: Job, now: datetime) -> Intake:
    """Have the job's page looked at again in the background; return the reading to wait for.

    One that waits already is returned. Raises PostingError when the job has no address.
    """
    # Two who ask at once wait for one look.
    job = Job.objects.select_for_update().get(pk=job.pk)
    url = job.canonical_url or job.source_url
    if not url:
        raise PostingError("This job has no address to look at.")
    if waiting := job.intakes.filter(status__in=Intake.WAITING).first():
        return waiting
    intake = Intake.objects.create(job=job, url=url, kind=Intake.Kind.AGAIN, created_at=now)
    enqueue_intakes(intakes=[intake], priority=BEHIND)
    return intake


def recheck_due_jobs(*, now: datetime) -> int:
    """Look again at pages of published jobs that nobody looked at for RECHECK_HOURS; return how many.

    A few at a time, the longest unseen first. Boards that forbid reading are never asked.
    """
    if settings.RECHECK_HOURS <= 0:
        return 0
    return sum(_recheck(job, now) for job in _due(now))


def _due(now: datetime) -> list[Job]:
    """Published jobs whose page was not looked at for long and that wait for no look."""
    seen = Q(page_checked_at__isnull=False) & Q(page_checked_at__gte=now - _pause())
    waiting = Intake.objects.filter(status__in=Intake.WAITING).values("job")
    jobs = Job.objects.open().filter(origin=Job.Origin.RECRUITER, merged_into=None)
    jobs = jobs.exclude(seen).exclude(source_url="").exclude(pk__in=waiting)
    return list(jobs.order_by(F("page_checked_at").asc(nulls_first=True), "pk")[:AT_ONCE])


def _pause() -> timedelta:
    return timedelta(hours=settings.RECHECK_HOURS)


def _recheck(job: Job, now: datetime) -> bool:
    if paste_only_reason(job.canonical_url or job.source_url):
        Job.objects.filter(pk=job.pk).update(page_checked_at=now)
        return False
    recheck_job(job=job, now=now)
    return True
