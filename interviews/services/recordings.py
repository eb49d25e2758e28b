"""Recordings, as far as candidates agreed to them: their rows and files while an interview happens."""

from __future__ import annotations

import logging
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import Storage, storages
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django_tasks.base import Task
from django_tasks_db.models import DBTaskResult

from interviews import recording_tasks
from interviews.models import AnyInterview, Interview, Recording, RecordingSegment
from interviews.models.base import OVER
from interviews.services.errors import Conflict, StaleLease
from interviews.services.status import log_event

log = logging.getLogger(__name__)

# How long segments may still be on their way after the end, and when another attempt is made to join them.
SETTLE = timedelta(seconds=45)
TRY_AGAIN = timedelta(minutes=5)


class RecordingClosed(Conflict):
    """Nothing more can be added: it was deleted, put together, or never agreed to."""

    code = "recording_closed"


class NotBegun(Conflict):
    """The interview's clock does not run yet."""

    code = "not_begun"


@dataclass(frozen=True, slots=True)
class Piece:
    """A few seconds of stereo FLAC: the place among those of one agent, and when it began (seconds since the
    epoch)."""

    epoch: int
    number: int
    started_at: float
    duration_ms: int
    data: bytes


def storage() -> Storage:
    """Where recordings are: never within reach of a public address."""
    return storages["recordings"]


def new_name(suffix: str) -> str:
    """A file's name that nobody can guess."""
    return secrets.token_urlsafe(24) + suffix


def may_record(interview: AnyInterview) -> bool:
    """Whether the candidate agreed, the interview is for hiring, and this installation records at all."""
    return isinstance(interview, Interview) and interview.records and settings.RECORDING


def open_recording(*, interview: AnyInterview) -> Recording:
    """Return the recording of the interview's sound, begun now or by an agent before.

    Raises RecordingClosed when there may be none.
    """
    if not isinstance(interview, Interview) or not may_record(interview):
        raise RecordingClosed
    recording, _ = Recording.objects.get_or_create(interview=interview, kind=Recording.Kind.AUDIO)
    return recording


def place_segment(*, recording: Recording, piece: Piece) -> str:
    """Note that `piece` belongs to the recording and return the name under which its file is to be stored.

    The row comes first, so that no file is ever without one. Safe to repeat: the name stays the same.
    Raises RecordingClosed, NotBegun, and StaleLease when another agent holds the interview.
    """
    with transaction.atomic():
        running = Recording.objects.select_for_update().filter(
            pk=recording.pk, status=Recording.Status.RUNNING
        )
        if not running.exists():
            raise RecordingClosed
        interview = Interview.objects.get(pk=recording.interview_id)
        if interview.lease_holder and interview.lease_epoch != piece.epoch:
            raise StaleLease
        if interview.started_at is None:
            raise NotBegun
        segment, _ = RecordingSegment.objects.get_or_create(
            recording=recording,
            epoch=piece.epoch,
            number=piece.number,
            defaults={
                "started_ms": round((piece.started_at - interview.started_at.timestamp()) * 1000),
                "duration_ms": piece.duration_ms,
                "file": new_name(".flac"),
            },
        )
    return str(segment.file.name)


def is_placed(*, name: str) -> bool:
    """Whether a segment's row is still there: its recording may be deleted while the file is written."""
    return RecordingSegment.objects.filter(file=name).exists()


def note_problem(*, recording: Recording, problem: str) -> None:
    """Say what is wrong with a running recording; "" when it is well again."""
    running = Recording.objects.filter(pk=recording.pk, status=Recording.Status.RUNNING)
    running.update(problem=problem[:300])


def delete_recording(*, recording: Recording, reason: str = "") -> None:
    """Delete a recording with all its files; the interview's log keeps that there was one."""
    interview, kind = recording.interview, recording.kind
    with transaction.atomic():
        recording.delete()
        log_event(
            interview=interview,
            kind="recording_deleted",
            payload={"kind": str(kind), "reason": reason},
            now=timezone.now(),
        )


def write_file(*, name: str, data: bytes) -> None:
    """Store a small file under its name, in the place of one that an attempt before left there."""
    storage().save(name, ContentFile(data))


def remove_file(name: str) -> None:
    """Delete a file; one that is not there is no error."""
    storage().delete(name)


def try_to_remove(name: str) -> bool:
    """Delete a file; False when the storage does not answer."""
    try:
        remove_file(name)
    except Exception:
        log.warning("a file of a recording could not be deleted; it is tried again", exc_info=True)
        return False
    return True


def queue_joins(*, now: datetime) -> int:
    """Enqueue the recordings of interviews that are over, once in TRY_AGAIN until done; return how many."""
    settled = Q(interview__lease_holder="") | Q(interview__finished_at__lt=now - SETTLE)
    waiting = Recording.objects.filter(
        settled,
        kind=Recording.Kind.AUDIO,
        status__in=(Recording.Status.RUNNING, Recording.Status.JOINING),
        interview__status__in=OVER,
    )
    join = recording_tasks.join_recording
    pks = waiting.values_list("pk", flat=True)
    due = [pk for pk in pks if not was_enqueued(join, pk, since=now - TRY_AGAIN)]
    for pk in due:
        join.enqueue(recording_id=pk)
    return len(due)


def was_enqueued(task: Task[..., None], recording_id: int, *, since: datetime) -> bool:
    """Whether `task` was enqueued for a recording after `since`."""
    earlier = DBTaskResult.objects.filter(
        task_path=task.module_path, args_kwargs__kwargs__recording_id=recording_id, enqueued_at__gt=since
    )
    return earlier.exists()
