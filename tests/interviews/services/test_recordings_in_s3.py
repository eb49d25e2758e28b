"""The same with a storage that speaks S3, through the real client, on the loopback interface."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import soundfile
from django.core.exceptions import ImproperlyConfigured

from config.recordings_storage import recordings_storage
from interviews.models import Interview, Recording
from interviews.services import recordings
from interviews.services.recording_access import read_part
from interviews.services.recording_join import RATE, join_recording
from tests.interviews.makers import NOW, at, started
from tests.support.s3_stub import S3Stub

pytestmark = pytest.mark.django_db


@pytest.fixture
def s3(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[S3Stub]:
    """A bucket that recordings are kept in."""
    with S3Stub() as stub:
        values = {
            "ACCESS_KEY_ID": "key",
            "SECRET_ACCESS_KEY": "secret",
            "REGION": "eu",
            "ENDPOINT_URL": stub.url,
        }
        for name, value in values.items():
            monkeypatch.setenv(f"AWS_{name}", value)
        entry = recordings_storage("s3://bucket/kept", var_dir=Path("/nowhere"))
        settings.STORAGES = {**settings.STORAGES, "recordings": entry}
        yield stub


def recorded() -> Recording:
    interview = started()
    Interview.objects.update(records=True)
    interview.refresh_from_db()
    recording = recordings.open_recording(interview=interview)
    file = io.BytesIO()
    soundfile.write(file, np.full((4 * RATE, 2), 1000, dtype=np.int16), RATE, format="FLAC")
    piece = recordings.Piece(0, 0, NOW.timestamp(), 4000, file.getvalue())
    name = recordings.place_segment(recording=recording, piece=piece)
    recordings.write_file(name=name, data=piece.data)
    Interview.objects.update(status=Interview.Status.FINISHED, finished_at=at(seconds=60))
    return recording


def test_segments_and_the_file_are_kept_in_the_bucket_and_nowhere_else(
    s3: S3Stub, django_capture_on_commit_callbacks: Any
) -> None:
    recording = recorded()
    (segment,) = s3.objects
    assert segment.startswith("bucket/kept/") and segment.endswith(".flac")
    with django_capture_on_commit_callbacks(execute=True):
        assert join_recording(recording=recording, now=at(seconds=61))
    recording.refresh_from_db()
    ((name, data),) = s3.objects.items()
    assert name == f"bucket/kept/{recording.file.name}"
    assert (len(data), data[:2]) == (recording.size, b"\xff\xf3")


def test_a_player_gets_its_part_without_the_rest_being_fetched(s3: S3Stub) -> None:
    recording = recorded()
    join_recording(recording=recording, now=at(seconds=61))
    recording.refresh_from_db()
    whole = s3.objects[f"bucket/kept/{recording.file.name}"]
    s3.requests.clear()
    assert b"".join(read_part(recording=recording, first=100, last=299)) == whole[100:300]
    assert [asked for method, _, asked in s3.requests if method == "GET"] == ["bytes=100-299"]


def test_with_the_interview_its_objects_go(s3: S3Stub, django_capture_on_commit_callbacks: Any) -> None:
    recording = recorded()
    with django_capture_on_commit_callbacks(execute=True):
        recording.interview.delete()
    assert s3.objects == {}


def test_a_missing_object_is_known_from_a_bucket_that_is_away(s3: S3Stub) -> None:
    recording = recorded()
    s3.is_away = True
    with pytest.raises(Exception, match="503"):
        join_recording(recording=recording, now=at(seconds=61))
    s3.is_away = False
    s3.objects.clear()
    join_recording(recording=recording, now=at(seconds=62))
    recording.refresh_from_db()
    assert (recording.status, recording.problem) == (Recording.Status.FAILED, "Nothing was stored.")


@pytest.mark.parametrize("url", ["", "s3://", "ftp://bucket", "/var/recordings"])
def test_a_storage_that_is_none_is_refused_at_the_start(url: str) -> None:
    with pytest.raises(ImproperlyConfigured):
        recordings_storage(url, var_dir=Path("/nowhere"))
