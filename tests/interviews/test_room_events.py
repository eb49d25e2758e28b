"""The media server says that somebody came or left; whoever is missing then is sent for."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from interviews.models import Interview
from livekit_bridge.fake import FakeBridge, use_bridge
from livekit_bridge.models import WebhookEvent
from livekit_bridge.signals import webhook_received
from tests.interviews.makers import consented

pytestmark = pytest.mark.django_db


def report(kind: str, room: str) -> None:
    webhook_received.send(sender=WebhookEvent, event=WebhookEvent(event_id="e1", kind=kind, room=room))


@pytest.mark.parametrize(
    ("kind", "sent"), [("participant_left", 1), ("participant_joined", 1), ("track_published", 0)]
)
def test_a_room_without_its_agent_gets_one_when_people_change(
    kind: str, sent: int, django_capture_on_commit_callbacks: Any
) -> None:
    interview = consented()
    Interview.objects.update(wanted_at=timezone.now() - timedelta(seconds=9))
    media = FakeBridge()
    media.join(interview.room_name, interview.candidate_identity)
    with use_bridge(media):
        for _ in range(2):
            with django_capture_on_commit_callbacks(execute=True):
                report(kind, interview.room_name)
    assert len(media.dispatches) == sent


@pytest.mark.parametrize("room", ["", "interview-", "interview-nobody", "somebody-elses-room"])
def test_rooms_of_nobody_are_left_alone(room: str, django_capture_on_commit_callbacks: Any) -> None:
    media = FakeBridge()
    with use_bridge(media), django_capture_on_commit_callbacks(execute=True):
        report("participant_left", room)
    assert media.dispatches == []
