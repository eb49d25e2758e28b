"""What follows by itself: the files of a recording go with their rows."""

from __future__ import annotations

from functools import partial

from django.db import transaction
from django.db.models.signals import post_delete

from interviews import recording_tasks
from interviews.models import Recording, RecordingSegment
from interviews.services.recordings import try_to_remove


def connect() -> None:
    """Listen from now on, once a process."""
    for model in (Recording, RecordingSegment):
        post_delete.connect(forget_file, sender=model, dispatch_uid=f"files of {model.__name__}")


def forget_file(instance: Recording | RecordingSegment, **_signal: object) -> None:
    """Delete the file once it is certain that its row is gone; a storage that is away is asked again."""
    if instance.file.name:
        transaction.on_commit(partial(_remove, instance.file.name))


def _remove(name: str) -> None:
    if not try_to_remove(name):
        recording_tasks.delete_file.enqueue(name=name)
