"""Issues and withdraws the links by which candidates come."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.contrib.auth.models import User
from django.urls import reverse

from interviews.models import Candidate, Invitation, Patience, PlanVersion
from interviews.services.errors import Invalid, JobClosed
from interviews.services.plans import plan_for_job
from jobs.models import Job


def issue_invitation(
    *,
    job: Job,
    plan: PlanVersion | None = None,
    candidate: Candidate | None = None,
    expires_at: datetime | None = None,
    extra_time: int = 0,
    patience: str = Patience.STANDARD,
    created_by: User | None = None,
) -> Invitation:
    """Return a new link for `candidate`, or (None) for anyone who has it; `plan` is the newest by default.

    `extra_time` is how much more time than the plan's they get, percent; `patience` how long a pause may be.

    Raises JobClosed when the job is not published, Invalid when the plan is another job's.
    """
    check_invitation(job=job, plan=plan)
    return Invitation.objects.create(
        job=job,
        plan=plan or plan_for_job(job=job),
        candidate=candidate,
        expires_at=expires_at,
        extra_time=extra_time,
        patience=patience,
        created_by=created_by,
    )


def check_invitation(*, job: Job, plan: PlanVersion | None) -> None:
    """Raise what `issue_invitation` would, without issuing anything."""
    if job.status != Job.Status.PUBLISHED:
        raise JobClosed("This job is not published, so nobody can be invited to it yet.")
    if plan is not None and plan.job_id not in {None, job.pk}:
        raise Invalid("This plan belongs to another job.")


def revoke_invitation(*, invitation: Invitation, now: datetime) -> bool:
    """Withdraw the link. Returns False when it was withdrawn before. Interviews already stored stay."""
    revoked = Invitation.objects.filter(pk=invitation.pk, revoked_at=None).update(revoked_at=now) == 1
    invitation.refresh_from_db()
    return revoked


def invitation_url(*, invitation: Invitation) -> str:
    """Return the whole address to send to a candidate."""
    return settings.SITE_URL + reverse("interviews:entry", args=[invitation.public_id])
