"""Webhooks of the media server: verified, stored once, announced once."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from google.protobuf.json_format import MessageToDict
from livekit import api

from livekit_bridge.models import WebhookEvent
from livekit_bridge.signals import webhook_received

# Names and job texts are personal or bulky, and kept elsewhere.
_LEFT_OUT = {
    "room": ["metadata", "enabledCodecs", "turnPassword"],
    "participant": ["name", "metadata", "attributes"],
}


class BadWebhook(Exception):
    """The delivery was not signed with our key, or is not an event."""


def receive(body: bytes, auth: str) -> WebhookEvent | None:
    """Store the event in `body`, signed by the token `auth`, and send `webhook_received`.

    Returns None for an event that was stored before. Raises BadWebhook.
    """
    event = _verify(body, auth)
    with transaction.atomic():
        stored, is_new = WebhookEvent.objects.get_or_create(
            event_id=event.id,
            defaults={
                "kind": event.event,
                "room": event.room.name[:200],
                "participant": event.participant.identity[:200],
                "payload": _payload(event),
            },
        )
        if not is_new:
            return None
        webhook_received.send(sender=WebhookEvent, event=stored)
        stored.handled_at = timezone.now()
        stored.save(update_fields=["handled_at"])
    return stored


def _verify(body: bytes, auth: str) -> api.WebhookEvent:
    if not settings.LIVEKIT_API_SECRET:
        raise BadWebhook("No media server is configured.")
    verifier = api.TokenVerifier(settings.LIVEKIT_API_KEY, settings.LIVEKIT_API_SECRET)
    try:
        event = api.WebhookReceiver(verifier).receive(body.decode(), auth)
    except Exception as error:  # The library raises bare exceptions for what a stranger can send.
        raise BadWebhook("Not signed by the media server.") from error
    if not event.id or not event.event:
        raise BadWebhook("An event without an id or a kind.")
    return event


def _payload(event: api.WebhookEvent) -> dict[str, Any]:
    payload: dict[str, Any] = MessageToDict(event)
    for part, names in _LEFT_OUT.items():
        for name in names:
            payload.get(part, {}).pop(name, None)
    return payload
