"""Listening to recordings: whole files or parts of them, and who did."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from interviews.models import Interview, Recording
from interviews.services.recordings import storage
from interviews.services.status import log_event

BLOCK = 64 * 1024  # bytes
# A player asks for a file in many parts: within this time it is the same listening.
SAME_LISTENING = timedelta(minutes=30)


def read_part(*, recording: Recording, first: int, last: int) -> Iterator[bytes]:
    """Return the bytes from `first` to `last` of a ready recording, in blocks.

    Raises FileNotFoundError, and what the storage raises when it is away, before the first block.
    """
    file = storage().open(str(recording.file.name))
    remote = getattr(file, "obj", None)
    if remote is not None:
        # S3 is asked for these bytes alone; django-storages would fetch all of them first.
        body = remote.get(Range=f"bytes={first}-{last}")["Body"]
        return _closing(body, last - first + 1)
    file.seek(first)
    return _closing(file, last - first + 1)


def _closing(file: object, count: int) -> Iterator[bytes]:
    with file as opened:  # type: ignore[attr-defined]
        while count > 0 and (block := opened.read(min(BLOCK, count))):
            count -= len(block)
            yield block


def note_listening(*, recording: Recording, listener: str, downloads: bool, now: datetime) -> None:
    """Keep in the interview's log who listened to it, or took it along."""
    interview: Interview = recording.interview
    kind = "recording_downloaded" if downloads else "recording_played"
    known = interview.events.filter(kind=kind, payload__by=listener, at__gt=now - SAME_LISTENING)
    if downloads or not known.exists():
        payload = {"by": listener, "kind": recording.kind}
        log_event(interview=interview, kind=kind, payload=payload, now=now)
