"""What somebody types is kept for them until it is sent, and for nobody else."""

from __future__ import annotations

import logging
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from interviews.models import Interview, InterviewEvent, Invitation, PlanVersion, PracticeInterview, Turn
from interviews.services.families import FAMILIES
from interviews.services.sessions import stop_interview
from interviews.services.upkeep import close_abandoned_interviews
from interviews.services.words import MAX_CHARS
from jobs.models import Job
from tests.interviews.makers import make_candidate, make_invitation
from tests.interviews.views.visitor import Visitor, text_of, the_interview, typed_form


@pytest.fixture(params=["hiring", "practice"])
def link(request: pytest.FixtureRequest, job: Job, plan: PlanVersion, invitation: Invitation) -> str:
    """A link to an interview of each family."""
    return invitation.public_id if request.param == "hiring" else job.public_id


def stored_drafts() -> str:
    return "".join(draft for family in FAMILIES for draft in family.objects.values_list("draft", flat=True))


def write(visitor: Visitor, link: str, text: str, *, page: str = "") -> int:
    """Type without sending, on the page as it is now or as it was opened before."""
    page = page or text_of(visitor.get(f"/interview/{link}/answer"))
    return visitor.post(f"/interview/{link}/draft", typed_form(page, text)).status_code


def shown(visitor: Visitor, link: str) -> str:
    """What stands in the field."""
    page = text_of(visitor.get(f"/interview/{link}/answer"))
    return page.split("<textarea", 1)[1].split(">\n", 1)[1].split("</textarea>")[0]


def test_what_was_typed_is_there_when_the_page_is_opened_again(visitor: Visitor, link: str) -> None:
    visitor.type_instead(link)
    assert write(visitor, link, "Half a thought") == 200
    assert write(visitor, link, "Half a thought about <rye>") == 200
    page = text_of(visitor.get(f"/interview/{link}/answer"))
    assert ">\nHalf a thought about &lt;rye&gt;</textarea>" in page
    assert "We kept what you had written." in page


def test_nobody_is_told_of_words_that_are_not_there(visitor: Visitor, link: str) -> None:
    page = text_of(visitor.type_instead(link))
    assert "We kept what you had written." not in page


def test_a_kept_draft_comes_with_how_far_the_interview_is(visitor: Visitor, invitation: Invitation) -> None:
    page = text_of(visitor.type_instead(invitation.public_id))
    reply = visitor.post(f"/interview/{invitation.public_id}/draft", typed_form(page, "Rye"))
    assert reply.json()["progress"].strip() == "Question 1 of 3, about 20 minutes left"  # type: ignore[attr-defined]


def test_a_personal_link_shows_the_draft_in_any_browser(visitor: Visitor, stranger: Visitor) -> None:
    link = make_invitation(candidate=make_candidate()).public_id
    visitor.type_instead(link)
    write(visitor, link, "Half a thought")
    assert shown(stranger, link) == "Half a thought"


@pytest.mark.parametrize("action", ["rephrase", "break", "repeat", "device", "show"])
def test_no_button_costs_what_was_being_written(visitor: Visitor, link: str, action: str) -> None:
    visitor.type_instead(link)
    assert visitor.answer(link, "Half a thought", action=action).status_code == 302
    if action == "break":
        form = typed_form(text_of(visitor.get(f"/interview/{link}/answer")), "", action="repeat")
        del form["text"]
        visitor.post(f"/interview/{link}/answer", form)
    assert shown(visitor, link) == "Half a thought"


def test_a_draft_waits_with_its_question(visitor: Visitor, invitation: Invitation) -> None:
    link = invitation.public_id
    visitor.type_instead(link)
    visitor.answer(link, "Half a thought about bread", action="skip")
    assert shown(visitor, link) == ""
    visitor.answer(link, "Something about ovens", action="back")
    assert shown(visitor, link) == "Half a thought about bread"
    visitor.answer(link, "A whole thought about bread")
    assert shown(visitor, link) == "Something about ovens"


def test_emptying_the_field_forgets_the_draft(visitor: Visitor, link: str) -> None:
    visitor.type_instead(link)
    write(visitor, link, "Half a thought")
    write(visitor, link, "")
    assert (shown(visitor, link), stored_drafts()) == ("", "")


def test_a_draft_is_no_longer_than_an_answer_may_be(visitor: Visitor, link: str) -> None:
    visitor.type_instead(link)
    assert write(visitor, link, "x" * (MAX_CHARS + 1)) == 400
    assert write(visitor, link, "\r\n" * MAX_CHARS + "x") == 400
    assert write(visitor, link, "a\r\n" * (MAX_CHARS // 2)) == 200
    assert shown(visitor, link) == "a\n" * (MAX_CHARS // 2)


@pytest.mark.parametrize("asked", ["", "x", "-1", "1" * 30])
def test_a_draft_for_nothing_that_was_asked_is_refused(visitor: Visitor, link: str, asked: str) -> None:
    visitor.type_instead(link)
    reply = visitor.post(f"/interview/{link}/draft", {"text": "Rye", "asked": asked})
    assert reply.status_code in {400, 409}
    assert stored_drafts() == ""


def test_a_draft_needs_an_interview_that_has_begun(visitor: Visitor, link: str) -> None:
    visitor.agree(link)
    visitor.post(f"/interview/{link}/draft", {"text": "Rye", "asked": "7"})
    assert stored_drafts() == ""


def test_a_draft_from_an_outdated_page_is_not_kept_for_another_question(visitor: Visitor, link: str) -> None:
    old = text_of(visitor.type_instead(link))
    visitor.answer(link, "word " * 200)
    assert write(visitor, link, "More about that", page=old) == 409
    assert shown(visitor, link) == ""


def test_only_whose_interview_it_is_may_keep_a_draft(visitor: Visitor, stranger: Visitor, link: str) -> None:
    page = text_of(visitor.type_instead(link))
    stranger.get(f"/interview/{link}?step=consent")
    assert write(stranger, link, "I was here", page=page) in {403, 409}
    assert stored_drafts() == ""


def test_forms_of_other_sites_leave_no_draft(visitor: Visitor, link: str) -> None:
    page = text_of(visitor.type_instead(link))
    form = typed_form(page, "I was here")
    assert visitor.client.post(f"/interview/{link}/draft", form).status_code == 403
    assert stored_drafts() == ""


def test_a_flood_of_drafts_is_stopped(visitor: Visitor, link: str) -> None:
    page = text_of(visitor.type_instead(link))
    with time_machine.travel(timezone.now(), tick=False):
        statuses = [write(visitor, link, "Rye", page=page) for _ in range(121)]
    assert (statuses[0], statuses[-1]) == (200, 429)


def test_a_sent_answer_leaves_no_draft(visitor: Visitor, link: str) -> None:
    visitor.type_instead(link)
    write(visitor, link, "Half a thought")
    visitor.answer(link, "A whole thought")
    assert stored_drafts() == ""


def leave(visitor: Visitor, link: str) -> None:
    visitor.post(f"/interview/{link}/leave")


def skip_to_the_end(visitor: Visitor, link: str) -> None:
    while visitor.answer(link, "Not this", action="skip").headers["Location"].endswith("answer"):
        pass


@pytest.mark.parametrize("end", [leave, skip_to_the_end])
def test_nothing_unsent_outlives_the_interview(visitor: Visitor, link: str, end: object) -> None:
    page = text_of(visitor.type_instead(link))
    write(visitor, link, "My unsent words")
    end(visitor, link)  # type: ignore[operator]
    assert stored_drafts() == ""
    assert write(visitor, link, "My unsent words", page=page) == 410
    assert stored_drafts() == ""
    assert "My unsent words" not in text_of(visitor.get(f"/interview/{link}/done"))


def test_a_recruiters_stop_and_a_day_without_return_forget_the_draft(visitor: Visitor, link: str) -> None:
    visitor.type_instead(link)
    write(visitor, link, "My unsent words")
    for interview in Interview.objects.all():
        stop_interview(interview=interview, stopped_by="Rita", now=timezone.now())
    with time_machine.travel(timezone.now() + timedelta(days=2)):
        close_abandoned_interviews(now=timezone.now())
    assert stored_drafts() == ""
    assert not PracticeInterview.objects.exclude(status="abandoned").exists()


def test_recruiters_never_see_a_draft(visitor: Visitor, invitation: Invitation, admin_client: Client) -> None:
    visitor.type_instead(invitation.public_id)
    write(visitor, invitation.public_id, "My unsent words")
    visitor.answer(invitation.public_id, "My unsent words", action="rephrase")
    pk = the_interview().pk
    for path in (f"{pk}/change/", f"{pk}/live/", ""):
        page = admin_client.get(f"/admin/interviews/interview/{path}")
        assert page.status_code == 200
        assert "unsent words" not in page.content.decode()


def test_a_draft_is_in_no_log(
    visitor: Visitor, invitation: Invitation, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    visitor.type_instead(invitation.public_id)
    write(visitor, invitation.public_id, "My unsent words")
    visitor.answer(invitation.public_id, "My unsent words", action="skip")
    visitor.answer(invitation.public_id, "x" * (MAX_CHARS + 1))
    assert [record for record in caplog.messages if "unsent" in record] == []
    assert "unsent" not in str(list(InterviewEvent.objects.values_list("payload", "effects")))
    assert not Turn.objects.filter(text__contains="unsent").exists()
