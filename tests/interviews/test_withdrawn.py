"""What was taken back because the candidate went on leaves the record as it was heard."""

from __future__ import annotations

import pytest

from interviews.engine.events import Heard, Started
from interviews.engine.state import from_dict
from interviews.models import Interview
from interviews.services.turns import mark_spoken, record_event
from tests.interviews.makers import NOW, at, consented

pytestmark = pytest.mark.django_db


def spoken_interview() -> Interview:
    """One that has asked its first question."""
    interview = consented()
    record_event(interview=interview, event=Started(), now=NOW)
    interview.refresh_from_db()
    return interview


def hear(interview: Interview, text: str, *, seconds: float, over: str = "") -> None:
    record_event(interview=interview, event=Heard(text, over=over), now=at(seconds=seconds))
    interview.refresh_from_db()


def test_a_question_that_nobody_heard_stands_in_the_record_once() -> None:
    interview = spoken_interview()
    hear(interview, "A rye loaf.", seconds=20)
    hear(interview, "With caraway, I should add.", seconds=30, over="loaf")
    later = list(interview.turns.filter(number__gt=3).values_list("kind", "question"))
    assert later == [
        ("answer", "loaf"),
        ("answer", "loaf"),
        ("other", "burnt_batch"),
        ("core", "burnt_batch"),
    ]
    assert from_dict(interview.state).entries[0].words == 8


def test_what_was_begun_stays_and_that_it_came_too_early() -> None:
    interview = spoken_interview()
    hear(interview, "A rye loaf.", seconds=20)
    thanks, question = interview.turns.filter(number__gt=4)
    for turn, cut_off in ((thanks, False), (question, True)):
        mark_spoken(turn=turn, started_ms=21_000, ended_ms=22_000, interrupted=cut_off, cut_off=cut_off)
    hear(interview, "With caraway, I should add.", seconds=30, over="loaf")
    later = list(interview.turns.filter(number__gt=3).values_list("kind", "cut_off"))
    assert later == [("answer", False), ("other", False), ("answer", False), ("other", False), ("core", True)]


def test_the_rest_of_an_answer_over_the_goodbye_counts_and_the_interview_stays_finished() -> None:
    interview = spoken_interview()
    for number, answer in enumerate(["A rye loaf.", "I bake it again.", "At four it is quiet."]):
        hear(interview, answer, seconds=20 * (number + 1))
    assert interview.is_over
    late = Heard("And I like the smell.", over="night_work")
    record_event(interview=interview, event=late, now=at(seconds=70), epoch=interview.lease_epoch)
    interview.refresh_from_db()
    last = interview.turns.latest("number")
    assert (last.kind, last.question, interview.status) == ("answer", "night_work", "finished")
    assert from_dict(interview.state).entries[-1].words == 10
