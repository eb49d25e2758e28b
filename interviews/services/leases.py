"""Which agent may speak in an interview: one at a time, and for as long as its heart beats."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from interviews.engine.plan import Plan, load_plan
from interviews.models import Interview

# Agents beat once a second; three missed beats mean that nobody is there.
STALE_AFTER = timedelta(seconds=3)


@dataclass(frozen=True, slots=True)
class Lease:
    """The right to speak, until somebody holds a higher `epoch`."""

    interview: Interview
    plan: Plan
    epoch: int


def claim_interview(*, public_id: str, holder: str, now: datetime) -> Lease | None:
    """Take the interview for `holder`, so that all who held it before are refused from now on.

    None when it is over, has not been agreed to, is typed, or somebody fresh holds it.
    """
    interview = (
        Interview.objects.select_related("job", "plan", "candidate").filter(public_id=public_id).first()
    )
    if interview is None or not _may_claim(interview, holder, now):
        return None
    epoch = interview.lease_epoch + 1
    taken = (
        Interview.objects.unfinished()
        .filter(pk=interview.pk, lease_epoch=interview.lease_epoch, mode=Interview.Mode.VOICE)
        .filter(heartbeat_at=interview.heartbeat_at)
        .update(lease_epoch=epoch, lease_holder=holder, heartbeat_at=now)
    )
    if not taken:
        return None
    interview.refresh_from_db(fields=["lease_epoch", "lease_holder", "heartbeat_at", "status"])
    return Lease(interview, load_plan(interview.plan.document), epoch)


def renew_lease(*, interview_id: int, epoch: int, now: datetime) -> bool:
    """Beat once. False when somebody else holds the interview: the agent must be silent and go."""
    held = Interview.objects.filter(pk=interview_id, lease_epoch=epoch).exclude(lease_holder="")
    return held.update(heartbeat_at=now) == 1


def release_lease(*, interview_id: int, epoch: int) -> None:
    """Give the interview up, so that another agent need not wait for the heartbeat to grow old."""
    Interview.objects.filter(pk=interview_id, lease_epoch=epoch).update(lease_holder="", heartbeat_at=None)


def _may_claim(interview: Interview, holder: str, now: datetime) -> bool:
    if interview.is_over or interview.status == Interview.Status.CREATED:
        return False
    if interview.mode != Interview.Mode.VOICE:
        return False
    beat = interview.heartbeat_at
    return interview.lease_holder in {"", holder} or beat is None or now - beat > STALE_AFTER
