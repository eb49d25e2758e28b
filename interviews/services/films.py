"""Films of interviews whose candidates allow a recording, where an installation has them: off by default.

LiveKit's egress service makes them. Everything here may be repeated: what is missed by the webhook, or by a
task that was killed, is found by the next look.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction

from interviews import recording_tasks
from interviews.models import Interview, Recording
from interviews.models.base import OVER
from interviews.services.recordings import new_name, storage, was_enqueued
from interviews.services.status import log_event
from livekit_bridge.egress import Film, Target, egress

LOOK_AGAIN = timedelta(seconds=30)
# After the end, a film that nobody knows anything of by then will not come any more.
GIVE_UP = timedelta(hours=1)
UNFINISHED = (Recording.Status.RUNNING, Recording.Status.JOINING)


def queue_films(*, now: datetime) -> int:
    """Enqueue films that are to begin or to end; return how many. One query when there is nothing to do."""
    if settings.VIDEO_RECORDING:
        _begin_films()
    films = Recording.objects.filter(kind=Recording.Kind.VIDEO, status__in=UNFINISHED)
    to_begin = films.filter(egress_id="").values_list("pk", flat=True)
    to_end = films.filter(interview__status__in=OVER).values_list("pk", flat=True)
    look = recording_tasks.follow_film
    due = [pk for pk in sorted({*to_begin, *to_end}) if not was_enqueued(look, pk, since=now - LOOK_AGAIN)]
    for pk in due:
        recording_tasks.follow_film.enqueue(recording_id=pk)
    return len(due)


def _begin_films() -> None:
    wanting = Interview.objects.live().filter(mode=Interview.Mode.VOICE, records=True)
    for interview in wanting.exclude(recordings__kind=Recording.Kind.VIDEO):
        try:
            with transaction.atomic():
                Recording.objects.create(
                    interview=interview, kind=Recording.Kind.VIDEO, file=new_name(".mp4")
                )
        except IntegrityError:
            # Another process was faster.
            continue


def follow_film(*, recording: Recording, now: datetime) -> None:
    """Begin, end or take in a film, whichever is due. Raises BridgeUnavailable; the next look goes on."""
    interview = recording.interview
    if recording.status not in UNFINISHED:
        return
    if not recording.egress_id and not _find_or_start(recording):
        _fail(recording, "It never began.", now)
    elif interview.is_over:
        _end(recording, now)


def _find_or_start(recording: Recording) -> bool:
    """Give the recording its film: one that was begun by an attempt of which nobody heard, or a new one."""
    service, room = egress(), recording.interview.room_name
    running = [film.egress_id for film in service.films(room=room) if not film.is_over]
    if not running and recording.interview.is_over:
        return False
    recording.egress_id = running[0] if running else service.start_film(room=room, target=_target(recording))
    recording.save(update_fields=["egress_id"])
    return True


def _end(recording: Recording, now: datetime) -> None:
    service = egress()
    service.stop_film(recording.egress_id)
    unfinished = Recording.objects.filter(pk=recording.pk, status=Recording.Status.RUNNING)
    unfinished.update(status=Recording.Status.JOINING)
    for film in service.films(egress_id=recording.egress_id):
        take_film(film=film, now=now)
    finished_at = recording.interview.finished_at
    if finished_at is not None and now - finished_at > GIVE_UP:
        _fail(recording, "The media server knows nothing of it.", now)


def take_film(*, film: Film, now: datetime) -> bool:
    """Take in what became of a film, told by the webhook or by the service; whether it was news."""
    recording = (
        Recording.objects.select_related("interview")
        .filter(kind=Recording.Kind.VIDEO, egress_id=film.egress_id, status__in=UNFINISHED)
        .first()
    )
    if recording is None or not film.is_over:
        return False
    if not film.is_complete:
        return _fail(recording, film.problem or "The media server gave it up.", now)
    started = recording.interview.started_at
    return _finish(
        recording,
        "recording_ready",
        now,
        status=Recording.Status.READY,
        started_ms=round((film.started_at - started.timestamp()) * 1000) if started else 0,
        duration_ms=film.duration_ms,
        size=film.size,
        problem=film.problem[:300],
    )


def _fail(recording: Recording, problem: str, now: datetime) -> bool:
    status = Recording.Status.FAILED
    return _finish(recording, "recording_failed", now, status=status, problem=problem[:300])


def _finish(recording: Recording, event: str, now: datetime, **changes: Any) -> bool:
    with transaction.atomic():
        unfinished = Recording.objects.filter(pk=recording.pk, status__in=UNFINISHED)
        if not unfinished.update(ready_at=now, **changes):
            return False
        log_event(interview=recording.interview, kind=event, payload={"kind": recording.kind}, now=now)
    return True


def _target(recording: Recording) -> Target:
    """The place in the storage of recordings, which is S3 wherever there are films."""
    place: Any = storage()
    prefix = f"{place.location}/" if place.location else ""
    return Target(
        key=prefix + str(recording.file.name),
        bucket=place.bucket_name,
        access_key=place.access_key or "",
        secret=place.secret_key or "",
        region=place.region_name or "",
        endpoint=place.endpoint_url or "",
    )
