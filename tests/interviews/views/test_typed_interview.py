"""The whole interview by typing, with and without scripts."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from interviews.models import Interview, InterviewEvent, Invitation, Turn
from interviews.services.words import MAX_CHARS
from jobs.models import Job
from tests.interviews.makers import PLAN, make_invitation, make_plan, started
from tests.interviews.views.visitor import Visitor, hidden, text_of, the_interview, typed_form


def answers() -> list[str]:
    return list(Turn.objects.filter(role="candidate").values_list("text", flat=True))


def test_typing_begins_with_the_first_question(visitor: Visitor, invitation: Invitation) -> None:
    page = text_of(visitor.type_instead(invitation.public_id))
    assert "Question 1 of 3" in page
    assert "Which bread did you bake first?" in page
    assert (the_interview().status, the_interview().mode) == ("live", "typed")


def test_beginning_twice_asks_once(visitor: Visitor, invitation: Invitation) -> None:
    visitor.type_instead(invitation.public_id)
    visitor.post(f"/interview/{invitation.public_id}/type")
    assert Turn.objects.filter(kind="core").count() == 1


def test_answers_lead_to_the_end(visitor: Visitor, invitation: Invitation) -> None:
    link = invitation.public_id
    visitor.type_instead(link)
    for text in ("Rye, at home, when I was ten years old.", "I bake again.", "I like the quiet."):
        reply = visitor.answer(link, text)
    assert reply.headers["Location"] == f"/interview/{link}/done"
    assert the_interview().status == "finished"
    assert len(answers()) == 3


def test_a_form_that_is_sent_twice_counts_once(visitor: Visitor, invitation: Invitation) -> None:
    link = invitation.public_id
    page = text_of(visitor.type_instead(link))
    form = typed_form(page, "Rye.")
    assert [visitor.post(f"/interview/{link}/answer", form).status_code for _ in range(2)] == [302, 302]
    assert answers() == ["Rye."]


def test_scripts_get_only_the_part_that_changes(visitor: Visitor, invitation: Invitation) -> None:
    link = invitation.public_id
    page = text_of(visitor.type_instead(link))
    form = typed_form(page, "Rye.")
    part = text_of(visitor.htmx(f"/interview/{link}/answer", form))
    assert "<html" not in part
    assert "Question 2 of 3" in part
    assert hidden(part, "report_id") != form["report_id"]


def test_scripts_are_sent_to_the_last_page_at_the_end(visitor: Visitor, invitation: Invitation) -> None:
    link = invitation.public_id
    page = text_of(visitor.type_instead(link))
    Interview.objects.update(status="finished")
    form = typed_form(page, "Rye.")
    assert visitor.htmx(f"/interview/{link}/answer", form).headers["HX-Redirect"] == f"/interview/{link}/done"
    assert answers() == []


def test_a_question_can_be_read_again(visitor: Visitor, invitation: Invitation) -> None:
    visitor.type_instead(invitation.public_id)
    visitor.answer(invitation.public_id, "", action="repeat")
    assert Turn.objects.filter(kind="repeat").count() == 1
    assert answers() == []


def test_a_question_can_be_skipped(visitor: Visitor, invitation: Invitation) -> None:
    visitor.type_instead(invitation.public_id)
    visitor.answer(invitation.public_id, "half a thought", action="skip")
    assert "Question 2 of 3" in text_of(visitor.get(f"/interview/{invitation.public_id}/answer"))
    assert answers() == []


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "Write your answer first"),
        ("   \n ", "Write your answer first"),
        ("x" * (MAX_CHARS + 1), "longer than"),
    ],
)
def test_an_answer_that_cannot_be_taken_stays_in_the_field(
    visitor: Visitor, invitation: Invitation, text: str, sentence: str
) -> None:
    visitor.type_instead(invitation.public_id)
    reply = visitor.answer(invitation.public_id, text)
    assert reply.status_code == 400
    assert sentence in text_of(reply)
    assert text.strip() in text_of(reply)
    assert answers() == []


def test_an_answer_without_its_number_is_refused(visitor: Visitor, invitation: Invitation) -> None:
    visitor.type_instead(invitation.public_id)
    reply = visitor.post(f"/interview/{invitation.public_id}/answer", {"text": "Rye.", "report_id": "1"})
    assert reply.status_code == 400
    assert answers() == []


def test_answers_are_shown_as_text(visitor: Visitor, invitation: Invitation) -> None:
    visitor.type_instead(invitation.public_id)
    visitor.answer(invitation.public_id, "<script>alert(1)</script>")
    visitor.get(f"/interview/{invitation.public_id}/answer")
    assert "<script>alert" not in visitor.seen
    assert "&lt;script&gt;alert" in visitor.seen


def test_talking_can_become_typing_and_back(visitor: Visitor, invitation: Invitation) -> None:
    link = invitation.public_id
    visitor.agree(link)
    started(the_interview())
    visitor.post(f"/interview/{link}/type")
    assert the_interview().mode == "typed"
    assert visitor.get(f"/interview/{link}").headers["Location"] == f"/interview/{link}/answer"
    assert "Welcome back" in text_of(visitor.get(f"/interview/{link}?step=check"))
    assert visitor.post(f"/interview/{link}/token").status_code == 200
    assert the_interview().mode == "voice"
    assert visitor.get(f"/interview/{link}/answer").headers["Location"] == f"/interview/{link}?step=check"


def test_typing_needs_consent(visitor: Visitor, invitation: Invitation) -> None:
    visitor.get(f"/interview/{invitation.public_id}?step=consent")
    assert visitor.post(f"/interview/{invitation.public_id}/type").status_code == 403
    assert not Turn.objects.exists()


def test_a_flood_of_answers_is_stopped(visitor: Visitor, invitation: Invitation) -> None:
    visitor.type_instead(invitation.public_id)
    # Time stands still: on a slow machine the bucket would fill again meanwhile.
    with time_machine.travel(timezone.now(), tick=False):
        replies = [visitor.post(f"/interview/{invitation.public_id}/answer") for _ in range(31)]
    assert replies[0].status_code == 400
    assert replies[-1].status_code == 429


def show(visitor: Visitor, link: str) -> str:
    return text_of(visitor.get(f"/interview/{link}/answer"))


def test_a_control_puts_no_words_into_the_candidates_mouth(visitor: Visitor, invitation: Invitation) -> None:
    visitor.type_instead(invitation.public_id)
    for action in ("rephrase", "skip", "back", "break", "repeat"):
        assert visitor.answer(invitation.public_id, "", action=action).status_code == 302
    assert not Turn.objects.filter(role="candidate").exists()
    pressed = InterviewEvent.objects.filter(kind="pressed").order_by("pk")
    assert [event.payload["control"] for event in pressed] == ["rephrase", "skip", "back", "break", "repeat"]


def test_one_may_go_back_once_and_only_where_there_is_something_before(
    visitor: Visitor, invitation: Invitation
) -> None:
    link, button = invitation.public_id, "Back to the question before"
    assert button not in text_of(visitor.type_instead(link))
    visitor.answer(link, "Rye.")
    assert button in show(visitor, link)
    visitor.answer(link, "", action="back")
    assert "Question 1 of 3" in show(visitor, link)
    assert button not in show(visitor, link)
    visitor.answer(link, "Spelt, now that I think of it.")
    assert "Question 2 of 3" in show(visitor, link)
    assert button not in show(visitor, link)


def test_other_words_are_offered_where_the_plan_has_them_and_shown_below_the_question(
    visitor: Visitor, job: Job
) -> None:
    text = PLAN.replace('bake first?"', 'bake first?", rephrase: "What was your first loaf?"')
    link = make_invitation(job=job, plan=make_plan(job, text=text)).public_id
    assert "In other words" in text_of(visitor.type_instead(link))
    visitor.answer(link, "", action="rephrase")
    page = show(visitor, link)
    assert "What was your first loaf?" in page.split("<form")[0]
    assert "In other words" not in page
    visitor.answer(link, "Rye.")
    assert "In other words" not in show(visitor, link)


def test_a_break_says_that_the_time_stands_still_and_ends_with_the_same_question(
    visitor: Visitor, invitation: Invitation
) -> None:
    link = invitation.public_id
    visitor.type_instead(link)
    visitor.answer(link, "", action="break")
    page = show(visitor, link)
    assert "The time stands still" in page and "I am back" in page
    assert "<textarea" not in page
    visitor.answer(link, "", action="repeat")
    page = show(visitor, link)
    assert "Question 1 of 3" in page and "<textarea" in page


def test_an_answer_from_a_page_that_knows_of_no_break_waits_until_it_is_over(
    visitor: Visitor, invitation: Invitation
) -> None:
    link = invitation.public_id
    old = text_of(visitor.type_instead(link))
    visitor.answer(link, "", action="break")
    reply = visitor.post(f"/interview/{link}/answer", typed_form(old, "Rye."))
    assert reply.status_code == 409
    assert "What you wrote is kept" in text_of(reply)
    form = typed_form(text_of(reply), "", action="repeat")
    del form["text"]
    visitor.post(f"/interview/{link}/answer", form)
    assert ">\nRye.</textarea>" in show(visitor, link)
    assert answers() == []


def test_what_is_asked_about_an_answer_is_the_headline_and_its_question_stays(
    visitor: Visitor, job: Job
) -> None:
    authored = '{for: own_bread, text: "How did it turn out?"}'
    probes = f"probes: {{max: 1, authored: [{authored}]}}"
    text = PLAN.replace("competencies: [craft]}", f"{probes}, competencies: [craft]}}", 1)
    link = make_invitation(job=job, plan=make_plan(job, text=text)).public_id
    visitor.type_instead(link)
    visitor.answer(link, "Rye.")
    headline, below = show(visitor, link).split("<h1", 1)[1].split("</h1>", 1)
    assert "How did it turn out?" in headline
    assert "Which bread did you bake first?" in below.split("<form")[0]


def test_an_answer_of_an_outdated_page_reaches_no_other_question(
    visitor: Visitor, invitation: Invitation
) -> None:
    link = invitation.public_id
    old = text_of(visitor.type_instead(link))
    visitor.answer(link, "Rye.")
    reply = visitor.post(f"/interview/{link}/answer", typed_form(old, "Spelt, in a tin."))
    assert reply.status_code == 409
    page = text_of(reply)
    assert "went on in another window or on another device" in page
    assert "Question 2 of 3" in page
    assert ">\nSpelt, in a tin.</textarea>" in page
    assert answers() == ["Rye."]
    assert ">\nSpelt, in a tin.</textarea>" in show(visitor, link)


def test_words_of_an_outdated_page_stand_below_those_that_wait(
    visitor: Visitor, invitation: Invitation
) -> None:
    link = invitation.public_id
    old = text_of(visitor.type_instead(link))
    visitor.answer(link, "Rye.")
    visitor.answer(link, "I throw it away.", action="show")
    for _ in range(2):
        visitor.post(f"/interview/{link}/answer", typed_form(old, "Spelt, in a tin."))
    assert ">\nI throw it away.\n\nSpelt, in a tin.</textarea>" in show(visitor, link)


@pytest.mark.parametrize("action", ["skip", "back", "break", "rephrase", "device", "show"])
def test_a_button_of_an_outdated_page_does_nothing_but_tell(
    visitor: Visitor, invitation: Invitation, action: str
) -> None:
    link = invitation.public_id
    old = text_of(visitor.type_instead(link))
    visitor.answer(link, "Rye.")
    before = the_interview().state
    reply = visitor.post(f"/interview/{link}/answer", typed_form(old, "Spelt.", action=action))
    assert reply.status_code == 409
    assert ">\nSpelt.</textarea>" in text_of(reply)
    assert the_interview().state == before


def test_scripts_get_the_new_question_where_the_page_was_outdated(
    visitor: Visitor, invitation: Invitation
) -> None:
    link = invitation.public_id
    old = text_of(visitor.type_instead(link))
    visitor.answer(link, "Rye.")
    reply = visitor.htmx(f"/interview/{link}/answer", typed_form(old, "Spelt."))
    assert reply.status_code == 200
    assert "Question 2 of 3" in text_of(reply) and ">\nSpelt.</textarea>" in text_of(reply)


@pytest.mark.parametrize("action", ["answer", "skip"])
def test_a_double_click_is_no_outdated_page(visitor: Visitor, invitation: Invitation, action: str) -> None:
    link = invitation.public_id
    form = typed_form(text_of(visitor.type_instead(link)), "Rye.", action=action)
    assert [visitor.post(f"/interview/{link}/answer", form).status_code for _ in range(3)] == [302] * 3
    page = show(visitor, link)
    assert "Question 2 of 3" in page and ">\n</textarea>" in page


@pytest.mark.parametrize("action", ["done", "stop", "Rye", "Left"])
def test_a_control_that_the_page_does_not_have_is_refused(
    visitor: Visitor, invitation: Invitation, action: str
) -> None:
    visitor.type_instead(invitation.public_id)
    reply = visitor.answer(invitation.public_id, "Half a thought", action=action)
    assert reply.status_code == 400
    assert ">\nHalf a thought</textarea>" in text_of(reply)


def test_line_breaks_count_as_the_field_counts_them(visitor: Visitor, invitation: Invitation) -> None:
    visitor.type_instead(invitation.public_id)
    lines = "a\r\n" * (MAX_CHARS // 2)
    assert visitor.answer(invitation.public_id, lines).status_code == 302
    assert answers() == [lines.replace("\r", "").strip()]


def test_whoever_lost_their_place_gets_their_words_back(visitor: Visitor, invitation: Invitation) -> None:
    link = invitation.public_id
    page = text_of(visitor.type_instead(link))
    del visitor.client.cookies["sessionid"]
    reply = visitor.post(f"/interview/{link}/answer", typed_form(page, "Rye, <b>at home</b>."))
    assert reply.status_code == 403
    assert ">\nRye, &lt;b&gt;at home&lt;/b&gt;.</textarea>" in text_of(reply)
    assert answers() == []


def test_questions_and_answers_say_in_which_language_they_are(visitor: Visitor, job: Job) -> None:
    text = PLAN.replace("language: en", "language: de")
    link = make_invitation(job=job, plan=make_plan(job, text=text)).public_id
    visitor.type_instead(link)
    visitor.answer(link, "Roggenbrot.")
    page = show(visitor, link)
    assert '<html lang="en">' in page
    assert 'id="question" dir="auto" lang="de"' in page
    assert page.count('class="caption-text"') == page.count('class="caption-text" dir="auto" lang="de"') > 2


def test_time_is_told_in_words_and_never_below_nothing(visitor: Visitor, invitation: Invitation) -> None:
    link = invitation.public_id
    assert "about 20 minutes left" in text_of(visitor.type_instead(link))
    # Typing for less than five minutes at a time: none of it is taken for an absence.
    for minutes in (4.5, 9, 13.5, 18, 20.5):
        with time_machine.travel(the_interview().started_at + timedelta(minutes=minutes)):
            visitor.answer(link, "", action="repeat")
            page = show(visitor, link)
    assert "a little over the planned time" in page


@pytest.mark.parametrize(("site", "is_shown"), [("same-origin", True), ("cross-site", False), ("", False)])
def test_a_form_without_its_token_gives_the_words_back_to_whoever_wrote_them_here(
    visitor: Visitor, invitation: Invitation, site: str, is_shown: bool
) -> None:
    link = invitation.public_id
    form = typed_form(text_of(visitor.type_instead(link)), "Rye, at home.")
    reply = visitor.client.post(f"/interview/{link}/answer", form, headers={"Sec-Fetch-Site": site})
    assert reply.status_code == 403
    assert (">\nRye, at home.</textarea>" in text_of(reply)) is is_shown
    assert answers() == []
