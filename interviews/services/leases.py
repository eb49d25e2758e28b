"""Which agent may speak in an interview: one at a time, and for as long as its heart beats."""

from __future__ import annotations

import os
import socket
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q

from interviews.engine.plan import Plan, load_plan
from interviews.models import AnyInterview
from interviews.services.families import FAMILIES, find_interview
from interviews.services.status import log_event

# Agents beat once a second; three missed beats mean that nobody is there.
STALE_AFTER = timedelta(seconds=3)
# What the log calls it that an agent took an interview up, and that its process died.
TAKEN, LOST = "agent_took_over", "agent_lost"


@dataclass(frozen=True, slots=True)
class Lease:
    """The right to speak, until somebody holds a higher `epoch`."""

    interview: AnyInterview
    plan: Plan
    epoch: int
    # For how long nobody had held it, ms; None when nobody ever did, or it is not known.
    away_ms: int | None


def claim_interview(*, public_id: str, holder: str, now: datetime) -> Lease | None:
    """Take the interview for `holder`, so that all who held it before are refused from now on.

    None when it is over, has not been agreed to, is typed, or somebody fresh holds it.
    """
    interview = find_interview(public_id=public_id)
    if interview is None or not _may_claim(interview, holder, now):
        return None
    epoch = interview.lease_epoch + 1
    taken = (
        type(interview)
        .objects.unfinished()
        .filter(pk=interview.pk, lease_epoch=interview.lease_epoch, mode=interview.Mode.VOICE)
        .filter(heartbeat_at=interview.heartbeat_at)
        .update(lease_epoch=epoch, lease_holder=holder, heartbeat_at=now)
    )
    if not taken:
        return None
    away_ms = _ms_since(interview.heartbeat_at, now)
    log_event(interview=interview, kind=TAKEN, payload=_taking(interview, holder, epoch, away_ms), now=now)
    interview.refresh_from_db(fields=["lease_epoch", "lease_holder", "heartbeat_at", "status"])
    return Lease(interview, load_plan(interview.plan_document), epoch, away_ms)


def renew_lease(*, interview: AnyInterview, epoch: int, now: datetime) -> bool:
    """Beat once. False when somebody else holds the interview: the agent must be silent and go."""
    held = type(interview).objects.filter(pk=interview.pk, lease_epoch=epoch).exclude(lease_holder="")
    return held.update(heartbeat_at=now) == 1


def release_lease(*, interview: AnyInterview, epoch: int) -> None:
    """Give the interview up, so that another agent need not wait for the heartbeat to grow old.

    The last beat stays: whoever takes the interview up next knows from it how long nobody was there.
    """
    type(interview).objects.filter(pk=interview.pk, lease_epoch=epoch).update(lease_holder="")


def lose_lease(*, interview: AnyInterview, holder: str, now: datetime) -> bool:
    """Take the interview from `holder`, whose process is known to have died. Returns whether it held it."""
    held = type(interview).objects.unfinished().filter(pk=interview.pk, lease_holder=holder)
    lost = held.update(lease_holder="") == 1
    if lost:
        log_event(interview=interview, kind=LOST, payload={"job": holder}, now=now)
    interview.refresh_from_db()
    return lost


def lose_leases(*, worker: str, now: datetime) -> int:
    """Take every interview from the jobs of a worker that is known to have died; return how many it held."""
    held = [
        interview
        for family in FAMILIES
        for interview in family.objects.unfinished().exclude(lease_holder="")
        if interview.events.filter(
            kind=TAKEN, payload__worker=worker, payload__job=interview.lease_holder
        ).exists()
    ]
    return sum(lose_lease(interview=interview, holder=interview.lease_holder, now=now) for interview in held)


def worker_name(session: int) -> str:
    """What a worker is called: its machine and its process, which leads the session of all its jobs."""
    return f"{socket.gethostname()}-{session}"


def past_holders(*, interview: AnyInterview) -> set[str]:
    """All who ever held the interview."""
    taken = interview.events.filter(kind__in=(TAKEN, LOST)).values_list("payload__job", flat=True)
    return {holder for holder in (*taken, interview.lease_holder) if holder}


def is_held(interview: AnyInterview, now: datetime) -> bool:
    """Whether an agent that is alive holds the interview at `now`."""
    beat = interview.heartbeat_at
    return bool(interview.lease_holder) and beat is not None and now - beat <= STALE_AFTER


def nobody_holds(now: datetime) -> Q:
    """The interviews that no agent alive holds at `now`."""
    return Q(lease_holder="") | Q(heartbeat_at=None) | Q(heartbeat_at__lt=now - STALE_AFTER)


def count_held(*, now: datetime) -> int:
    """Return how many interviews agents hold now."""
    return sum(family.objects.unfinished().exclude(nobody_holds(now)).count() for family in FAMILIES)


def _may_claim(interview: AnyInterview, holder: str, now: datetime) -> bool:
    if interview.is_over or interview.status == interview.Status.CREATED:
        return False
    if interview.mode != interview.Mode.VOICE:
        return False
    return interview.lease_holder == holder or not is_held(interview, now)


def _taking(interview: AnyInterview, holder: str, epoch: int, away_ms: int | None) -> dict[str, Any]:
    """What the log keeps: who took it up, and whether the agent before had gone without letting it go."""
    newest = interview.events.filter(kind__in=(TAKEN, LOST)).order_by("-pk").first()
    is_lost = newest is not None and newest.kind == LOST
    gone = is_lost or interview.lease_holder not in ("", holder)
    worker = worker_name(os.getsid(0))
    return {"job": holder, "epoch": epoch, "away_ms": away_ms, "lost": gone, "worker": worker}


def _ms_since(moment: datetime | None, now: datetime) -> int | None:
    return None if moment is None else max(0, (now - moment) // timedelta(milliseconds=1))
