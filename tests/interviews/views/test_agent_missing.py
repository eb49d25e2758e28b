"""The candidate's page says that no agent is there: another one is sent, once, for its own interview only."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.utils import timezone

from interviews.models import Interview, Invitation
from livekit_bridge.fake import FakeBridge, use_bridge
from tests.interviews.views.visitor import Visitor, the_interview

AGO = timedelta(seconds=20)


@pytest.fixture
def media() -> Iterator[FakeBridge]:
    media = FakeBridge()
    with use_bridge(media):
        yield media


def in_the_room(visitor: Visitor, invitation: Invitation, media: FakeBridge, **fields: object) -> str:
    """A candidate in the room, whose page came there 20 s ago; returns the address to report to."""
    visitor.agree(invitation.public_id)
    visitor.post(f"/interview/{invitation.public_id}/token").json()  # type: ignore[attr-defined]
    then = timezone.now() - AGO
    Interview.objects.update(wanted_at=then, dispatched_at=then, **fields)
    media.join(the_interview().room_name, the_interview().candidate_identity)
    media.dispatches.clear()
    return f"/interview/{invitation.public_id}/agent-missing"


def told(visitor: Visitor, address: str) -> object:
    return visitor.post(address).json()  # type: ignore[attr-defined]


def test_an_agent_is_sent_once_however_often_the_page_asks(
    visitor: Visitor, invitation: Invitation, media: FakeBridge
) -> None:
    address = in_the_room(visitor, invitation, media)
    assert [told(visitor, address) for _ in range(3)] == [{"agent": "coming"}] * 3
    assert len(media.dispatches) == 1


def test_an_agent_whose_heart_beats_is_not_replaced(
    visitor: Visitor, invitation: Invitation, media: FakeBridge
) -> None:
    beat = timezone.now()
    address = in_the_room(visitor, invitation, media, lease_holder="AJ_1", heartbeat_at=beat)
    assert told(visitor, address) == {"agent": "here"}
    assert media.dispatches == []


def test_an_agent_whose_heart_has_stopped_is_replaced_and_taken_out(
    visitor: Visitor, invitation: Invitation, media: FakeBridge
) -> None:
    address = in_the_room(
        visitor, invitation, media, lease_holder="AJ_1", heartbeat_at=timezone.now() - timedelta(seconds=4)
    )
    media.join(the_interview().room_name, "interviewer-AJ_1", is_agent=True)
    assert told(visitor, address) == {"agent": "coming"}
    assert media.removed == [(the_interview().room_name, "interviewer-AJ_1")]


def test_the_page_is_told_when_the_media_server_is_away(
    visitor: Visitor, invitation: Invitation, media: FakeBridge
) -> None:
    address = in_the_room(visitor, invitation, media)
    media.is_down = True
    assert told(visitor, address) == {"agent": "missing"}


def test_nobody_is_sent_after_the_end(visitor: Visitor, invitation: Invitation, media: FakeBridge) -> None:
    address = in_the_room(visitor, invitation, media, status="finished")
    reply = visitor.post(address)
    assert (reply.status_code, reply.json()["error"]) == (410, "interview_over")  # type: ignore[attr-defined]
    assert media.dispatches == []


def test_nobody_is_sent_before_consent(visitor: Visitor, invitation: Invitation, media: FakeBridge) -> None:
    visitor.get(f"/interview/{invitation.public_id}?step=consent")
    reply = visitor.post(f"/interview/{invitation.public_id}/agent-missing")
    assert (reply.status_code, reply.json()["error"]) == (403, "consent_missing")  # type: ignore[attr-defined]
    assert media.dispatches == []


def test_another_browser_cannot_send_an_agent(
    visitor: Visitor, stranger: Visitor, invitation: Invitation, media: FakeBridge
) -> None:
    address = in_the_room(visitor, invitation, media)
    stranger.get(f"/interview/{invitation.public_id}")
    assert stranger.post(address).status_code == 403
    assert media.dispatches == []


def test_a_page_that_asks_without_end_is_slowed_down(
    visitor: Visitor, invitation: Invitation, media: FakeBridge
) -> None:
    address = in_the_room(visitor, invitation, media)
    assert 429 in [visitor.post(address).status_code for _ in range(40)]
