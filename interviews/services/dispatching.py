"""Sends an agent to every candidate who waits without one.

LiveKit drops a dispatch for good when no worker is free, and never repeats one whose agent died. The database
knows who waits (`wanted_at`, a stale lease); the media server knows who is really in the room.
"""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from django.db.models import Q

from interviews.models import AnyInterview
from interviews.services.families import FAMILIES
from interviews.services.leases import is_held, nobody_holds
from interviews.services.status import log_event
from livekit_bridge.rooms import Bridge, BridgeUnavailable, Participant, bridge, is_configured

log = logging.getLogger(__name__)

# The dispatch that travels in the token gets this long to bring an agent.
GRACE = timedelta(seconds=1.5)
# How soon a dispatch that brought nobody is repeated.
REPEAT_AFTER = timedelta(seconds=2)
# An agent that has joined takes the interview up at once, unless its process hangs.
START_LIMIT = timedelta(seconds=10)
# An interview without a sign of life for this long is left to the candidate to reopen.
FORGET_AFTER = timedelta(minutes=30)


def send_missing_agents(*, now: datetime) -> int:
    """Dispatch an agent to each room whose candidate waits for one; return how many were sent for."""
    if not is_configured():
        return 0
    return sum(_send_if_missing(interview, bridge(), now) for interview in waiting_interviews(now=now))


def send_agent_ahead(*, interview: AnyInterview, now: datetime) -> None:
    """Dispatch an agent when a candidate is on the way into the room, so that it is there when they are.

    It saves the candidate a quarter of a second. Nothing is lost when it fails: the candidate's token carries
    a dispatch too, and `send_missing_agents` looks after both.
    """
    if is_held(interview, now) or not _mark_dispatched(interview, now, kind="agent_sent"):
        return
    try:
        bridge().dispatch_agent(room=interview.room_name, interview_id=interview.public_id)
    except BridgeUnavailable as error:
        log.warning("an agent could not be sent ahead: %s", error)


def waiting_interviews(*, now: datetime) -> list[AnyInterview]:
    """Spoken interviews that asked for an agent and are held by nobody alive, the longest wait first."""
    alive = Q(wanted_at__gt=now - FORGET_AFTER) | Q(heartbeat_at__gt=now - FORGET_AFTER)
    rested = Q(dispatched_at=None) | Q(dispatched_at__lt=now - REPEAT_AFTER)
    asked = Q(mode="voice", wanted_at__lt=now - GRACE)
    waiting = [
        interview
        for family in FAMILIES
        for interview in family.objects.unfinished().filter(alive, nobody_holds(now), rested, asked)
    ]
    return sorted(waiting, key=lambda interview: interview.wanted_at or now)


def _send_if_missing(interview: AnyInterview, media: Bridge, now: datetime) -> bool:
    try:
        people = media.participants(interview.room_name)
    except BridgeUnavailable as error:
        log.warning("cannot look for missing agents: %s", error)
        return False
    present = any(person.identity == interview.candidate_identity for person in people)
    dead = [person for person in people if _is_dead_agent(person, interview)]
    starting = sum(person.is_agent for person in people) > len(dead) and not _is_overdue(interview, now)
    if not present or starting or not _mark_dispatched(interview, now, kind="agent_sent_again"):
        return False
    try:
        media.dispatch_agent(room=interview.room_name, interview_id=interview.public_id)
        for agent in dead:
            media.remove_participant(room=interview.room_name, identity=agent.identity)
    except BridgeUnavailable as error:
        log.warning("an agent could not be sent: %s", error)
        return False
    log.info("sent an agent again", extra={"interview": interview.public_id})
    return True


def _is_dead_agent(person: Participant, interview: AnyInterview) -> bool:
    """The holder whose heart stopped: LiveKit shows a killed agent for 20 s more."""
    return (
        person.is_agent and bool(interview.lease_holder) and person.identity.endswith(interview.lease_holder)
    )


def _is_overdue(interview: AnyInterview, now: datetime) -> bool:
    """An agent that is in the room has had its time to take the interview up."""
    asked_at = max(filter(None, (interview.wanted_at, interview.dispatched_at)))
    return now - asked_at > START_LIMIT


def _mark_dispatched(interview: AnyInterview, now: datetime, *, kind: str) -> bool:
    """Compare-and-swap, so that one of several who notice acts."""
    same = type(interview).objects.filter(
        pk=interview.pk, dispatches=interview.dispatches, lease_epoch=interview.lease_epoch
    )
    marked = same.update(dispatches=interview.dispatches + 1, dispatched_at=now)
    if marked:
        log_event(interview=interview, kind=kind, payload={"count": interview.dispatches + 1}, now=now)
    return bool(marked)
