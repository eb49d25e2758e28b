"""The whole interview by typing, with and without scripts."""

from __future__ import annotations

import pytest
import time_machine
from django.utils import timezone

from interviews.models import Interview, Invitation, Turn
from interviews.services.words import MAX_CHARS
from tests.interviews.makers import started
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
