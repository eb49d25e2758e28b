"""How an interview goes on: the way into its room, by voice or by typing, and how it is ended early."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db.models import F

from interviews.engine.events import Left
from interviews.models import AnyInterview, Interview
from interviews.services.admission import admit
from interviews.services.consent import has_consent
from interviews.services.dispatching import send_agent_ahead
from interviews.services.errors import (
    ConsentMissing,
    InterviewOver,
    LanguageTyped,
    MediaUnavailable,
    NoInterviewer,
    Queued,
)
from interviews.services.status import log_event, move_status
from interviews.services.turns import record_event, recover_utterances
from interviews.speech.languages import can_speak
from livekit_bridge.rooms import is_configured
from livekit_bridge.tokens import candidate_token

__all__ = ["TokenReply", "issue_token", "leave_interview", "move_status", "stop_interview", "switch_mode"]


@dataclass(frozen=True, slots=True)
class TokenReply:
    """LiveKit's standard token reply."""

    server_url: str
    participant_token: str


def issue_token(*, interview: AnyInterview, now: datetime) -> TokenReply:
    """Return the way into the room and note that the candidate wants to be heard, by voice from now on.

    Raises InterviewOver, ConsentMissing, MediaUnavailable, LanguageTyped, Queued, NoInterviewer.
    """
    _require_running(interview)
    if not is_configured():
        raise MediaUnavailable
    if not can_speak(interview.language):
        raise LanguageTyped
    if place := admit(interview=interview, now=now):
        raise Queued(place) if place.is_staffed else NoInterviewer
    switch_mode(interview=interview, mode=Interview.Mode.VOICE, now=now)
    type(interview).objects.filter(pk=interview.pk).update(wanted_at=now)
    interview.refresh_from_db()
    send_agent_ahead(interview=interview, now=now)
    token = candidate_token(
        room=interview.room_name,
        identity=interview.candidate_identity,
        name=interview.display_name,
        interview_id=interview.public_id,
        job_json=interview.job_json,
    )
    return TokenReply(server_url=settings.LIVEKIT_PUBLIC_URL, participant_token=token)


def switch_mode(*, interview: AnyInterview, mode: str, now: datetime) -> None:
    """Go on by voice or by typing; nothing happens when it is so already.

    The agent that held the interview may not write any more. Raises InterviewOver, ConsentMissing.
    """
    _require_running(interview)
    others = type(interview).objects.unfinished().filter(pk=interview.pk).exclude(mode=mode)
    if others.update(mode=mode, wanted_at=None, **_NOBODY_HOLDS_IT):
        log_event(interview=interview, kind="mode_switched", payload={"mode": str(mode)}, now=now)
    interview.refresh_from_db()


def leave_interview(*, interview: AnyInterview, now: datetime) -> None:
    """End the interview because the candidate wants to; one that has not begun stays open."""
    type(interview).objects.filter(pk=interview.pk).update(wanted_at=None, **_NOBODY_HOLDS_IT)
    interview.refresh_from_db()
    if interview.status == Interview.Status.LIVE:
        record_event(interview=interview, event=Left(), now=now)
    # What the agent still listened to when it was told to go first.
    recover_utterances(interview=interview)
    interview.refresh_from_db()


def stop_interview(*, interview: Interview, stopped_by: str, now: datetime) -> bool:
    """End an unfinished interview on a recruiter's behalf. Returns whether there was something to stop."""
    recover_utterances(interview=interview)
    stopped = (
        Interview.objects.unfinished()
        .filter(pk=interview.pk)
        .update(
            status=Interview.Status.ABANDONED,
            ended_reason="stopped",
            finished_at=now,
            draft="",
            **_NOBODY_HOLDS_IT,
        )
    )
    if stopped:
        log_event(interview=interview, kind="stopped", payload={"by": stopped_by}, now=now)
    interview.refresh_from_db()
    return bool(stopped)


def mark_read(*, interview: Interview, now: datetime) -> bool:
    """Note that a recruiter has read a finished interview. Returns False when it was read, or is not over."""
    return Interview.objects.to_read().filter(pk=interview.pk).update(reviewed_at=now) == 1


# The epoch rises, so that whatever the agent still writes is refused and it leaves the room.
_NOBODY_HOLDS_IT = {"lease_epoch": F("lease_epoch") + 1, "lease_holder": "", "heartbeat_at": None}


def _require_running(interview: AnyInterview) -> None:
    if interview.is_over:
        raise InterviewOver
    if not has_consent(interview=interview):
        raise ConsentMissing
