"""Tips on an answer: while it is typed and after it was spoken, in practice and nowhere else."""

from __future__ import annotations

import pytest
import time_machine
from django.forms.models import model_to_dict
from django.utils import timezone

from interviews.models import Invitation, PracticeEvent, PracticeInterview, PracticeTurn
from interviews.services.turns import mark_spoken
from jobs.models import Job
from tests.interviews.makers import say, started
from tests.interviews.views.visitor import Visitor, text_of, typed_form

pytestmark = pytest.mark.django_db
EVIL = '</textarea><script>alert(1)</script>"><img src=x onerror=alert(1)>'


@pytest.fixture
def link(visitor: Visitor, job: Job) -> str:
    """A practice interview that is being typed."""
    visitor.type_instead(job.public_id)
    return job.public_id


class TestWhileTyping:
    def test_they_come_as_a_part_of_the_page(self, visitor: Visitor, link: str) -> None:
        page = text_of(visitor.htmx(f"/interview/{link}/tips", {"text": "I baked bread."}))
        assert "Words: 3." in page
        assert "<html" not in page

    def test_they_count_all_that_was_answered_to_the_question(self, visitor: Visitor, link: str) -> None:
        interview = PracticeInterview.objects.get()
        asked = interview.state["position"]
        visitor.answer(link, "I baked bread.")
        interview.refresh_from_db()
        assert interview.state["position"] == asked, "the drafted question has no follow-up to type to"
        assert "Words: 5." in text_of(visitor.htmx(f"/interview/{link}/tips", {"text": "And rolls."}))

    def test_nothing_of_them_is_stored(self, visitor: Visitor, link: str) -> None:
        def stored() -> object:
            [interview] = PracticeInterview.objects.all()
            rows = PracticeTurn.objects.count(), PracticeEvent.objects.count()
            return model_to_dict(interview), rows

        form = typed_form(text_of(visitor.get(f"/interview/{link}/answer")), "My secret is rye.")
        before = stored()
        visitor.htmx(f"/interview/{link}/tips", form)
        visitor.post(f"/interview/{link}/tips", form)
        assert stored() == before

    def test_without_scripts_the_page_comes_back_with_the_words_and_the_tips(
        self, visitor: Visitor, link: str
    ) -> None:
        form = typed_form(text_of(visitor.get(f"/interview/{link}/answer")), "I baked bread.")
        page = text_of(visitor.post(f"/interview/{link}/tips", form))
        assert "<html" in page
        assert "I baked bread.</textarea>" in page
        assert "Words: 3." in page
        sent = visitor.post(f"/interview/{link}/answer", typed_form(page, "I baked bread."))
        assert sent.status_code == 302

    def test_words_for_an_earlier_question_are_not_put_under_a_later_one_unsaid(
        self, visitor: Visitor, link: str
    ) -> None:
        form = typed_form(text_of(visitor.get(f"/interview/{link}/answer")), "I baked bread.")
        visitor.answer(link, "", action="skip")
        reply = visitor.post(f"/interview/{link}/tips", form)
        assert reply.status_code == 409
        assert "I baked bread.</textarea>" in text_of(reply)

    def test_an_empty_answer_gets_a_word_of_encouragement(self, visitor: Visitor, link: str) -> None:
        assert "Begin with one plain sentence." in text_of(visitor.htmx(f"/interview/{link}/tips", {}))

    def test_what_was_typed_cannot_become_markup(self, visitor: Visitor, link: str) -> None:
        visitor.htmx(f"/interview/{link}/tips", {"text": EVIL})
        visitor.post(f"/interview/{link}/tips", {"text": EVIL})
        assert "<script>alert" not in visitor.seen
        assert "<img src=x" not in visitor.seen

    def test_a_flood_is_stopped(self, visitor: Visitor, link: str) -> None:
        with time_machine.travel(timezone.now(), tick=False):
            replies = [visitor.htmx(f"/interview/{link}/tips", {"text": "I"}) for _ in range(121)]
        assert replies[0].status_code == 200
        assert replies[-1].status_code == 429

    def test_they_end_with_the_interview(self, visitor: Visitor, link: str) -> None:
        visitor.post(f"/interview/{link}/leave")
        assert visitor.htmx(f"/interview/{link}/tips", {"text": "I"}).status_code == 410

    def test_before_the_start_there_is_nothing_to_give_tips_on(self, visitor: Visitor, job: Job) -> None:
        visitor.agree(job.public_id)
        assert "Words" not in text_of(visitor.htmx(f"/interview/{job.public_id}/tips", {"text": "I"}))
        reply = visitor.post(f"/interview/{job.public_id}/tips", {"text": "I"})
        assert reply.headers["Location"] == f"/interview/{job.public_id}"


class TestInTheRoom:
    def test_they_are_on_the_last_answer(self, visitor: Visitor, job: Job) -> None:
        visitor.agree(job.public_id)
        interview = started(PracticeInterview.objects.get())
        for turn in interview.turns.filter(role="agent"):
            mark_spoken(turn=turn, started_ms=0, ended_ms=3000)
        address = f"/interview/{job.public_id}/tips"
        assert text_of(visitor.get(address, HTTP_HX_REQUEST="true")).strip() == ""
        say(interview, "um bread " * 30, started_ms=5_000, ended_ms=35_000)
        page = text_of(visitor.get(address, HTTP_HX_REQUEST="true"))
        assert "Words: 60, in 0.5 min." in page
        assert "120 words a minute" in page
        assert "um 30" in page

    def test_they_tell_nothing_that_was_not_heard(self, visitor: Visitor, job: Job) -> None:
        visitor.agree(job.public_id)
        interview = started(PracticeInterview.objects.get())
        say(interview, "Bread.", started_ms=5_000, ended_ms=6_000)
        page = text_of(visitor.get(f"/interview/{job.public_id}/tips", HTTP_HX_REQUEST="true"))
        assert [asked["text"] for asked in interview.plan["questions"] if asked["text"] in page] == []

    def test_the_address_by_itself_leads_to_the_interview(self, visitor: Visitor, link: str) -> None:
        reply = visitor.get(f"/interview/{link}/tips")
        assert reply.headers["Location"] == f"/interview/{link}"


class TestHiring:
    @pytest.mark.parametrize("method", ["get", "post", "htmx"])
    def test_has_no_tips(self, visitor: Visitor, invitation: Invitation, method: str) -> None:
        visitor.type_instead(invitation.public_id)
        send = {"get": visitor.get, "post": visitor.post, "htmx": visitor.htmx}[method]
        fields = [] if method == "get" else [{"text": "I baked bread."}]
        reply = send(f"/interview/{invitation.public_id}/tips", *fields)  # type: ignore[operator]
        assert reply.status_code == 404
        assert "Words:" not in visitor.seen

    def test_no_page_shows_or_names_them(self, visitor: Visitor, invitation: Invitation) -> None:
        link = invitation.public_id
        visitor.agree(link)
        visitor.get(f"/interview/{link}?step=check")
        visitor.post(f"/interview/{link}/type")
        visitor.answer(link, "When I was a baker, I baked rye, um, um, um.")
        visitor.get(f"/interview/{link}/answer")
        visitor.post(f"/interview/{link}/leave")
        visitor.get(f"/interview/{link}/done")
        assert "I baked rye" in visitor.seen
        for trace in (
            "/tips",
            "/retry",
            "practice.css",
            "practice.js",
            "practice-room.js",
            "Words:",
            "Filler",
        ):
            assert trace not in visitor.seen

    def test_a_stranger_gets_none_either(self, stranger: Visitor, link: str) -> None:
        stranger.get("/")
        assert stranger.post(f"/interview/{link}/tips", {"text": "I"}).status_code == 403
