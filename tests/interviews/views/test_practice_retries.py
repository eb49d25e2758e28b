"""One practice question again: who may, what it is, and both answers side by side."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest

from interviews.engine.plan import load_plan
from interviews.models import Interview, Invitation, PracticeInterview
from interviews.services import retries
from interviews.services.errors import NotFound
from interviews.services.practice_answers import answers_of
from interviews.services.turns import mark_spoken
from jobs.models import Job
from tests.interviews.makers import NOW, consented, make_practice, say, started
from tests.interviews.views.visitor import Visitor, hidden, text_of

pytestmark = pytest.mark.django_db
FIRST = "When I worked at a mill, I baked <b>rye</b>."
SECOND = "Last winter I had to bake without yeast. I tested four flours and in the end sold 40 loaves a day."
EVIL = '<script>alert(1)</script>"><img src=x onerror=alert(1)>'


@pytest.fixture
def whole(visitor: Visitor, job: Job) -> PracticeInterview:
    """A typed practice interview of this browser: its first question answered, then left."""
    visitor.type_instead(job.public_id)
    visitor.answer(job.public_id, FIRST)
    visitor.post(f"/interview/{job.public_id}/leave")
    return PracticeInterview.objects.get()


def question_of(interview: PracticeInterview, at: int = 0) -> dict[str, Any]:
    question: dict[str, Any] = interview.plan["questions"][at]
    return question


def retry(
    visitor: Visitor, interview: PracticeInterview, *, mode: str = "typed", question: str | None = None
) -> PracticeInterview:
    """Press "Try this question again" on the page of the interview."""
    key = interview.plan["questions"][0]["key"] if question is None else question
    reply = visitor.post(f"/interview/{interview.public_id}/retry", {"question": key, "mode": mode})
    assert reply.status_code == 302, reply.content
    found = re.search("/interview/([^/?]+)", reply.headers["Location"])
    assert found is not None
    return PracticeInterview.objects.get(public_id=found[1])


def finish(visitor: Visitor, interview: PracticeInterview, text: str = SECOND) -> str:
    """Answer the one question and leave; return the page after it."""
    visitor.answer(interview.public_id, text)
    visitor.post(f"/interview/{interview.public_id}/leave")
    return text_of(visitor.get(f"/interview/{interview.public_id}/done"))


class TestARetry:
    def test_is_the_same_interview_with_one_question(
        self, visitor: Visitor, whole: PracticeInterview
    ) -> None:
        again = retry(visitor, whole)
        plan = load_plan(again.plan)
        question = question_of(whole)
        assert [asked.text for asked in plan.questions] == [question["text"]]
        assert plan.minutes - question["minutes"] in (2, 2.5)
        kept = {"schema", "key", "title", "language", "competencies", "facts", "closing"}
        assert {name: again.plan[name] for name in kept} == {name: whole.plan[name] for name in kept}
        assert (again.retry_of, again.retry_question) == (whole, question["key"])
        assert (again.job, again.candidate_name) == (whole.job, "Ada Okafor")

    def test_begins_at_once_when_typed(self, visitor: Visitor, whole: PracticeInterview) -> None:
        again = retry(visitor, whole)
        page = text_of(visitor.get(f"/interview/{again.public_id}/answer"))
        assert "Question 1 of 1" in page
        assert 'class="practice-mark"' in page
        assert whole.consents.get().text == again.consents.get().text
        assert whole.consents.get().given_at == again.consents.get().given_at

    def test_begins_at_the_check_of_the_sound_when_spoken(
        self, visitor: Visitor, whole: PracticeInterview
    ) -> None:
        again = retry(visitor, whole, mode="voice")
        assert (again.status, again.mode) == ("consented", "voice")
        assert "Check your sound" in text_of(visitor.get(f"/interview/{again.public_id}"))

    def test_asks_for_consent_where_the_text_has_changed(
        self, visitor: Visitor, whole: PracticeInterview, settings: Any
    ) -> None:
        settings.SPEECH_IS_LOCAL, settings.SPEECH_BASE_URL = False, "https://speech.example/v1"
        again = retry(visitor, whole)
        assert again.status == "created"
        page = text_of(visitor.get(f"/interview/{again.public_id}?step=check"))
        assert "speech.example" in page
        form = {"sha256": hidden(page, "sha256"), "agree": "yes", "candidate_name": "Ada"}
        visitor.post(f"/interview/{again.public_id}/consent", form)
        again.refresh_from_db()
        assert again.status == "consented"
        assert retry(visitor, whole) == again

    def test_goes_on_after_a_reload(self, visitor: Visitor, whole: PracticeInterview) -> None:
        again = retry(visitor, whole)
        reply = visitor.get(f"/interview/{again.public_id}")
        assert reply.headers["Location"] == f"/interview/{again.public_id}/answer"
        assert visitor.get(f"/interview/{again.public_id}?step=welcome").status_code == 200
        assert visitor.get(f"/interview/{again.public_id}/state").status_code == 200

    def test_that_waits_is_taken_up_instead_of_a_second_one(
        self, visitor: Visitor, whole: PracticeInterview
    ) -> None:
        assert retry(visitor, whole) == retry(visitor, whole) == retry(visitor, whole, mode="voice")
        assert whole.retries.count() == 1

    def test_can_be_tried_again_as_often_as_one_likes(
        self, visitor: Visitor, whole: PracticeInterview
    ) -> None:
        latest = whole
        for _ in range(3):
            latest = retry(visitor, latest, question=question_of(whole)["key"])
            finish(visitor, latest)
        assert {each.retry_of_id for each in whole.retries.all()} == {whole.pk}
        assert whole.retries.count() == 3

    def test_survives_its_job(self, visitor: Visitor, whole: PracticeInterview) -> None:
        Job.objects.update(status=Job.Status.CLOSED)
        assert "Question 1 of 1" in text_of(
            visitor.get(f"/interview/{retry(visitor, whole).public_id}/answer")
        )


class TestWhoMay:
    def test_nobody_from_another_browser(
        self, visitor: Visitor, stranger: Visitor, whole: PracticeInterview, job: Job
    ) -> None:
        again = retry(visitor, whole)
        finish(visitor, again)
        stranger.type_instead(job.public_id)
        for interview in (whole, again):
            for page in ("", "/done", "/answer", "/state"):
                assert stranger.get(f"/interview/{interview.public_id}{page}").status_code == 404
            for act, form in (("retry", {"question": question_of(whole)["key"]}), ("tips", {"text": "I"})):
                assert stranger.post(f"/interview/{interview.public_id}/{act}", form).status_code == 404
        assert "mill" not in stranger.seen
        assert whole.retries.count() == 1

    def test_nobody_through_the_link_of_the_job_without_practice_of_their_own(
        self, stranger: Visitor, whole: PracticeInterview, job: Job
    ) -> None:
        stranger.get("/")
        form = {"question": question_of(whole)["key"]}
        assert stranger.post(f"/interview/{job.public_id}/retry", form).status_code == 403

    def test_no_interview_for_a_job(self, visitor: Visitor, invitation: Invitation) -> None:
        visitor.type_instead(invitation.public_id)
        visitor.answer(invitation.public_id, "Rye.")
        Interview.objects.update(status="finished")
        reply = visitor.post(f"/interview/{invitation.public_id}/retry", {"question": "loaf"})
        assert reply.status_code == 404
        assert not PracticeInterview.objects.exists()

    def test_not_before_the_interview_is_finished(self, visitor: Visitor, job: Job) -> None:
        visitor.type_instead(job.public_id)
        whole = PracticeInterview.objects.get()
        form = {"question": question_of(whole)["key"]}
        reply = visitor.post(f"/interview/{job.public_id}/retry", form)
        assert reply.status_code == 409
        assert "Finish this practice interview first" in text_of(reply)

    @pytest.mark.parametrize("key", ["", "nothing", "no\0thing", "../admin", EVIL])
    def test_no_question_that_there_is_not(
        self, visitor: Visitor, whole: PracticeInterview, key: str
    ) -> None:
        reply = visitor.post(f"/interview/{whole.public_id}/retry", {"question": key})
        assert reply.status_code == 404
        assert not whole.retries.exists()

    def test_no_question_that_was_not_asked(self, visitor: Visitor, whole: PracticeInterview) -> None:
        unheard = question_of(whole, -1)
        reply = visitor.post(f"/interview/{whole.public_id}/retry", {"question": unheard["key"]})
        assert reply.status_code == 404
        assert unheard["text"] not in visitor.seen

    def test_only_forms_of_the_page_itself(self, visitor: Visitor, whole: PracticeInterview) -> None:
        form = {"question": question_of(whole)["key"]}
        assert visitor.client.post(f"/interview/{whole.public_id}/retry", form).status_code == 403
        assert visitor.get(f"/interview/{whole.public_id}/retry").status_code == 405


class TestTheOriginal:
    def test_stays_where_it_was(self, visitor: Visitor, whole: PracticeInterview, job: Job) -> None:
        finish(visitor, retry(visitor, whole))
        for link in (job.public_id, whole.public_id):
            page = text_of(visitor.get(f"/interview/{link}/done"))
            assert question_of(whole)["text"] in page
            assert "I baked &lt;b&gt;rye" in page
            assert "Try 2" in page

    def test_stays_in_the_list_when_the_whole_is_practised_again(
        self, visitor: Visitor, whole: PracticeInterview, job: Job
    ) -> None:
        again = retry(visitor, whole)
        finish(visitor, again)
        reply = visitor.post(f"/interview/{again.public_id}/again")
        assert reply.headers["Location"] == f"/interview/{job.public_id}"
        visitor.agree(job.public_id)
        home = text_of(visitor.get("/"))
        for link in (job.public_id, f"{whole.public_id}/done", f"{again.public_id}/done"):
            assert f'"/interview/{link}"' in home
        assert "mill" in text_of(visitor.get(f"/interview/{whole.public_id}/done"))

    def test_has_its_retries_below_it_on_the_home_page(
        self, visitor: Visitor, whole: PracticeInterview
    ) -> None:
        again = retry(visitor, whole)
        home = text_of(visitor.get("/"))
        assert home.index(whole.job_title) < home.index(f"/interview/{again.public_id}")
        assert home.count(f"/interview/{again.public_id}") == 1


class TestSideBySide:
    def test_stand_both_answers_with_tips_and_numbers(
        self, visitor: Visitor, whole: PracticeInterview
    ) -> None:
        page = finish(visitor, retry(visitor, whole))
        before, now = page.split('id="answer-now"')
        assert "I baked &lt;b&gt;rye&lt;/b&gt;." in before
        assert SECOND in now
        assert (before.count("Words: "), now.count("Words: ")) == (1, 1)
        words = re.search(r"<tr><th scope=\"row\">Words</th>(.*?)</tr>", page)
        assert words is not None
        assert re.findall("<td>(.*?)</td>", words[1]) == ["11", "21", "+10"]
        assert f"/interview/{whole.public_id}/done" in page

    def test_the_third_answer_stands_beside_the_second_and_the_first_in_numbers(
        self, visitor: Visitor, whole: PracticeInterview
    ) -> None:
        finish(visitor, retry(visitor, whole))
        silent = retry(visitor, whole)
        visitor.post(f"/interview/{silent.public_id}/leave")
        page = finish(visitor, retry(visitor, whole), "I bake.")
        assert "Last time" in page
        assert page.index(SECOND) < page.index("I bake.") < page.index("I baked &lt;b&gt;")
        words = re.search(r"<tr><th scope=\"row\">Words</th>(.*?)</tr>", page)
        assert words is not None
        assert re.findall("<td>(.*?)</td>", words[1]) == ["11", "21", "2", "\N{MINUS SIGN}19"]

    def test_a_retry_without_an_answer_can_be_tried_again(
        self, visitor: Visitor, whole: PracticeInterview
    ) -> None:
        again = retry(visitor, whole)
        visitor.post(f"/interview/{again.public_id}/leave")
        page = text_of(visitor.get(f"/interview/{again.public_id}/done"))
        assert "You gave no answer." in page
        assert "Try again" in page

    def test_what_was_said_cannot_become_markup(self, visitor: Visitor, whole: PracticeInterview) -> None:
        finish(visitor, retry(visitor, whole), EVIL)
        visitor.get(f"/interview/{whole.public_id}/done")
        visitor.get("/")
        assert "<script>alert" not in visitor.seen
        assert "<img src=x" not in visitor.seen


def test_a_spoken_answer_is_told_with_its_time_and_pace() -> None:
    interview = started(consented(make_practice()))
    for turn in interview.turns.filter(role="agent"):
        mark_spoken(turn=turn, started_ms=0, ended_ms=3000)
    say(interview, "word " * 60, started_ms=5_000, ended_ms=35_000)
    [answer] = answers_of(interview=interview)
    assert answer.measured.spoken_ms == 30_000
    assert answer.measured.pace == 120
    assert {tip.name for tip in answer.tips} == {"length", "structure", "pace", "fillers"}


def test_the_minutes_of_a_retry_are_those_of_its_question_and_two_more() -> None:
    whole = started(consented(make_practice()))
    for turn in whole.turns.filter(role="agent"):
        mark_spoken(turn=turn, started_ms=0, ended_ms=3000)
    whole.status = "left"
    whole.save()
    again = retries.make_retry(interview=whole, question="loaf", mode="voice", now=NOW + timedelta(hours=1))
    assert again.minutes == 5
    with pytest.raises(NotFound):
        retries.make_retry(interview=whole, question="night_work", mode="voice", now=NOW)
