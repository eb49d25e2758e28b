"""An interview goes on on another device: by one link, for a day, once, and for nobody without it."""

from __future__ import annotations

import logging
import re
from datetime import timedelta
from html import unescape

import pytest
import time_machine
from django.core import signing
from django.utils import timezone

from interviews.models import Interview, Invitation, PlanVersion, PracticeInterview
from interviews.services.families import FAMILIES, find_interview
from interviews.services.resume_links import resume_code
from jobs.models import Job
from tests.interviews.makers import make_candidate, make_invitation
from tests.interviews.views.visitor import Visitor, text_of


@pytest.fixture(params=["hiring", "practice"])
def link(request: pytest.FixtureRequest, job: Job, plan: PlanVersion, invitation: Invitation) -> str:
    """A link to an interview of each family."""
    return invitation.public_id if request.param == "hiring" else job.public_id


def address(visitor: Visitor, link: str) -> str:
    """The link that the page shows, as text."""
    found = re.search(r'id="device-url"[^>]*>([^<]+)<', text_of(visitor.get(f"/interview/{link}/device")))
    assert found is not None
    return unescape(found[1])


def code_of(visitor: Visitor, link: str) -> str:
    return address(visitor, link).partition("#")[2]


def redeem(visitor: Visitor, link: str, code: str) -> int:
    """Open the link and press the button."""
    visitor.get(f"/interview/{link}/resume")
    return visitor.post(f"/interview/{link}/resume", {"code": code}).status_code


def interviews() -> list[object]:
    return [interview for family in FAMILIES for interview in family.objects.all()]


def test_the_same_interview_goes_on_with_its_draft(visitor: Visitor, stranger: Visitor, link: str) -> None:
    question = re.search(r"<h1[^>]*>[^<]+", text_of(visitor.type_instead(link)))
    visitor.answer(link, "Half a thought", action="device")
    assert redeem(stranger, link, code_of(visitor, link)) == 302
    assert stranger.get(f"/interview/{link}").headers["Location"] == f"/interview/{link}/answer"
    page = text_of(stranger.get(f"/interview/{link}/answer"))
    assert question is not None and question[0] in page
    assert ">\nHalf a thought</textarea>" in page
    assert len(interviews()) == 1


def test_both_devices_may_go_on(visitor: Visitor, stranger: Visitor, link: str) -> None:
    visitor.type_instead(link)
    redeem(stranger, link, code_of(visitor, link))
    assert visitor.answer(link, "Rye.").status_code == 302
    assert stranger.answer(link, "I bake again.").status_code == 302


def test_the_page_says_what_the_link_is_and_draws_it(visitor: Visitor, link: str) -> None:
    visitor.type_instead(link)
    reply = visitor.get(f"/interview/{link}/device")
    page = text_of(reply)
    assert "Whoever has this link can go on in your place." in page
    assert "It works once, within a day" in page
    assert "<svg" in page and "Copy the link" in page
    assert " style=" not in page
    assert "no-store" in reply.headers["Cache-Control"]


def test_the_key_is_where_browsers_send_it_to_no_server(visitor: Visitor, link: str) -> None:
    visitor.type_instead(link)
    path, _, code = address(visitor, link).partition("#")
    assert path.endswith(f"/interview/{link}/resume")
    assert code and code not in path


def test_the_key_is_in_no_log_and_in_no_address(
    visitor: Visitor, stranger: Visitor, link: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    visitor.type_instead(link)
    code = code_of(visitor, link)
    redeem(stranger, link, code)
    redeem(stranger, link, code)
    assert [message for message in caplog.messages if code in message] == []
    assert code not in stranger.seen


def test_a_personal_invitation_is_its_own_link(visitor: Visitor) -> None:
    link = make_invitation(candidate=make_candidate()).public_id
    visitor.type_instead(link)
    assert address(visitor, link).endswith(f"/interview/{link}")


def test_a_link_works_once(visitor: Visitor, stranger: Visitor, link: str) -> None:
    visitor.type_instead(link)
    code = code_of(visitor, link)
    assert [redeem(stranger, link, code) for _ in range(2)] == [302, 410]
    assert "This link was used before" in stranger.seen
    assert redeem(stranger, link, code_of(visitor, link)) == 302


def test_a_link_works_for_a_day(visitor: Visitor, stranger: Visitor, link: str) -> None:
    visitor.type_instead(link)
    code = code_of(visitor, link)
    with time_machine.travel(timezone.now() + timedelta(hours=24, minutes=1)):
        assert redeem(stranger, link, code) == 410
        assert "valid for a day" in stranger.seen
        assert stranger.get(f"/interview/{link}/answer").status_code == 403


@pytest.mark.parametrize("change", ["", "x", "a.b:c:d", "\x00", "é" * 5000])
def test_a_forged_link_opens_nothing(visitor: Visitor, stranger: Visitor, link: str, change: str) -> None:
    visitor.type_instead(link)
    assert redeem(stranger, link, change) == 400
    assert stranger.get(f"/interview/{link}/answer").status_code == 403


def test_a_changed_link_opens_nothing(
    visitor: Visitor, stranger: Visitor, job: Job, invitation: Invitation
) -> None:
    visitor.type_instead(job.public_id)
    visitor.type_instead(invitation.public_id)
    code = code_of(visitor, job.public_id)
    practice, hiring = PracticeInterview.objects.get(), Interview.objects.get()
    assert redeem(stranger, invitation.public_id, code.replace(practice.public_id, hiring.public_id)) == 400
    assert redeem(stranger, job.public_id, code[:-1]) == 400


def test_other_things_that_are_signed_here_open_nothing(
    visitor: Visitor, stranger: Visitor, link: str
) -> None:
    visitor.type_instead(link)
    value = code_of(visitor, link).rsplit(":", 2)[0]
    assert redeem(stranger, link, signing.TimestampSigner().sign(value)) == 400
    assert redeem(stranger, link, signing.TimestampSigner(salt="another").sign(value)) == 400


def test_a_key_fits_one_link_only(
    visitor: Visitor, stranger: Visitor, job: Job, invitation: Invitation
) -> None:
    other = make_invitation(job=job, plan=invitation.plan).public_id
    visitor.type_instead(invitation.public_id)
    code = code_of(visitor, invitation.public_id)
    assert redeem(stranger, other, code) == 400
    assert redeem(stranger, job.public_id, code) == 400
    assert redeem(stranger, invitation.public_id, code) == 302


def test_a_key_opens_nothing_after_the_end(visitor: Visitor, stranger: Visitor, link: str) -> None:
    visitor.type_instead(link)
    code = code_of(visitor, link)
    visitor.post(f"/interview/{link}/leave")
    assert redeem(stranger, link, code) == 410
    assert stranger.get(f"/interview/{link}/done").status_code == 403
    assert visitor.get(f"/interview/{link}/device").status_code == 410


def test_a_withdrawn_invitation_is_withdrawn_on_every_device(
    visitor: Visitor, stranger: Visitor, invitation: Invitation
) -> None:
    visitor.type_instead(invitation.public_id)
    code = code_of(visitor, invitation.public_id)
    Invitation.objects.update(revoked_at=timezone.now())
    assert redeem(stranger, invitation.public_id, code) == 410
    assert "This link was withdrawn" in stranger.seen


def test_whoever_has_begun_takes_even_an_expired_invitation_along(
    visitor: Visitor, stranger: Visitor, invitation: Invitation
) -> None:
    visitor.type_instead(invitation.public_id)
    code = code_of(visitor, invitation.public_id)
    Invitation.objects.update(expires_at=timezone.now() - timedelta(days=1))
    assert redeem(stranger, invitation.public_id, code) == 302
    assert stranger.get(f"/interview/{invitation.public_id}/answer").status_code == 200


def test_only_forms_of_the_page_itself_are_taken(visitor: Visitor, stranger: Visitor, link: str) -> None:
    visitor.type_instead(link)
    code = code_of(visitor, link)
    stranger.get(f"/interview/{link}/resume")
    assert stranger.client.post(f"/interview/{link}/resume", {"code": code}).status_code == 403
    assert redeem(stranger, link, code) == 302


def test_opening_the_link_alone_uses_nothing_up(visitor: Visitor, stranger: Visitor, link: str) -> None:
    visitor.type_instead(link)
    assert stranger.get(f"/interview/{link}/resume").status_code == 200
    assert stranger.get(f"/interview/{link}/answer").status_code == 403


def test_guessing_is_stopped(visitor: Visitor, stranger: Visitor, link: str) -> None:
    visitor.type_instead(link)
    with time_machine.travel(timezone.now(), tick=False):
        statuses = [redeem(stranger, link, "guess") for _ in range(16)]
    assert (statuses[0], statuses[-1]) == (400, 429)


def test_every_key_is_another(visitor: Visitor, link: str) -> None:
    visitor.type_instead(link)
    (interview,) = (known for known in interviews())
    found = find_interview(public_id=interview.public_id)  # type: ignore[attr-defined]
    assert found is not None
    assert len({resume_code(interview=found) for _ in range(20)}) == 20
