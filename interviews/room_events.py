"""What the media server's reports lead to: somebody came into a room or left it, so look who is missing."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.db import transaction
from django.dispatch import receiver
from django.utils import timezone

from interviews.models.base import ROOM_PREFIX
from interviews.services.dispatching import send_agent_if_missing
from interviews.services.families import find_interview
from livekit_bridge.models import WebhookEvent
from livekit_bridge.signals import webhook_received

PEOPLE_CHANGED = {"participant_joined", "participant_left", "participant_connection_aborted"}


@receiver(webhook_received, dispatch_uid="missing-agents")
def look_into_room(event: WebhookEvent, **more: Any) -> None:
    """Send an agent into the room of the event if one is missing; a repeated report is no harm."""
    if event.kind in PEOPLE_CHANGED and event.room.startswith(ROOM_PREFIX):
        # The report is stored whatever becomes of the look.
        transaction.on_commit(partial(_look, event.room.removeprefix(ROOM_PREFIX)), robust=True)


def _look(public_id: str) -> None:
    interview = find_interview(public_id=public_id)
    if interview is not None:
        send_agent_if_missing(interview=interview, now=timezone.now())
