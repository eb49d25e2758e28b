"""What was said is in the log before a model is asked about it, and comes of it once, whoever goes on."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from interviews.engine.events import Heard, Left, Pressed, Reading, Resumed
from interviews.engine.plan import load_plan
from interviews.engine.state import from_dict
from interviews.models import Interview, Turn
from interviews.services.errors import StaleLease
from interviews.services.sessions import leave_interview, stop_interview, switch_mode
from interviews.services.turns import record_event
from interviews.services.understanding import reader, understand, understand_event, wants_reading
from interviews.services.upkeep import close_abandoned_interviews
from interviews.services.utterances import keep_utterance, kept_utterances
from tests.interviews.makers import (
    at,
    consented,
    make_interview,
    make_invitation,
    make_job,
    make_plan,
    make_practice,
    started,
)
from tests.interviews.views.visitor import Visitor
from tests.model_stub.data import PLAN
from tests.model_stub.faults import status
from tests.model_stub.server import ModelStub

pytestmark = pytest.mark.django_db

SHOWN = "The leaves went black from the tip of every branch on the south side."
TEXT = PLAN.read_text()


@pytest.fixture
def interview() -> Interview:
    job = make_job()
    ready: Interview = started(consented(make_interview(job=job, plan=make_plan(job, text=TEXT))))
    return ready


def words(interview: Any) -> list[str]:
    return [turn.text for turn in interview.turns.filter(role=Turn.Role.CANDIDATE).order_by("number")]


# --- reading --------------------------------------------------------------------------------------


def test_a_reading_says_what_the_answer_shows(model: ModelStub, interview: Interview) -> None:
    event = understand_event(interview=interview, event=Heard(SHOWN))
    assert event == Heard(SHOWN, reading=Reading("answer", ("names_damage",), "own_cut", None))


def test_the_whole_answer_to_the_question_is_read_again(model: ModelStub, interview: Interview) -> None:
    record_event(interview=interview, event=Heard(SHOWN), now=at(seconds=20))
    interview.refresh_from_db()
    understand_event(interview=interview, event=Heard("I burned it the same evening."))
    assert model.asked[-1]["answer"] == f"{SHOWN}\nI burned it the same evening."
    assert model.asked[-1]["utterance"] == "I burned it the same evening."


@pytest.mark.parametrize("text", ["Could you repeat the question?", "Can you hear me?", "   "])
def test_where_the_rules_are_sure_nobody_is_asked(model: ModelStub, interview: Interview, text: str) -> None:
    assert understand_event(interview=interview, event=Heard(text)) == Heard(text)
    assert model.asked == []


def test_only_words_are_read(model: ModelStub, interview: Interview) -> None:
    assert understand_event(interview=interview, event=Pressed("skip")) == Pressed("skip")
    assert model.asked == []


def test_without_a_model_there_is_no_reading_and_no_reader(interview: Interview) -> None:
    plan, state = load_plan(interview.plan.document), from_dict(interview.state)
    assert understand(plan=plan, state=state, text=SHOWN) is None
    assert not wants_reading(plan=plan, state=state, text=SHOWN)
    assert reader() is None


def test_a_model_that_fails_leaves_no_reading(model: ModelStub, interview: Interview) -> None:
    model.fault = status(500)
    assert understand_event(interview=interview, event=Heard(SHOWN)) == Heard(SHOWN)


def test_the_reading_is_kept_in_the_log_so_that_it_replays_without_the_model(
    model: ModelStub, interview: Interview
) -> None:
    event = understand_event(interview=interview, event=Heard(SHOWN))
    record_event(interview=interview, event=event, now=at(seconds=20))
    assert interview.events.get(kind="heard").payload["reading"]["shown"] == ["names_damage"]


def test_practice_is_understood_too(model: ModelStub) -> None:
    practice = started(consented(make_practice(text=TEXT)))
    event = understand_event(interview=practice, event=Heard(SHOWN))
    assert isinstance(event, Heard) and event.reading is not None


def test_a_typed_answer_is_followed_up_by_what_it_has_not_shown(model: ModelStub) -> None:
    job = make_job()
    link = make_invitation(job=job, plan=make_plan(job, text=TEXT)).public_id
    visitor = Visitor(Client(enforce_csrf_checks=True))
    visitor.type_instead(link)
    visitor.answer(link, SHOWN)
    assert "What did you do about it yourself?" in visitor.get(f"/interview/{link}/answer").content.decode()
    assert "names_damage" not in visitor.seen and "Describes what was wrong" not in visitor.seen


# --- words that wait ------------------------------------------------------------------------------


def keep(interview: Interview, text: str = SHOWN, report_id: str = "r1", **changes: Any) -> None:
    report = {"started_ms": 10_000, "ended_ms": 14_000, "epoch": interview.lease_epoch, **changes}
    keep_utterance(interview=interview, heard=Heard(text), report_id=report_id, now=at(seconds=20), **report)


def test_words_that_wait_are_no_turn_yet(interview: Interview) -> None:
    keep(interview)
    assert words(interview) == []
    assert [kept["report_id"] for kept in kept_utterances(interview=interview)] == ["r1"]


def test_words_that_are_understood_become_one_turn(interview: Interview) -> None:
    keep(interview)
    record_event(interview=interview, event=Heard(SHOWN), now=at(seconds=21), report_id="r1")
    assert words(interview) == [SHOWN]
    assert kept_utterances(interview=interview) == []


def test_keeping_the_same_words_twice_keeps_them_once(interview: Interview) -> None:
    keep(interview)
    keep(interview)
    assert len(kept_utterances(interview=interview)) == 1


def test_whoever_takes_the_interview_up_hears_the_words_that_waited_first(interview: Interview) -> None:
    keep(interview)
    outcome = record_event(interview=interview, event=Resumed(), now=at(seconds=60))
    assert words(interview) == [SHOWN]
    kinds = list(interview.turns.order_by("number").values_list("kind", flat=True))[3:]
    assert kinds == ["answer", "probe", "other", "repeat"]
    # The probe that nobody heard yet is what is asked now, and the time away is credited.
    assert outcome.effects[-1].text == interview.turns.get(kind="probe").text
    assert from_dict(outcome.interview.state).away_ms == 40_000


def test_words_that_waited_keep_the_times_at_which_they_were_said(interview: Interview) -> None:
    keep(interview)
    record_event(interview=interview, event=Resumed(), now=at(seconds=60))
    turn = interview.turns.get(kind="answer")
    assert (turn.started_ms, turn.ended_ms) == (10_000, 14_000)


def test_an_agent_that_comes_late_with_its_reading_gets_what_came_of_the_words(interview: Interview) -> None:
    keep(interview)
    record_event(interview=interview, event=Pressed("repeat"), now=at(seconds=21))
    reading = Reading("answer", ("names_damage", "own_cut"))
    late = record_event(
        interview=interview, event=Heard(SHOWN, reading=reading), now=at(seconds=22), report_id="r1"
    )
    assert words(interview) == [SHOWN]
    assert [turn.kind for turn in late.turns] == ["answer", "probe"]


def test_a_replaced_agent_keeps_nothing(interview: Interview) -> None:
    with pytest.raises(StaleLease):
        keep(interview, epoch=interview.lease_epoch - 1)
    assert kept_utterances(interview=interview) == []


def test_words_that_waited_are_there_when_the_candidate_leaves(interview: Interview) -> None:
    keep(interview)
    leave_interview(interview=interview, now=at(seconds=25))
    assert (words(interview), interview.status) == ([SHOWN], "left")


def test_words_that_waited_are_there_when_the_candidate_goes_on_typing(interview: Interview) -> None:
    keep(interview)
    switch_mode(interview=interview, mode=Interview.Mode.TYPED, now=at(seconds=25))
    record_event(interview=interview, event=Resumed(typed=True), now=at(seconds=26))
    assert words(interview) == [SHOWN]


def test_words_that_waited_are_there_when_a_recruiter_stops_the_interview(interview: Interview) -> None:
    keep(interview)
    stop_interview(interview=interview, stopped_by="somebody", now=at(seconds=25))
    assert (words(interview), interview.status) == ([SHOWN], "abandoned")


def test_words_that_waited_are_there_when_nobody_ever_comes_back(interview: Interview) -> None:
    keep(interview)
    assert close_abandoned_interviews(now=at(seconds=200_000)) == 1
    interview.refresh_from_db()
    assert (words(interview), interview.status) == ([SHOWN], "abandoned")


def test_leaving_comes_after_the_words_that_waited(interview: Interview) -> None:
    keep(interview)
    record_event(interview=interview, event=Left(), now=at(seconds=25))
    kinds = list(interview.events.exclude(sequence=None).order_by("sequence").values_list("kind", flat=True))
    assert kinds == ["started", "heard", "left"]


def test_practice_keeps_words_too(model: ModelStub) -> None:
    practice = started(consented(make_practice(text=TEXT)))
    keep(practice)
    record_event(interview=practice, event=Resumed(), now=at(seconds=60))
    assert words(practice) == [SHOWN]
