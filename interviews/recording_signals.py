"""What follows by itself: files go with their rows, and what LiveKit says of its films is taken in."""

from __future__ import annotations

from functools import partial

from django.db import transaction
from django.db.models.signals import post_delete
from django.utils import timezone

from interviews import recording_tasks
from interviews.models import Recording, RecordingSegment
from interviews.services.films import take_film
from interviews.services.recordings import try_to_remove
from livekit_bridge.egress import reported_film
from livekit_bridge.models import WebhookEvent
from livekit_bridge.signals import webhook_received


def connect() -> None:
    """Listen from now on, once a process."""
    for model in (Recording, RecordingSegment):
        post_delete.connect(forget_file, sender=model, dispatch_uid=f"files of {model.__name__}")
    webhook_received.connect(hear_of_film, dispatch_uid="films")


def forget_file(instance: Recording | RecordingSegment, **_signal: object) -> None:
    """Delete the file once it is certain that its row is gone; a storage that is away is asked again."""
    if instance.file.name:
        transaction.on_commit(partial(_remove, instance.file.name))


def _remove(name: str) -> None:
    if not try_to_remove(name):
        recording_tasks.delete_file.enqueue(name=name)


def hear_of_film(event: WebhookEvent, **_signal: object) -> None:
    """Take in a film that ended; a repeated report is no news."""
    film = reported_film(event.payload) if event.kind == "egress_ended" else None
    if film is not None:
        take_film(film=film, now=timezone.now())
