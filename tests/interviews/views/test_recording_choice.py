"""The choice of a recording on the candidate's pages: theirs, unticked, and visible afterwards."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client

from interviews.models import Interview, Recording
from interviews.services.consent import consent_document
from tests.interviews.makers import make_candidate, make_interview, make_invitation

pytestmark = pytest.mark.django_db


@pytest.fixture
def interview() -> Interview:
    """An interview behind a personal link, not agreed to."""
    candidate = make_candidate()
    invitation = make_invitation(candidate=candidate)
    return make_interview(
        invitation=invitation, job=invitation.job, plan=invitation.plan, candidate=candidate, personal=True
    )


def link(interview: Interview) -> str:
    assert interview.invitation is not None
    return f"/interview/{interview.invitation.public_id}"


def agree(client: Client, interview: Interview, **choice: str) -> None:
    sha256 = consent_document(interview=interview).sha256
    reply = client.post(f"{link(interview)}/consent", {"agree": "yes", "sha256": sha256, **choice})
    assert reply.status_code == 302
    interview.refresh_from_db()


def text(client: Client, address: str) -> str:
    return " ".join(client.get(address).content.decode().split())


def test_the_box_is_there_and_nobody_ticked_it(client: Client, interview: Interview) -> None:
    page = text(client, f"{link(interview)}?step=consent")
    box = re.search(r'<input type="checkbox" name="records"[^>]*>', page)
    assert box is not None and "checked" not in box[0] and "required" not in box[0]
    assert "costs you nothing" in page


def test_whoever_ticks_it_allows_it_and_reads_so_in_the_room(client: Client, interview: Interview) -> None:
    agree(client, interview, records="yes")
    assert interview.records
    assert "You also allowed a sound recording." in text(client, f"{link(interview)}?step=consent")
    assert "The sound of this interview is being recorded" in text(client, f"{link(interview)}?step=check")


def test_whoever_does_not_is_not_recorded_and_goes_on_just_the_same(
    client: Client, interview: Interview
) -> None:
    agree(client, interview)
    assert not interview.records and not Recording.objects.exists()
    assert "No sound recording is kept." in text(client, f"{link(interview)}?step=consent")
    assert "being recorded" not in text(client, f"{link(interview)}?step=check")


def test_a_choice_survives_a_page_that_was_sent_back(client: Client, interview: Interview) -> None:
    reply = client.post(f"{link(interview)}/consent", {"records": "yes"})
    box = re.search(r'<input type="checkbox" name="records"[^>]*>', reply.content.decode())
    assert reply.status_code == 400 and box is not None and "checked" in box[0]


def test_where_nothing_is_recorded_there_is_no_box(
    client: Client, interview: Interview, settings: Any
) -> None:
    settings.RECORDING = False
    assert 'name="records"' not in text(client, f"{link(interview)}?step=consent")


@pytest.mark.parametrize(("patience", "pressed"), [("standard", "false"), ("patient", "true")])
def test_a_reloaded_room_remembers_who_is_waited_for_longer(
    client: Client, interview: Interview, patience: str, pressed: str
) -> None:
    agree(client, interview)
    Interview.objects.update(patience=patience)
    button = re.search(
        r'id="control-patience" aria-pressed="(\w+)"', text(client, f"{link(interview)}?step=check")
    )
    assert button is not None and button[1] == pressed


@pytest.mark.parametrize(("status", "kept"), [("running", True), ("ready", True), ("failed", False)])
def test_a_recording_is_told_of_where_one_is_kept(
    client: Client, interview: Interview, status: str, kept: bool
) -> None:
    agree(client, interview, records="yes")
    Interview.objects.update(status="finished")
    Recording.objects.create(interview=interview, status=status)
    for address in (link(interview), f"{link(interview)}/done"):
        assert ("A sound recording of" in text(client, address)) is kept


def test_the_first_page_says_that_sound_may_be_kept_only_where_it_may(
    client: Client, interview: Interview, settings: Any
) -> None:
    assert "No sound, unless you allow it" in text(client, f"{link(interview)}?step=welcome")
    settings.RECORDING = False
    assert "No sound, no picture." in text(client, f"{link(interview)}?step=welcome")
