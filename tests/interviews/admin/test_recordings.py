"""Whoever may see an interview may listen to it; nobody else, and not without being named."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from interviews.admin.recording import PART, wanted_part
from interviews.models import Interview, Recording
from interviews.services.recordings import write_file
from jobs.models import Team
from tests.interviews.makers import consented, make_candidate, make_interview, make_invitation, started

pytestmark = pytest.mark.django_db

SOUND = bytes(range(256)) * 8192  # 2 MB


@pytest.fixture(autouse=True)
def kept(settings: Any, tmp_path: Path) -> Iterator[Path]:
    """A directory of the test's own in which recordings are kept."""
    entry = settings.STORAGES["recordings"]
    options = {**entry["OPTIONS"], "location": str(tmp_path)}
    settings.STORAGES = {**settings.STORAGES, "recordings": {**entry, "OPTIONS": options}}
    yield tmp_path


def recorded(**fields: Any) -> Recording:
    """A finished interview's recording, ready to listen to."""
    interview = fields.pop("interview", None) or started()
    Interview.objects.filter(pk=interview.pk).update(status=Interview.Status.FINISHED)
    write_file(name="sound.mp3", data=SOUND)
    ready = {"status": Recording.Status.READY, "file": "sound.mp3", "size": len(SOUND), "duration_ms": 61_000}
    return Recording.objects.create(**{"interview": interview, **ready, **fields})


def address(recording: Recording) -> str:
    return reverse("admin:interviews_interview_recording", args=[recording.interview_id, recording.pk])


def page(client: Client, interview: Interview) -> str:
    reply = client.get(reverse("admin:interviews_interview_change", args=[interview.pk]))
    return " ".join(reply.content.decode().split())


def body(reply: Any) -> bytes:
    return b"".join(reply.streaming_content)


def test_the_interviews_page_has_a_player_and_says_how_long_it_is(recruiter: Client) -> None:
    recording = recorded()
    text = page(recruiter, recording.interview)
    assert f'<audio controls preload="none" src="{address(recording)}"' in text
    assert "1:01" in text and "sound.mp3" not in text


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (Recording.Status.RUNNING, "It is being put together."),
        (Recording.Status.JOINING, "It is being put together."),
        (Recording.Status.FAILED, "There is no recording."),
    ],
)
def test_what_cannot_be_heard_yet_says_why(recruiter: Client, status: str, words: str) -> None:
    recording = recorded(status=status, problem="4 s could not be stored and are silent.")
    text = page(recruiter, recording.interview)
    assert words in text and recording.problem in text and "<audio" not in text
    assert recruiter.get(address(recording)).status_code == 404


def test_an_interview_without_a_recording_has_no_place_for_one(recruiter: Client) -> None:
    assert "Recording" not in page(recruiter, started())


def test_players_get_the_parts_that_they_ask_for(recruiter: Client) -> None:
    recording = recorded()
    reply = recruiter.get(address(recording), headers={"Range": "bytes=300-555"})
    assert (reply.status_code, body(reply)) == (206, SOUND[300:556])
    assert reply["Content-Range"] == f"bytes 300-555/{len(SOUND)}"
    assert reply["Content-Type"] == "audio/mpeg" and "no-store" in reply["Cache-Control"]
    whole = recruiter.get(address(recording))
    assert (whole.status_code, body(whole), whole["Accept-Ranges"]) == (200, SOUND, "bytes")


@pytest.mark.parametrize(
    ("asked", "part"),
    [
        (None, (0, 9_999_999)),
        ("bytes=0-", (0, PART - 1)),
        ("bytes=9999990-", (9_999_990, 9_999_999)),
        ("bytes=-10", (9_999_990, 9_999_999)),
        ("bytes=5-20000000", (5, PART + 4)),
        ("bytes=10000000-", None),
        ("bytes=9-3", None),
        ("bytes=-0", None),
        ("bytes=1-2,5-6", (0, PART - 1)),
        ("pages=1-2", (0, PART - 1)),
    ],
)
def test_no_range_leads_out_of_the_file_or_keeps_a_thread_for_long(
    asked: str | None, part: tuple[int, int] | None
) -> None:
    assert wanted_part(asked, 10_000_000) == part


def test_a_range_beyond_the_end_is_refused(recruiter: Client) -> None:
    reply = recruiter.get(address(recorded()), headers={"Range": "bytes=99999999-"})
    assert (reply.status_code, reply["Content-Range"]) == (416, f"bytes */{len(SOUND)}")


def test_listening_is_noted_once_and_each_download(recruiter: Client) -> None:
    recording = recorded()
    for first in (0, 1000, 2000):
        body(recruiter.get(address(recording), headers={"Range": f"bytes={first}-{first + 9}"}))
    recruiter.head(address(recording))
    for _ in range(2):
        reply = recruiter.get(address(recording) + "?download=1")
        assert body(reply) == SOUND
        assert reply["Content-Disposition"] == 'attachment; filename="ada-okafor-for-baker.mp3"'
    events = recording.interview.events.filter(kind__startswith="recording_").order_by("pk")
    assert [(event.kind, event.payload["by"]) for event in events] == [
        ("recording_played", "rita"),
        ("recording_downloaded", "rita"),
        ("recording_downloaded", "rita"),
    ]


@pytest.mark.parametrize("who", ["anonymous", "candidate", "staff"])
def test_nobody_else_hears_anything(who: str, strangers: dict[str, Callable[[], Client]]) -> None:
    recording = recorded()
    stranger = strangers[who]()
    for ask in (stranger.get, stranger.head):
        reply = ask(address(recording))
        assert reply.status_code in (302, 403, 404)
        assert reply.get("Content-Type") != "audio/mpeg"
    assert not recording.interview.events.filter(kind="recording_played").exists()


def test_another_teams_recruiter_does_not_meet_it(recruiter: Client) -> None:
    recording = recorded()
    other = Team.objects.create(name="Another team")
    recording.interview.job.team = other
    recording.interview.job.save()
    assert recruiter.get(address(recording)).status_code == 404


def test_the_number_of_another_interviews_recording_leads_nowhere(recruiter: Client) -> None:
    recording, other = recorded(), started()
    mixed = reverse("admin:interviews_interview_recording", args=[other.pk, recording.pk])
    assert recruiter.get(mixed).status_code == 404


def test_a_file_that_is_gone_is_not_found(recruiter: Client, kept: Path) -> None:
    recording = recorded()
    (kept / "sound.mp3").unlink()
    assert recruiter.get(address(recording)).status_code == 404


def test_nothing_is_posted_to_a_recording(recruiter: Client) -> None:
    assert recruiter.post(address(recorded())).status_code == 405


def test_a_superuser_hears_every_teams(db: None) -> None:
    client = Client()
    client.force_login(User.objects.create_superuser("root"))
    assert body(client.get(address(recorded()))) == SOUND


def test_candidates_are_told_that_there_is_one_and_get_no_address_of_it(client: Client) -> None:
    candidate = make_candidate()
    invitation = make_invitation(candidate=candidate)
    interview = make_interview(
        invitation=invitation, job=invitation.job, plan=invitation.plan, candidate=candidate, personal=True
    )
    link = f"/interview/{invitation.public_id}"
    recording = recorded(interview=started(consented(interview)))
    for place in (link, f"{link}/done"):
        text = client.get(place).content.decode()
        assert "A sound recording of" in text
        assert address(recording) not in text and "sound.mp3" not in text
    recording.delete()
    assert "A sound recording of" not in client.get(f"{link}/done").content.decode()
