"""Every event is one step of the engine, stored whole or not at all, and counted once."""

from __future__ import annotations

import pytest

from interviews.engine.effects import Finish, Say
from interviews.engine.events import Heard, Left, Pressed, Resumed, Started, Tick
from interviews.models import Interview, Turn
from interviews.services.errors import ConsentMissing, StaleLease
from interviews.services.leases import claim_interview
from interviews.services.sessions import switch_mode
from interviews.services.turns import clock_ms, mark_spoken, opening_event, record_event
from tests.interviews.makers import NOW, at, consented, make_interview, make_job, say, started

pytestmark = pytest.mark.django_db


def test_the_start_makes_an_interview_live_and_stores_what_will_be_said() -> None:
    interview = consented()
    outcome = record_event(interview=interview, event=opening_event(interview=interview), now=NOW)
    interview.refresh_from_db()
    assert (interview.status, interview.started_at, interview.sequence) == ("live", NOW, 1)
    assert [turn.number for turn in outcome.turns] == [1, 2, 3]
    assert [turn.kind for turn in outcome.turns] == ["disclosure", "other", "core"]
    assert outcome.turns[-1].text == "Which bread did you bake first?"
    assert all(turn.started_ms is None for turn in outcome.turns)
    assert [effect.text for effect in outcome.effects if isinstance(effect, Say)] == [
        turn.text for turn in outcome.turns
    ]


def test_who_takes_an_interview_up_begins_or_resumes() -> None:
    interview = consented()
    assert opening_event(interview=interview) == Started("Baker", "Crumb and Sons", "Ada Okafor")
    assert opening_event(interview=started(interview)) == Resumed()


def test_nothing_happens_before_consent() -> None:
    interview = make_interview()
    with pytest.raises(ConsentMissing):
        record_event(interview=interview, event=Started(), now=NOW)
    assert not Turn.objects.exists()


def test_an_answer_is_stored_as_it_was_said_with_its_times() -> None:
    interview = started()
    outcome = say(interview, "  I, um, baked ... no, I  tried rye.", started_ms=4_200, ended_ms=9_100)
    answer = outcome.turns[0]
    assert answer.text == "I, um, baked ... no, I  tried rye."
    assert (answer.role, answer.kind, answer.question) == ("candidate", "answer", "loaf")
    assert (answer.number, answer.started_ms, answer.ended_ms) == (4, 4_200, 9_100)
    assert outcome.turns[1].role == "agent"


@pytest.mark.parametrize(
    ("said", "stored"),
    [
        ("Cafe\u0301", "Caf\u00e9"),
        ("one\x00two\x1b[31m", "onetwo[31m"),
        ("first\nsecond", "first\nsecond"),
        ("a\ud800b", "ab"),
        ("x" * 9000, "x" * 8000),
        ("<script>alert(1)</script>", "<script>alert(1)</script>"),
    ],
)
def test_hostile_words_are_kept_harmless(said: str, stored: str) -> None:
    assert say(started(), said).turns[0].text == stored


def test_a_blank_utterance_is_nothing() -> None:
    interview = started()
    assert say(interview, " \n\x00 ").effects == ()
    interview.refresh_from_db()
    assert interview.sequence == 1


def test_a_tick_that_changes_nothing_is_not_logged() -> None:
    interview = started()
    record_event(interview=interview, event=Tick(), now=at(seconds=2))
    assert interview.events.count() == 1


def test_a_repeated_report_gets_the_same_answer_and_no_second_step() -> None:
    interview = started()
    first = say(interview, "Rye.", report_id="r1")
    again = say(interview, "Rye.", seconds=40, report_id="r1")
    assert again.effects == first.effects
    assert [turn.pk for turn in again.turns] == [turn.pk for turn in first.turns]
    assert interview.turns.filter(text="Rye.").count() == 1


def test_the_same_report_id_in_another_interview_is_another_report() -> None:
    assert say(started(), "Rye.", report_id="r1").turns
    assert say(started(job=make_job()), "Spelt.", report_id="r1").turns[0].text == "Spelt."


def test_the_log_says_what_happened_and_what_followed() -> None:
    interview = started()
    record_event(interview=interview, event=Pressed("repeat"), now=at(seconds=8))
    kinds = list(interview.events.values_list("sequence", "kind"))
    assert kinds == [(1, "started"), (2, "pressed")]
    assert interview.events.get(sequence=2).effects[0]["kind"] == "repeat"


def test_an_old_lease_may_not_write() -> None:
    interview = started()
    old = claim_interview(public_id=interview.public_id, holder="one", now=NOW)
    new = claim_interview(public_id=interview.public_id, holder="two", now=at(seconds=10))
    assert old is not None and new is not None
    with pytest.raises(StaleLease):
        say(interview, "Rye.", epoch=old.epoch)
    assert say(interview, "Rye.", epoch=new.epoch).turns


def test_typed_turns_are_spoken_at_once() -> None:
    interview = consented()
    switch_mode(interview=interview, mode="typed", now=NOW)
    started(interview)
    outcome = say(interview, "Rye.", seconds=12)
    assert {turn.started_ms for turn in outcome.turns} == {12_000}
    assert {turn.mode for turn in outcome.turns} == {"typed"}
    assert not interview.turns.filter(started_ms=None).exists()


def test_the_last_answer_finishes_the_interview() -> None:
    interview = started()
    outcomes = [say(interview, f"Answer {n}.", seconds=20 * n) for n in (1, 2, 3)]
    interview.refresh_from_db()
    assert outcomes[-1].effects[-1] == Finish("completed")
    assert (interview.status, interview.ended_reason) == ("finished", "completed")
    assert interview.finished_at == at(seconds=60)
    assert list(interview.turns.values_list("number", flat=True)) == list(
        range(1, interview.turns.count() + 1)
    )


def test_leaving_early_is_told_apart_from_finishing() -> None:
    interview = started()
    record_event(interview=interview, event=Left(), now=at(seconds=5))
    interview.refresh_from_db()
    assert (interview.status, interview.ended_reason) == ("left", "left")


def test_after_the_end_nothing_follows_any_more() -> None:
    interview = started()
    record_event(interview=interview, event=Left(), now=at(seconds=5))
    outcome = say(interview, "One more thing.")
    assert (outcome.effects, outcome.turns) == ((), ())
    assert outcome.interview.status == "left"


def test_a_goodbye_to_the_agent_is_kept() -> None:
    interview = started()
    lease = claim_interview(public_id=interview.public_id, holder="agent", now=NOW)
    assert lease is not None
    for n in (1, 2, 3):
        say(interview, f"Answer {n}.", seconds=20 * n, epoch=lease.epoch)
    outcome = say(interview, "Thank you, bye.", seconds=70, epoch=lease.epoch)
    interview.refresh_from_db()
    assert [turn.text for turn in outcome.turns] == ["Thank you, bye."]
    assert interview.finished_at == at(seconds=60)


def test_a_turn_is_marked_when_it_was_heard() -> None:
    interview = started()
    turn = interview.turns.get(kind="core")
    mark_spoken(turn=turn, started_ms=900, ended_ms=2_400, interrupted=True, latency_ms=640)
    turn.refresh_from_db()
    assert (turn.started_ms, turn.ended_ms, turn.interrupted, turn.latency_ms) == (900, 2_400, True, 640)


def test_what_a_candidate_said_cannot_be_marked_over() -> None:
    answer = say(started(), "Rye.", started_ms=1, ended_ms=2).turns[0]
    mark_spoken(turn=answer, started_ms=0, ended_ms=0)
    answer.refresh_from_db()
    assert answer.ended_ms == 2


def test_the_clock_counts_from_the_start_and_never_backwards() -> None:
    interview = consented()
    assert clock_ms(interview=interview, now=NOW) == 0
    started(interview)
    assert clock_ms(interview=interview, now=at(seconds=1.5)) == 1_500
    assert clock_ms(interview=interview, now=at(seconds=-3)) == 0


def test_events_of_an_interview_cannot_be_changed() -> None:
    event = started().events.get()
    with pytest.raises(TypeError):
        event.save()


def test_words_before_the_start_are_kept() -> None:
    interview = consented()
    outcome = record_event(interview=interview, event=Heard("Hello?"), now=NOW)
    assert [turn.text for turn in outcome.turns] == ["Hello?"]
    assert Interview.objects.get(pk=interview.pk).status == "consented"
