"""What a link leads to, and the interview that opens behind it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

from interviews.models import Interview, Invitation, PlanVersion
from interviews.services.errors import JobClosed, JobNotReady, LinkExpired, LinkNotFound, LinkRevoked
from interviews.services.plans import plan_for_practice
from jobs.models import Job

OVER = {Job.Status.CLOSED, Job.Status.REJECTED}
_PUBLIC_ID = re.compile(r"[A-Za-z0-9_-]{1,32}")


@dataclass(frozen=True, slots=True)
class Link:
    """A link that may be used now. `invitation` is None for practice."""

    job: Job
    plan: PlanVersion
    invitation: Invitation | None
    kind: Interview.Kind


def find_link(*, link_id: str, now: datetime, known: Interview | None = None) -> Link:
    """Return what `link_id` (an invitation's or a job's public id) leads to at `now`.

    `known` is the interview this browser already has from the link: it may go on after the link has expired.
    Raises LinkNotFound, LinkExpired, LinkRevoked, JobClosed, JobNotReady.
    """
    if not _PUBLIC_ID.fullmatch(link_id):
        raise LinkNotFound
    invitation = (
        Invitation.objects.select_related("job", "plan", "candidate").filter(public_id=link_id).first()
    )
    if invitation is not None:
        return _hiring_link(invitation, now, known)
    job = Job.objects.filter(public_id=link_id).first()
    if job is None:
        raise LinkNotFound
    return _practice_link(job)


def open_interview(*, link: Link, known: Interview | None, now: datetime) -> Interview:
    """Return the interview behind `link`: the `known` one when it belongs to the link, else a new one.

    A personal invitation has exactly one interview, whichever browser opens it.
    """
    if known is not None and _belongs(known, link):
        return known
    fields = {"kind": link.kind, "job": link.job, "plan": link.plan}
    if link.invitation is None or link.invitation.candidate is None:
        return Interview.objects.create(invitation=link.invitation, **fields)
    interview, _ = Interview.objects.get_or_create(
        invitation=link.invitation, personal=True, defaults={**fields, "candidate": link.invitation.candidate}
    )
    return interview


def _hiring_link(invitation: Invitation, now: datetime, known: Interview | None) -> Link:
    if invitation.revoked_at is not None:
        raise LinkRevoked
    link = Link(invitation.job, invitation.plan, invitation, Interview.Kind.HIRING)
    if _was_opened(invitation) or (known is not None and _belongs(known, link)):
        return link
    if not invitation.is_usable(now):
        raise LinkExpired
    if invitation.job.status in OVER:
        raise JobClosed
    return link


def _practice_link(job: Job) -> Link:
    if job.status in OVER:
        raise JobClosed
    if not (job.job_title or job.description):
        raise JobNotReady
    return Link(job, plan_for_practice(job=job), None, Interview.Kind.PRACTICE)


def _was_opened(invitation: Invitation) -> bool:
    return invitation.interviews.filter(personal=True).exists()


def _belongs(interview: Interview, link: Link) -> bool:
    if link.invitation is not None:
        return interview.invitation_id == link.invitation.pk
    return interview.kind == Interview.Kind.PRACTICE and interview.job_id == link.job.pk
