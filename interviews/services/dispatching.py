"""Sends an agent to every candidate who waits without one.

LiveKit drops a dispatch for good when no worker is free, and never repeats one whose agent died. The database
knows who waits (`wanted_at`, a stale lease); the media server knows who is really in the room. Whoever
notices first acts, and a compare-and-swap lets only one of them: the watchdog, the worker whose job process
died, the media server's report, the candidate's own page.
"""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from django.db.models import Q, QuerySet

from interviews.models import AnyInterview
from interviews.services.families import FAMILIES, find_interview
from interviews.services.leases import is_held, lose_lease, nobody_holds, past_holders
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


class AgentStatus(StrEnum):
    """What a page is told that misses its agent: it is alive, on its way, or cannot be sent now."""

    HERE = "here"
    COMING = "coming"
    MISSING = "missing"


def send_missing_agents(
    *, now: datetime, judges_beats: bool = True, repeat_after: timedelta = REPEAT_AFTER
) -> int:
    """Dispatch an agent to each room whose candidate waits for one; return how many were sent for.

    `judges_beats=False` leaves alone whoever has a holder, however old its last beat is; `repeat_after` is
    how old the last dispatch has to be.
    """
    if not is_configured():
        return 0
    waiting = waiting_interviews(now=now, judges_beats=judges_beats, repeat_after=repeat_after)
    return sum(_send_if_missing(interview, bridge(), now) for interview in waiting)


def send_agent_if_missing(*, interview: AnyInterview, now: datetime) -> bool:
    """Do the same for one interview; return whether an agent was sent for."""
    waiting = [] if not is_configured() else _waiting(type(interview), now).filter(pk=interview.pk)
    return any(_send_if_missing(current, bridge(), now) for current in waiting)


def replace_lost_agent(*, public_id: str, holder: str, now: datetime) -> bool:
    """Send another agent at once in the place of `holder`, whose process is known to have died.

    Returns whether one was sent for; if not, somebody else did, or the watchdog will.
    """
    interview = find_interview(public_id=public_id)
    if interview is None or interview.is_over:
        return False
    lose_lease(interview=interview, holder=holder, now=now)
    return send_agent_if_missing(interview=interview, now=now)


def report_missing_agent(*, interview: AnyInterview, now: datetime) -> AgentStatus:
    """The candidate's page says that nobody is there: send somebody, unless that is happening already."""
    interview.refresh_from_db()
    if is_held(interview, now):
        return AgentStatus.HERE
    if send_agent_if_missing(interview=interview, now=now):
        return AgentStatus.COMING
    interview.refresh_from_db(fields=["dispatched_at"])
    return AgentStatus.COMING if _is_on_the_way(interview, now) else AgentStatus.MISSING


def send_agent_ahead(*, interview: AnyInterview, now: datetime) -> None:
    """Dispatch an agent when a candidate is on the way into the room, so that it is there when they are.

    It saves the candidate a quarter of a second. Nothing is lost when it fails: the candidate's token carries
    a dispatch too, and `send_missing_agents` looks after both. Many tokens bring no more agents than one.
    """
    if is_held(interview, now) or _is_on_the_way(interview, now):
        return
    if not _mark_dispatched(interview, now, kind="agent_sent"):
        return
    try:
        bridge().dispatch_agent(room=interview.room_name, interview_id=interview.public_id)
    except BridgeUnavailable as error:
        log.warning("an agent could not be sent ahead: %s", error)


def waiting_interviews(
    *, now: datetime, judges_beats: bool = True, repeat_after: timedelta = REPEAT_AFTER
) -> list[AnyInterview]:
    """Spoken interviews that asked for an agent and are held by nobody alive, the longest wait first."""
    waiting = [
        interview
        for family in FAMILIES
        for interview in _waiting(family, now, judges_beats=judges_beats, repeat_after=repeat_after)
    ]
    return sorted(waiting, key=lambda interview: interview.wanted_at or now)


def _waiting(
    family: Any, now: datetime, *, judges_beats: bool = True, repeat_after: timedelta = REPEAT_AFTER
) -> QuerySet[AnyInterview]:
    alive = Q(wanted_at__gt=now - FORGET_AFTER) | Q(heartbeat_at__gt=now - FORGET_AFTER)
    rested = Q(dispatched_at=None) | Q(dispatched_at__lt=now - repeat_after)
    asked = Q(mode="voice", wanted_at__lt=now - GRACE)
    free = nobody_holds(now) if judges_beats else Q(lease_holder="") | Q(heartbeat_at=None)
    found: QuerySet[AnyInterview] = family.objects.unfinished().filter(alive, free, rested, asked)
    return found


def _send_if_missing(interview: AnyInterview, media: Bridge, now: datetime) -> bool:
    try:
        people = media.participants(interview.room_name)
    except BridgeUnavailable as error:
        log.warning("cannot look for missing agents: %s", error)
        return False
    present = any(person.identity == interview.candidate_identity for person in people)
    dead = _dead_agents(interview, people)
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


def _dead_agents(interview: AnyInterview, people: list[Participant]) -> list[Participant]:
    """Those who held the interview, which nobody alive does: LiveKit shows a killed agent for 20 s more."""
    agents = [person for person in people if person.is_agent]
    holders = tuple(past_holders(interview=interview)) if agents else ()
    return [agent for agent in agents if agent.identity.endswith(holders)]


def _is_overdue(interview: AnyInterview, now: datetime) -> bool:
    """An agent that is in the room has had its time to take the interview up."""
    asked_at = max(filter(None, (interview.wanted_at, interview.dispatched_at)))
    return now - asked_at > START_LIMIT


def _is_on_the_way(interview: AnyInterview, now: datetime) -> bool:
    """Somebody was sent so lately that nobody else is."""
    return interview.dispatched_at is not None and now - interview.dispatched_at <= REPEAT_AFTER


def _mark_dispatched(interview: AnyInterview, now: datetime, *, kind: str) -> bool:
    """Compare-and-swap, so that one of several who notice acts."""
    same = type(interview).objects.filter(
        pk=interview.pk, dispatches=interview.dispatches, lease_epoch=interview.lease_epoch
    )
    marked = same.update(dispatches=interview.dispatches + 1, dispatched_at=now)
    if marked:
        log_event(interview=interview, kind=kind, payload={"count": interview.dispatches + 1}, now=now)
    return bool(marked)
