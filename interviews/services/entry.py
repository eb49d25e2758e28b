"""What a link leads to, and the interview that opens behind it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar

from interviews.engine.plan import dump_plan
from interviews.models import AnyInterview, Candidate, Interview, Invitation, Kind, PracticeInterview
from interviews.services.errors import JobClosed, JobNotReady, LinkExpired, LinkNotFound, LinkRevoked
from interviews.services.practice import practice_plan
from jobs.models import Job

OVER = {Job.Status.CLOSED, Job.Status.REJECTED}
_PUBLIC_ID = re.compile(r"[A-Za-z0-9_-]{1,32}")


@dataclass(frozen=True, slots=True)
class HiringLink:
    """An invitation that may be used now."""

    kind: ClassVar = Kind.HIRING
    invitation: Invitation

    @property
    def job(self) -> Job:
        """What people are invited to."""
        return self.invitation.job

    @property
    def plan_document(self) -> dict[str, Any]:
        """The plan that the invitation was issued with."""
        document: dict[str, Any] = self.invitation.plan.document
        return document

    @property
    def extra_time(self) -> int:
        """How much more time than the plan's there is, percent."""
        return self.invitation.extra_time

    @property
    def candidate(self) -> Candidate | None:
        """Whom it names. Their link is the key to their interview, in any browser."""
        return self.invitation.candidate

    def owns(self, interview: AnyInterview) -> bool:
        """Whether the interview began with this link."""
        return isinstance(interview, Interview) and interview.invitation_id == self.invitation.pk

    def find_personal(self) -> Interview | None:
        """Return the one interview of the candidate whom the link names, once it was opened."""
        if self.candidate is None:
            return None
        return Interview.objects.whole().filter(invitation=self.invitation, personal=True).first()

    def open(self) -> Interview:
        """Return a new interview, or the one of the candidate whom the link names."""
        fields = {
            "job": self.job,
            "plan": self.invitation.plan,
            "extra_time": self.extra_time,
            "patience": self.invitation.patience,
        }
        if self.candidate is None:
            return Interview.objects.create(invitation=self.invitation, **fields)
        interview, _ = Interview.objects.get_or_create(
            invitation=self.invitation, personal=True, defaults={**fields, "candidate": self.candidate}
        )
        return interview


@dataclass(frozen=True, slots=True)
class PracticeLink:
    """A job that anybody may practise for."""

    kind: ClassVar = Kind.PRACTICE
    job: Job
    candidate: ClassVar = None
    extra_time: ClassVar = 0

    @property
    def plan_document(self) -> dict[str, Any]:
        """The plan with which practice would begin now."""
        return dump_plan(practice_plan(job=self.job))

    def owns(self, interview: AnyInterview) -> bool:
        """Whether the interview is practice for this job."""
        return interview.is_practice and interview.job_json.get("id") == self.job.public_id

    def find_personal(self) -> None:
        """Practice belongs to a browser."""
        return None

    def open(self) -> PracticeInterview:
        """Return a new practice interview with its own copy of the job and a plan of its own."""
        return PracticeInterview.objects.create(job=self.job.public_json(), plan=self.plan_document)


@dataclass(frozen=True, slots=True)
class OwnLink:
    """A practice interview by its own id, which opens it to the browser that began it and to nobody else.

    So a retry has an address, and a whole interview keeps one when its job's link opens another.
    """

    kind: ClassVar = Kind.PRACTICE
    interview: PracticeInterview
    candidate: ClassVar = None

    @property
    def job(self) -> PracticeInterview:
        """What it is about, by its own copy of the posting."""
        return self.interview

    @property
    def plan_document(self) -> dict[str, Any]:
        """The plan that it follows."""
        return self.interview.plan_document

    @property
    def extra_time(self) -> int:
        """How much more time than the plan's there is, percent."""
        return self.interview.extra_time

    def owns(self, interview: AnyInterview) -> bool:
        """Whether it is this one."""
        return interview == self.interview

    def find_personal(self) -> None:
        """Practice belongs to a browser."""
        return None

    def open(self) -> PracticeInterview:
        """It is there already."""
        return self.interview


Link = HiringLink | PracticeLink | OwnLink


def find_link(*, link_id: str, now: datetime, known: AnyInterview | None = None) -> Link:
    """Return what `link_id` (an invitation's or a job's public id) leads to at `now`.

    `known` is the interview this browser already has from the link: it may go on after the link has expired.
    Practice that is known can be opened by its own id, too.
    Raises LinkNotFound, LinkExpired, LinkRevoked, JobClosed, JobNotReady.
    """
    if not _PUBLIC_ID.fullmatch(link_id):
        raise LinkNotFound
    if isinstance(known, PracticeInterview) and known.public_id == link_id:
        return OwnLink(known)
    invitation = (
        Invitation.objects.select_related("job", "plan", "candidate").filter(public_id=link_id).first()
    )
    if invitation is not None:
        return _hiring_link(invitation, now, known)
    job = Job.objects.filter(public_id=link_id).first()
    if job is None:
        raise LinkNotFound
    return _practice_link(job)


def open_interview(*, link: Link, known: AnyInterview | None, now: datetime) -> AnyInterview:
    """Return the interview behind `link`: the `known` one when it belongs to the link, else a new one.

    A personal invitation has exactly one interview, whichever browser opens it.
    """
    return known if known is not None and link.owns(known) else link.open()


def _hiring_link(invitation: Invitation, now: datetime, known: AnyInterview | None) -> HiringLink:
    if invitation.revoked_at is not None:
        raise LinkRevoked
    link = HiringLink(invitation)
    if link.find_personal() is not None or (known is not None and link.owns(known)):
        return link
    if not invitation.is_usable(now):
        raise LinkExpired
    if invitation.job.status in OVER:
        raise JobClosed
    return link


def _practice_link(job: Job) -> PracticeLink:
    if job.status in OVER:
        raise JobClosed
    if not (job.job_title or job.description):
        raise JobNotReady
    return PracticeLink(job)
