"""The way into the room, changing between voice and typing, leaving, and being stopped."""

from __future__ import annotations

import pytest
from pytest_django.fixtures import Settings

from interviews.models import Interview
from interviews.services.errors import ConsentMissing, InterviewOver, MediaUnavailable, StaleLease
from interviews.services.leases import claim_interview, renew_lease
from interviews.services.sessions import (
    issue_token,
    leave_interview,
    move_status,
    stop_interview,
    switch_mode,
)
from livekit_bridge.tokens import MAX_TOKEN_BYTES
from tests.interviews.makers import NOW, SECRETS, at, consented, make_interview, say, started

pytestmark = pytest.mark.django_db


def test_a_status_moves_once() -> None:
    interview = make_interview()
    stale = Interview.objects.get(pk=interview.pk)
    assert move_status(interview=interview, old="created", new="consented", consented_at=NOW)
    assert not move_status(interview=stale, old="created", new="abandoned")
    assert stale.status == "consented"


def test_a_token_leads_into_the_own_room_and_notes_who_waits() -> None:
    interview = consented()
    reply = issue_token(interview=interview, now=NOW)
    assert reply.server_url == "ws://127.0.0.1:7880"
    assert reply.participant_token.count(".") == 2
    assert interview.wanted_at == NOW


def test_no_token_before_consent() -> None:
    interview = make_interview()
    with pytest.raises(ConsentMissing):
        issue_token(interview=interview, now=NOW)
    assert interview.wanted_at is None


@pytest.mark.parametrize("status", ["finished", "left", "abandoned"])
def test_no_token_after_the_end(status: str) -> None:
    interview = consented()
    Interview.objects.update(status=status)
    interview.refresh_from_db()
    with pytest.raises(InterviewOver):
        issue_token(interview=interview, now=NOW)


def test_no_token_without_a_media_server(settings: Settings) -> None:
    settings.LIVEKIT_URL = ""
    with pytest.raises(MediaUnavailable):
        issue_token(interview=consented(), now=NOW)


def test_a_token_for_a_typed_interview_goes_on_by_voice() -> None:
    interview = consented()
    switch_mode(interview=interview, mode="typed", now=NOW)
    issue_token(interview=interview, now=NOW)
    assert interview.mode == "voice"
    assert interview.wanted_at == NOW


def test_a_reload_does_not_throw_the_agent_out() -> None:
    interview = consented()
    issue_token(interview=interview, now=NOW)
    lease = claim_interview(public_id=interview.public_id, holder="agent", now=NOW)
    assert lease is not None
    issue_token(interview=interview, now=at(seconds=1))
    assert renew_lease(interview=interview, epoch=lease.epoch, now=at(seconds=1))


def test_typing_refuses_what_the_agent_still_writes() -> None:
    interview = started()
    lease = claim_interview(public_id=interview.public_id, holder="agent", now=NOW)
    assert lease is not None
    switch_mode(interview=interview, mode="typed", now=NOW)
    assert not renew_lease(interview=interview, epoch=lease.epoch, now=NOW)
    with pytest.raises(StaleLease):
        say(interview, "Rye.", epoch=lease.epoch)
    assert interview.events.filter(kind="mode_switched").count() == 1


def test_switching_to_the_same_mode_changes_nothing() -> None:
    interview = consented()
    switch_mode(interview=interview, mode="voice", now=NOW)
    assert interview.lease_epoch == 0
    assert not interview.events.exists()


def test_switching_needs_consent() -> None:
    with pytest.raises(ConsentMissing):
        switch_mode(interview=make_interview(), mode="typed", now=NOW)


def test_leaving_ends_a_running_interview_and_keeps_what_was_said() -> None:
    interview = started()
    say(interview, "A rye loaf.")
    leave_interview(interview=interview, now=at(seconds=60))
    assert (interview.status, interview.ended_reason) == ("left", "left")
    assert interview.finished_at == at(seconds=60)
    assert interview.turns.filter(text="A rye loaf.").exists()


def test_leaving_before_the_start_keeps_the_link_good() -> None:
    interview = consented()
    issue_token(interview=interview, now=NOW)
    leave_interview(interview=interview, now=NOW)
    assert interview.status == "consented"
    assert interview.wanted_at is None


def test_leaving_twice_is_harmless() -> None:
    interview = started()
    leave_interview(interview=interview, now=at(seconds=60))
    leave_interview(interview=interview, now=at(seconds=90))
    assert interview.finished_at == at(seconds=60)


def test_a_stopped_interview_is_over_and_says_by_whom() -> None:
    interview = started()
    lease = claim_interview(public_id=interview.public_id, holder="agent", now=NOW)
    assert lease is not None
    assert stop_interview(interview=interview, stopped_by="rita", now=at(seconds=5))
    assert (interview.status, interview.ended_reason) == ("abandoned", "stopped")
    assert not renew_lease(interview=interview, epoch=lease.epoch, now=at(seconds=5))
    assert interview.events.get(kind="stopped").payload == {"by": "rita"}
    assert not stop_interview(interview=interview, stopped_by="rita", now=at(seconds=6))


def test_the_token_tells_nothing_of_the_plan() -> None:
    import jwt

    token = issue_token(interview=consented(), now=NOW).participant_token
    claims = str(jwt.decode(token, options={"verify_signature": False}))
    assert len(token) <= MAX_TOKEN_BYTES
    assert not [secret for secret in SECRETS if secret in claims]
