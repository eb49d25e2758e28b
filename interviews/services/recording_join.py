"""Puts the segments of a recording together, when the interview is over, into one file that browsers play."""

from __future__ import annotations

import hashlib
import io
import logging
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import numpy as np
import numpy.typing as npt
import soundfile
from django.core.files import File
from django.db import transaction

from interviews.models import Interview, Recording, RecordingSegment
from interviews.models.base import OVER
from interviews.services.recording_parts import Part, effective_parts, unplaced_ms
from interviews.services.recordings import new_name, remove_file, storage
from interviews.services.status import log_event

log = logging.getLogger(__name__)

RATE = 24_000  # Hz, of segments and of the file; the agent records at no other
# MP3, since no other sound without a patent plays in every Safari in use; a constant bit rate (56 kbit/s,
# 19 MB in 45 minutes), since players find a time in it without reading what comes before.
FORMAT = {"format": "MP3", "subtype": "MPEG_LAYER_III", "bitrate_mode": "CONSTANT", "compression_level": 0.7}
# Samples of silence that every MP3 begins with. At this bit rate there is no room for the note by which
# players skip it, so that they all play it: as much of the recording's beginning gives way.
ENCODER_DELAY = 1105
# Nobody was there for so long (the candidate came back the next day): the file keeps a moment of it.
LONGEST_GAP_MS = 10 * 60_000
SHORT_GAP_MS = 2_000
BLOCK_MS = 10_000

# Written as floats: libsndfile 1.2.2 turns 16-bit samples into noise on their way to MP3.
Samples = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Joined:
    """What the file came to: lengths in ms, and the silences that were shortened, each (from, by)."""

    duration_ms: int
    lost_ms: int
    cuts: tuple[tuple[int, int], ...]


def join_recording(*, recording: Recording, now: datetime) -> bool:
    """Make the file, then delete the segments; whether this did it. Safe to repeat, and for two at once.

    Memory stays that of one segment. Raises what the storage does when it is away.
    """
    if not Interview.objects.filter(pk=recording.interview_id, status__in=OVER).exists():
        return False
    unfinished = Recording.objects.filter(
        pk=recording.pk, status__in=(Recording.Status.RUNNING, Recording.Status.JOINING)
    )
    if not unfinished.update(status=Recording.Status.JOINING):
        return False
    segments = list(recording.segments.all())
    with tempfile.TemporaryDirectory() as directory:
        path = Path(directory) / "joined.mp3"
        joined = write_joined(path, segments)
        changes = {"problem": _problem(recording, joined), "ready_at": now}
        if not joined.duration_ms:
            return _finish(recording, {**changes, "status": Recording.Status.FAILED}, joined, now)
        name = _store(path)
        changes |= {
            "status": Recording.Status.READY,
            "file": name,
            "started_ms": 0,
            "duration_ms": joined.duration_ms,
            "size": path.stat().st_size,
            "sha256": _sha256(path),
        }
    if _finish(recording, changes, joined, now):
        return True
    remove_file(name)
    return False


def _finish(recording: Recording, changes: dict[str, object], joined: Joined, now: datetime) -> bool:
    with transaction.atomic():
        joining = Recording.objects.filter(pk=recording.pk, status=Recording.Status.JOINING)
        if not joining.update(**changes):
            return False
        recording.segments.all().delete()
        ready = changes["status"] == Recording.Status.READY
        log_event(
            interview=recording.interview,
            kind="recording_ready" if ready else "recording_failed",
            payload={"ms": joined.duration_ms, "cuts": [list(cut) for cut in joined.cuts]} if ready else {},
            now=now,
        )
    return True


def _problem(recording: Recording, joined: Joined) -> str:
    if not joined.duration_ms:
        return "Nothing was stored."
    if joined.lost_ms:
        return f"{max(1, round(joined.lost_ms / 1000))} s could not be stored and are silent."
    return recording.problem


def write_joined(path: Path, segments: Iterable[RecordingSegment]) -> Joined:
    """Write the segments to `path`, each at its time; the file begins with the interview, at 0 ms."""
    parts = effective_parts(segments)
    cursor = written = lost = 0
    cuts: list[tuple[int, int]] = []
    with _Output(path) as output:
        for part in parts:
            gap = part.start - cursor
            if gap > LONGEST_GAP_MS:
                cuts.append((cursor + SHORT_GAP_MS, gap - SHORT_GAP_MS))
                gap = SHORT_GAP_MS
            samples = _read(part)
            if samples is None:
                lost += part.end - part.start
                samples = _silence(part.end - part.start)
            output.write_silence(gap)
            output.write(samples)
            cursor, written = part.end, written + gap + part.end - part.start
    heard = written if written > lost else 0
    return Joined(heard, lost + unplaced_ms(segments), tuple(cuts))


def _read(part: Part) -> Samples | None:
    """The samples of a part; None when its file is not there or not whole."""
    segment = part.segment
    try:
        with storage().open(str(segment.file.name)) as file:
            samples, rate = soundfile.read(io.BytesIO(file.read()), dtype="float32", always_2d=True)
    except (FileNotFoundError, soundfile.LibsndfileError):
        log.warning("a segment is missing or broken", extra={"recording": segment.recording_id})
        return None
    low, high = (_samples(ms - segment.started_ms) for ms in (part.start, part.end))
    found: Samples = samples[low:high]
    whole = rate == RATE and found.shape == (high - low, 2)
    return found if whole else None


def _samples(ms: int) -> int:
    return ms * RATE // 1000


def _silence(ms: int) -> Samples:
    return np.zeros((_samples(ms), 2), dtype=np.float32)


class _Output:
    """An MP3 that plays every sample at its time."""

    def __init__(self, path: Path) -> None:
        self._file = soundfile.SoundFile(path, "w", samplerate=RATE, channels=2, **FORMAT)
        self._skip = ENCODER_DELAY

    def __enter__(self) -> _Output:
        return self

    def __exit__(self, *error: object) -> None:
        self._file.close()

    def write(self, samples: Samples) -> None:
        """Append; nothing longer than a segment is handed over."""
        skipped, self._skip = samples[: self._skip], max(0, self._skip - len(samples))
        self._file.write(samples[len(skipped) :])

    def write_silence(self, ms: int) -> None:
        """Append `ms` of silence, a block at a time."""
        for start in range(0, ms, BLOCK_MS):
            self.write(_silence(min(BLOCK_MS, ms - start)))


def _store(path: Path) -> str:
    with path.open("rb") as file:
        return str(storage().save(new_name(".mp3"), File(file)))


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def position_ms(*, recording: Recording, at_ms: int) -> int:
    """Where in a ready file the interview's clock showed `at_ms`: earlier after a shortened silence."""
    event = recording.interview.events.filter(kind="recording_ready").order_by("pk").last()
    cuts: list[list[int]] = event.payload.get("cuts", []) if event is not None else []
    return at_ms - sum(min(by, max(0, at_ms - since)) for since, by in cuts)
