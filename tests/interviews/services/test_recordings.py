"""What is kept of a sound that candidates allowed to keep, and that nothing is kept of any other."""

from __future__ import annotations

import hashlib
import io
import tracemalloc
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import soundfile
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from interviews.models import Interview, Recording, RecordingSegment
from interviews.services import recording_join, recordings
from interviews.services.consent import consent_document, give_consent
from interviews.services.errors import StaleLease
from interviews.services.recording_join import RATE, join_recording
from interviews.services.recordings import (
    NotBegun,
    Piece,
    RecordingClosed,
    delete_recording,
    open_recording,
    place_segment,
    queue_joins,
    write_file,
)
from tests.interviews.makers import NOW, at, consented, make_candidate, make_interview, make_practice, started

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def kept(settings: Any, tmp_path: Path) -> Iterator[Path]:
    """A directory of the test's own in which recordings are kept."""
    entry = settings.STORAGES["recordings"]
    options = {**entry["OPTIONS"], "location": str(tmp_path / "kept")}
    settings.STORAGES = {**settings.STORAGES, "recordings": {**entry, "OPTIONS": options}}
    yield tmp_path / "kept"


def files(kept: Path) -> int:
    return len(list(kept.glob("**/*.*")))


def make_recorded(*, records: bool = True, begun: bool = True) -> Interview:
    interview = make_interview(candidate=make_candidate())
    document = consent_document(interview=interview)
    give_consent(interview=interview, sha256=document.sha256, records=records, now=NOW)
    if begun:
        started(interview)
    interview.refresh_from_db()
    return interview


def tone(ms: int, *, left: int = 0, right: int = 0) -> np.ndarray[Any, Any]:
    """A hum in each channel, of these heights."""
    hum = np.sin(np.arange(ms * RATE // 1000) * 2 * np.pi * 300 / RATE)
    return np.stack([hum * left, hum * right], axis=1).astype(np.int16)


def flac(samples: np.ndarray[Any, Any]) -> bytes:
    file = io.BytesIO()
    soundfile.write(file, samples, RATE, format="FLAC")
    return file.getvalue()


def keep(
    recording: Recording, *, number: int, from_ms: int, ms: int = 4000, epoch: int = 0, **heights: int
) -> str:
    piece = Piece(
        epoch=epoch,
        number=number,
        started_at=NOW.timestamp() + from_ms / 1000,
        duration_ms=ms,
        data=flac(tone(ms, **heights)),
    )
    name = place_segment(recording=recording, piece=piece)
    write_file(name=name, data=piece.data)
    return name


def end(interview: Interview) -> None:
    Interview.objects.filter(pk=interview.pk).update(
        status=Interview.Status.FINISHED, finished_at=at(seconds=60)
    )


def joined(recording: Recording) -> np.ndarray[Any, Any]:
    recording.refresh_from_db()
    with recordings.storage().open(recording.file.name) as file:
        return soundfile.read(io.BytesIO(file.read()), dtype="int16", always_2d=True)[0]


def height(samples: np.ndarray[Any, Any], from_ms: int, to_ms: int, channel: int) -> float:
    part = samples[from_ms * RATE // 1000 : to_ms * RATE // 1000, channel].astype(float)
    return float(np.sqrt((part**2).mean()))


def test_without_consent_nothing_can_be_kept(kept: Path) -> None:
    for interview in (make_recorded(records=False), started(consented(make_practice()))):
        with pytest.raises(RecordingClosed):
            open_recording(interview=interview)
    assert not Recording.objects.exists() and not RecordingSegment.objects.exists()
    assert files(kept) == 0


def test_what_was_allowed_is_not_kept_by_an_installation_that_records_nothing_any_more(settings: Any) -> None:
    interview = make_recorded()
    settings.RECORDING = False
    with pytest.raises(RecordingClosed):
        open_recording(interview=interview)


def test_segments_become_one_file_on_the_clock_of_the_interview(kept: Path) -> None:
    interview = make_recorded()
    recording = open_recording(interview=interview)
    keep(recording, number=0, from_ms=-500, left=8000)
    keep(recording, number=1, from_ms=3500, right=8000)
    # Nothing from 7.5 s to 12 s.
    keep(recording, number=3, from_ms=12_000, left=8000)
    end(interview)
    assert join_recording(recording=recording, now=at(seconds=61))
    sound = joined(recording)
    assert recording.status == Recording.Status.READY
    assert (recording.started_ms, recording.duration_ms) == (0, 16_000)
    assert height(sound, 0, 3480, 0) > 4000 and height(sound, 3520, 7480, 0) < 300
    assert height(sound, 3520, 7480, 1) > 4000 and height(sound, 0, 3480, 1) < 300
    assert height(sound, 7520, 11_980, 0) < 50
    assert height(sound, 12_020, 15_900, 0) > 4000
    assert recording.problem == "4 s could not be stored and are silent."
    stored = next(kept.glob("*.mp3")).read_bytes()
    assert (recording.size, recording.sha256) == (len(stored), hashlib.sha256(stored).hexdigest())


def test_the_file_is_in_step_with_the_clock_to_a_millisecond() -> None:
    interview = make_recorded()
    recording = open_recording(interview=interview)
    noise = np.random.default_rng(1).integers(-8000, 8000, (4000 * RATE // 1000, 2)).astype(np.int16)
    piece = Piece(epoch=0, number=0, started_at=NOW.timestamp(), duration_ms=4000, data=flac(noise))
    write_file(name=place_segment(recording=recording, piece=piece), data=piece.data)
    end(interview)
    join_recording(recording=recording, now=at(seconds=61))
    sound = joined(recording)
    middle = noise[RATE : 3 * RATE, 0].astype(float)
    near = range(-200, 200)
    likeness = [middle @ sound[RATE + shift : 3 * RATE + shift, 0].astype(float) for shift in near]
    assert abs(near[int(np.argmax(likeness))]) <= RATE // 1000


def test_only_the_file_is_left_in_the_end(kept: Path, django_capture_on_commit_callbacks: Any) -> None:
    interview = make_recorded()
    recording = open_recording(interview=interview)
    keep(recording, number=0, from_ms=0, left=8000)
    end(interview)
    assert files(kept) == 1
    with django_capture_on_commit_callbacks(execute=True):
        join_recording(recording=recording, now=at(seconds=61))
    assert [path.suffix for path in kept.iterdir()] == [".mp3"]
    assert not RecordingSegment.objects.exists()
    assert not join_recording(recording=recording, now=at(seconds=62))
    assert files(kept) == 1


def test_a_recording_is_not_put_together_while_the_interview_goes_on() -> None:
    recording = open_recording(interview=make_recorded())
    keep(recording, number=0, from_ms=0)
    assert not join_recording(recording=recording, now=at(seconds=61))
    assert queue_joins(now=at(seconds=3600)) == 0


def test_where_two_agents_recorded_the_later_one_counts_and_nothing_doubles() -> None:
    interview = make_recorded()
    recording = open_recording(interview=interview)
    keep(recording, epoch=1, number=0, from_ms=0, left=3000)
    keep(recording, epoch=1, number=1, from_ms=4000, left=3000)
    keep(recording, epoch=2, number=0, from_ms=6000, left=12_000)
    end(interview)
    join_recording(recording=recording, now=at(seconds=61))
    sound = joined(recording)
    assert recording.duration_ms == 10_000
    assert height(sound, 4100, 5900, 0) == pytest.approx(3000 / 2**0.5, rel=0.1)
    assert height(sound, 6100, 7900, 0) == pytest.approx(12_000 / 2**0.5, rel=0.1)
    assert recording.problem == ""


def test_an_agent_that_lost_the_interview_can_add_nothing() -> None:
    interview = make_recorded()
    recording = open_recording(interview=interview)
    Interview.objects.update(lease_epoch=2, lease_holder="another job")
    with pytest.raises(StaleLease):
        keep(recording, epoch=1, number=0, from_ms=0)
    assert keep(recording, epoch=2, number=0, from_ms=0)


def test_the_last_seconds_before_a_candidate_left_are_kept() -> None:
    interview = make_recorded()
    recording = open_recording(interview=interview)
    # Leaving raises the epoch, and nobody holds the interview.
    Interview.objects.update(lease_epoch=2, lease_holder="")
    end(interview)
    assert keep(recording, epoch=1, number=0, from_ms=0)


def test_storing_a_segment_again_takes_the_place_of_the_first_attempt(kept: Path) -> None:
    recording = open_recording(interview=make_recorded())
    first = keep(recording, number=0, from_ms=0, left=10)
    assert keep(recording, number=0, from_ms=0, left=20) == first
    assert files(kept) == 1 and RecordingSegment.objects.count() == 1


def test_before_the_first_word_there_is_no_clock_to_place_anything_on() -> None:
    interview = make_recorded(begun=False)
    with pytest.raises(NotBegun):
        keep(open_recording(interview=interview), number=0, from_ms=0)


def test_a_broken_or_missing_segment_is_silence_and_is_said(kept: Path) -> None:
    interview = make_recorded()
    recording = open_recording(interview=interview)
    (kept / keep(recording, number=0, from_ms=0, left=8000)).write_bytes(b"fLaC, but not really")
    (kept / keep(recording, number=1, from_ms=4000, left=8000)).unlink()
    keep(recording, number=2, from_ms=8000, left=8000)
    end(interview)
    join_recording(recording=recording, now=at(seconds=61))
    sound = joined(recording)
    assert height(sound, 0, 7900, 0) < 50 and height(sound, 8100, 11_900, 0) > 4000
    assert recording.problem == "8 s could not be stored and are silent."


def test_a_recording_of_which_nothing_was_stored_has_failed(kept: Path) -> None:
    interview = make_recorded()
    recording = open_recording(interview=interview)
    end(interview)
    join_recording(recording=recording, now=at(seconds=61))
    recording.refresh_from_db()
    assert (recording.status, recording.problem) == (Recording.Status.FAILED, "Nothing was stored.")
    assert files(kept) == 0


def test_a_night_between_two_sessions_is_not_a_night_of_silence() -> None:
    interview = make_recorded()
    recording = open_recording(interview=interview)
    keep(recording, number=0, from_ms=0, left=8000)
    keep(recording, epoch=1, number=0, from_ms=36_000_000, left=8000)
    end(interview)
    join_recording(recording=recording, now=at(seconds=61))
    recording.refresh_from_db()
    assert recording.duration_ms == 10_000
    payload = interview.events.get(kind="recording_ready").payload
    assert payload["cuts"] == [[6000, 35_994_000]]
    assert recording_join.position_ms(recording=recording, at_ms=36_001_000) == 7000
    assert recording_join.position_ms(recording=recording, at_ms=3000) == 3000


def test_a_storage_that_is_away_leaves_everything_for_the_next_attempt(
    kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    interview = make_recorded()
    recording = open_recording(interview=interview)
    keep(recording, number=0, from_ms=0, left=8000)
    end(interview)
    with monkeypatch.context() as broken:
        broken.setattr(type(recordings.storage()), "save", lambda *args, **kwargs: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            join_recording(recording=recording, now=at(seconds=61))
    recording.refresh_from_db()
    assert recording.status == Recording.Status.JOINING and files(kept) == 1
    assert join_recording(recording=recording, now=at(seconds=62))


def test_each_recording_is_queued_once_in_a_while_until_it_is_done() -> None:
    interview = make_recorded()
    recording = open_recording(interview=interview)
    keep(recording, number=0, from_ms=0)
    end(interview)
    DBTaskResult.objects.all().delete()
    Interview.objects.update(lease_holder="the last agent")
    now = timezone.now()
    Interview.objects.update(finished_at=now)
    assert queue_joins(now=now) == 0, "its last seconds may be on their way"
    assert queue_joins(now=now + timedelta(minutes=1)) == 1
    assert queue_joins(now=now + timedelta(minutes=2)) == 0
    assert queue_joins(now=now + timedelta(minutes=7)) == 1


def test_whoever_joins_second_leaves_no_file(kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    interview = make_recorded()
    recording = open_recording(interview=interview)
    keep(recording, number=0, from_ms=0, left=8000)
    end(interview)
    write = recording_join.write_joined

    def overtaken(path: Path, segments: Any) -> Any:
        monkeypatch.setattr(recording_join, "write_joined", write)
        assert join_recording(recording=recording, now=at(seconds=61))
        return write(path, segments)

    monkeypatch.setattr(recording_join, "write_joined", overtaken)
    assert not join_recording(recording=recording, now=at(seconds=61))
    assert len(list(kept.glob("*.mp3"))) == 1


def test_a_deleted_recording_leaves_no_file_and_a_line_in_the_log(
    kept: Path, django_capture_on_commit_callbacks: Any
) -> None:
    interview = make_recorded()
    recording = open_recording(interview=interview)
    keep(recording, number=0, from_ms=0)
    with django_capture_on_commit_callbacks(execute=True):
        delete_recording(recording=recording, reason="the candidate asked for it")
    assert files(kept) == 0 and not Recording.objects.exists()
    assert interview.events.get(kind="recording_deleted").payload["reason"] == "the candidate asked for it"


@pytest.mark.parametrize("whose", ["interview", "candidate"])
def test_with_the_interview_or_the_candidate_the_files_go_too(
    whose: str, kept: Path, django_capture_on_commit_callbacks: Any
) -> None:
    interview = make_recorded()
    recording = open_recording(interview=interview)
    keep(recording, number=0, from_ms=0)
    end(interview)
    join_recording(recording=recording, now=at(seconds=61))
    with django_capture_on_commit_callbacks(execute=True):
        (interview if whose == "interview" else interview.candidate).delete()  # type: ignore[union-attr]
    assert list(kept.glob("*.mp3")) == []


def test_a_file_that_the_storage_keeps_is_deleted_later(
    kept: Path, django_capture_on_commit_callbacks: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    recording = open_recording(interview=make_recorded())
    name = keep(recording, number=0, from_ms=0)
    with monkeypatch.context() as broken:
        broken.setattr(type(recordings.storage()), "delete", lambda *args: 1 / 0)
        with django_capture_on_commit_callbacks(execute=True):
            delete_recording(recording=recording)
    assert (kept / name).exists()
    task = DBTaskResult.objects.get(task_path="interviews.recording_tasks.delete_file")
    task.task.func(**task.args_kwargs["kwargs"])
    assert not (kept / name).exists()


def test_the_names_of_files_cannot_be_guessed() -> None:
    recording = open_recording(interview=make_recorded())
    names = {keep(recording, number=number, from_ms=4000 * number) for number in range(3)}
    assert all(len(name) >= 32 + len(".flac") for name in names) and len(names) == 3


def test_putting_hours_together_takes_the_memory_of_seconds(tmp_path: Path, kept: Path) -> None:
    recording = open_recording(interview=make_recorded())
    name = keep(recording, number=0, from_ms=0, left=2000)
    many = [
        RecordingSegment(
            recording=recording, epoch=1, number=n, started_ms=n * 4000, duration_ms=4000, file=name
        )
        for n in range(60)
    ]
    peaks = []
    for count in (10, 60):
        tracemalloc.start()
        recording_join.write_joined(tmp_path / f"{count}.mp3", many[:count])
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[1] < peaks[0] * 1.2
