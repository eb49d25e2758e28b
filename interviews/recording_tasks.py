"""Background work of recordings: ids in, services called, safe to run twice."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone
from django_tasks import task

from interviews.models import Recording
from interviews.services import recordings

# When a file is tried again that the storage would not delete.
LATER = timedelta(minutes=10)


@task(priority=-10)
def join_recording(recording_id: int) -> None:
    """See `services.recording_join`; nothing happens when it is done, or deleted."""
    # Only whoever joins needs the arithmetic of samples in memory.
    from interviews.services.recording_join import join_recording as join

    recording = Recording.objects.select_related("interview").filter(pk=recording_id).first()
    if recording is not None:
        join(recording=recording, now=timezone.now())


@task(priority=-10)
def delete_file(name: str) -> None:
    """Delete a recording's file that the storage did not take back when its row went."""
    if not recordings.try_to_remove(name):
        delete_file.using(run_after=timezone.now() + LATER).enqueue(name=name)


@task()
def follow_film(recording_id: int) -> None:
    """See `services.films`; nothing happens when it is done, or deleted."""
    from interviews.services.films import follow_film as follow

    recording = Recording.objects.select_related("interview").filter(pk=recording_id).first()
    if recording is not None:
        follow(recording=recording, now=timezone.now())
