"""The steps from a link to the room: each says where it is, none can be jumped over."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from pytest_django.fixtures import Settings

from interviews.models import Consent, Interview, Invitation, PlanVersion, PracticeInterview
from jobs.models import Job
from tests.interviews.makers import make_candidate, make_invitation
from tests.interviews.views.visitor import Visitor, text_of, the_interview

INLINE = re.compile(r"<script(?![^>]*(src=|application/json))|<style| style=| on\w+=")


def config_of(page: str) -> dict[str, Any]:
    found = re.search(r'<script id="page-config" type="application/json">(.*?)</script>', page)
    assert found is not None
    return dict(json.loads(found[1]))


@pytest.mark.parametrize("slash", ["", "/"])
def test_a_link_opens_with_what_this_is(visitor: Visitor, invitation: Invitation, slash: str) -> None:
    page = text_of(visitor.get(f"/interview/{invitation.public_id}{slash}"))
    for words in (
        "Step 1 of 4",
        "Crumb and Sons",
        "Baker",
        "An AI interviewer",
        "About 10 minutes, 3 questions",
    ):
        assert words in page


@pytest.mark.parametrize("address", ["ws://127.0.0.1:7880", ""])
def test_talking_is_offered_only_where_one_can_talk(
    visitor: Visitor, invitation: Invitation, settings: Settings, address: str
) -> None:
    settings.LIVEKIT_URL = settings.LIVEKIT_PUBLIC_URL = address
    page = text_of(visitor.get(f"/interview/{invitation.public_id}"))
    assert ("Talk or type" in page, "talking is not available here" in page) == (bool(address), not address)


def test_looking_at_a_link_leaves_nothing_behind(visitor: Visitor, invitation: Invitation) -> None:
    visitor.get(f"/interview/{invitation.public_id}")
    assert not Interview.objects.exists()


def test_a_personal_link_welcomes_by_name(visitor: Visitor) -> None:
    link = make_invitation(candidate=make_candidate()).public_id
    assert "Ada Okafor" in text_of(visitor.get(f"/interview/{link}"))


def test_the_room_is_not_shown_before_consent(visitor: Visitor, invitation: Invitation) -> None:
    page = text_of(visitor.get(f"/interview/{invitation.public_id}?step=check"))
    assert "Step 2 of 4" in page
    assert "page-config" not in page


def test_consent_leads_to_the_check_of_the_sound(visitor: Visitor, invitation: Invitation) -> None:
    link = invitation.public_id
    reply = visitor.agree(link, name="  Ada   Okafor ")
    assert reply.headers["Location"] == f"/interview/{link}?step=check"
    page = text_of(visitor.get(reply.headers["Location"]))
    assert "Step 3 of 4" in page
    assert config_of(page)["tokenUrl"] == f"/interview/{link}/token"
    interview = the_interview()
    assert (interview.status, interview.display_name) == ("consented", "Ada Okafor")
    assert Consent.objects.get().text.startswith("This interview is led by an AI interviewer")


def test_going_back_shows_what_was_agreed_to(visitor: Visitor, invitation: Invitation) -> None:
    visitor.agree(invitation.public_id)
    assert "Step 1 of 4" in text_of(visitor.get(f"/interview/{invitation.public_id}?step=welcome"))
    assert "You agreed to this." in text_of(visitor.get(f"/interview/{invitation.public_id}?step=consent"))


@pytest.mark.parametrize(
    ("changes", "status", "sentence"),
    [
        ({"agree": ""}, 400, "Tick the box"),
        ({"sha256": "0" * 64}, 409, "The text has changed"),
        ({"sha256": ""}, 409, "The text has changed"),
        ({"candidate_name": " \u200b "}, 400, "Please enter your name"),
    ],
)
def test_a_consent_that_does_not_count_is_asked_for_again(
    visitor: Visitor, invitation: Invitation, changes: dict[str, str], status: int, sentence: str
) -> None:
    reply = visitor.agree(invitation.public_id, **changes)
    assert reply.status_code == status
    assert sentence in text_of(reply)
    assert not Consent.objects.exists()


def test_who_gets_more_time_is_told_of_all_of_it(visitor: Visitor, job: Job, plan: PlanVersion) -> None:
    link = make_invitation(job=job, plan=plan, extra_time=50).public_id
    assert "About 15 minutes" in text_of(visitor.get(f"/interview/{link}"))
    assert "takes about 15 minutes" in text_of(visitor.get(f"/interview/{link}?step=consent"))


def test_practice_needs_no_name(visitor: Visitor, job: Job, plan: object) -> None:
    assert visitor.agree(job.public_id, name="").status_code == 302
    assert PracticeInterview.objects.get().status == "consented"
    assert not Interview.objects.exists()


def test_names_and_postings_cannot_become_markup(visitor: Visitor, invitation: Invitation) -> None:
    Job.objects.update(job_title="<script>alert(1)</script>", company_name="<img src=x onerror=alert(1)>")
    visitor.agree(invitation.public_id, name="<script>alert(2)</script>")
    visitor.get(f"/interview/{invitation.public_id}?step=check")
    visitor.post(f"/interview/{invitation.public_id}/type")
    visitor.get(f"/interview/{invitation.public_id}/answer")
    visitor.post(f"/interview/{invitation.public_id}/leave")
    visitor.get(f"/interview/{invitation.public_id}/done")
    assert "<script>alert" not in visitor.seen
    assert "<img" not in visitor.seen


def test_without_a_media_server_only_typing_is_offered(
    visitor: Visitor, invitation: Invitation, settings: Any
) -> None:
    settings.LIVEKIT_URL = settings.LIVEKIT_PUBLIC_URL = ""
    visitor.agree(invitation.public_id)
    page = text_of(visitor.get(f"/interview/{invitation.public_id}?step=check"))
    assert "This interview is typed" in page
    assert "page-config" not in page


def test_the_microphone_is_allowed_in_the_room_and_nowhere_else(
    visitor: Visitor, invitation: Invitation
) -> None:
    link = invitation.public_id
    elsewhere = [visitor.get("/"), visitor.get(f"/interview/{link}"), visitor.get("/interview/none")]
    visitor.agree(link)
    room = visitor.get(f"/interview/{link}?step=check")
    assert "microphone=(self)" in room.headers["Permissions-Policy"]
    assert all("microphone=()" in page.headers["Permissions-Policy"] for page in elsewhere)


def test_no_page_is_kept_in_a_cache_or_runs_inline_code(visitor: Visitor, invitation: Invitation) -> None:
    link = invitation.public_id
    visitor.agree(link)
    for path in ("/", f"/interview/{link}", f"/interview/{link}?step=check", "/interview/none"):
        reply = visitor.get(path)
        assert "no-store" in reply.headers["Cache-Control"]
        assert "script-src 'self'" in reply.headers["Content-Security-Policy"]
        assert not re.search(
            r"<script(?![^>]*(src=|application/json))|<style| style=| on\w+=", text_of(reply)
        )
