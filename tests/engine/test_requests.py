"""What the candidate may ask of the interviewer, and what comes of it."""

from __future__ import annotations

import pytest

from interviews.engine import listening
from interviews.engine.effects import Record
from interviews.engine.events import Heard, Pressed, Resumed, Silence, Started, Tick
from tests.engine.helpers import PLAN, Player, kinds, said

FIRST, SECOND, OPTIONAL, LAST = PLAN.questions
MINUTE = 60_000


def at_the_second_question() -> Player:
    player = Player().start()
    player.play(Heard("I trued a wheel, and I counted the turns afterwards. " + "word " * 300))
    assert player.state.position == 1
    return player


@pytest.fixture
def meaning(monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """What utterances mean here, apart from how they are recognised."""
    meanings: dict[str, str] = {}
    monkeypatch.setattr(listening, "classify", lambda text, language: meanings.get(text, "answer"))
    return meanings


def test_one_may_go_back_to_the_question_before_and_returns_to_the_same_one() -> None:
    player = at_the_second_question()
    effects = player.play(Pressed("back"))
    assert said(effects)[-1] == ("repeat", FIRST.text)
    effects = player.play(Heard("What I forgot: I also greased the hub."))
    assert effects[0] == Record("answer", "What I forgot: I also greased the hub.", FIRST.key)
    assert said(effects)[-1] == ("repeat", SECOND.text)
    assert player.state.position == 1


def test_one_may_go_back_only_once() -> None:
    player = at_the_second_question()
    player.play(Pressed("back"), Heard("That was it."))
    effects = player.play(Pressed("back"))
    assert said(effects)[0][1].startswith("I can go back only once")
    assert said(effects)[-1] == ("repeat", SECOND.text)


def test_before_the_first_question_there_is_nothing_to_go_back_to() -> None:
    assert said(Player().start().play(Pressed("back")))[-1] == ("repeat", FIRST.text)


def test_who_went_back_and_skips_comes_back_and_keeps_what_they_had_said() -> None:
    player = at_the_second_question()
    player.play(Pressed("back"))
    assert said(player.play(Pressed("skip")))[-1] == ("repeat", SECOND.text)
    entry = player.state.find_entry(FIRST.key)
    assert entry is not None and entry.answered and entry.skipped is None


def test_a_break_stops_the_time_and_ends_with_the_same_question() -> None:
    player = Player().start()
    assert kinds(player.play(Pressed("break"))) == ["other"]
    assert player.play(Tick(), pause_ms=10 * MINUTE) == []
    effects = player.play(Heard("I'm here again."))
    assert said(effects)[-1] == ("repeat", FIRST.text)
    assert player.state.away_ms >= 10 * MINUTE
    assert kinds(player.play(Heard("Short."))) == ["(answer)", "probe"]


@pytest.mark.parametrize("words", ["Back again.", "Okay, I'm back now, we can go on, thanks."])
def test_whoever_says_that_they_are_back_goes_on(words: str) -> None:
    player = Player().start()
    player.play(Pressed("break"))
    effects = player.play(Heard(words))
    assert kinds(effects) == ["(other)", "other", "repeat"]
    assert said(effects)[0][1].startswith("Welcome back")


def test_breaks_of_more_than_a_quarter_of_an_hour_count_again() -> None:
    player = Player().start()
    player.play(Pressed("break"))
    player.play(Heard("I'm here again."), pause_ms=60 * MINUTE)
    assert player.state.phase == "finished" and player.state.away_ms == 15 * MINUTE


def test_during_a_break_one_is_reminded_gently_and_seldom() -> None:
    player = Player().start()
    player.play(Pressed("break"))
    assert player.play(Silence(4 * MINUTE), pause_ms=4 * MINUTE) == []
    assert kinds(player.play(Silence(5 * MINUTE), pause_ms=MINUTE)) == ["nudge"]
    assert player.play(Silence(6 * MINUTE), pause_ms=MINUTE) == []


def test_an_answer_during_a_break_ends_it_and_counts() -> None:
    player = Player().start()
    player.play(Pressed("break"))
    effects = player.play(Heard("So about the wheel, I began with the spokes on the left side."))
    assert effects[0].kind == "answer"  # type: ignore[union-attr]


def test_asking_for_more_time_during_a_break_prolongs_it(meaning: dict[str, str]) -> None:
    meaning["Just another minute."] = "think"
    player = Player().start()
    player.play(Pressed("break"))
    assert kinds(player.play(Heard("Just another minute."))) == ["(other)"]
    assert player.state.phase == "on_break"


def test_a_correction_belongs_to_the_answer_that_was_given_last(meaning: dict[str, str]) -> None:
    text = "Sorry, it was the left pedal, not the right one."
    meaning[text] = "correction"
    player = at_the_second_question()
    effects = player.play(Heard(text))
    assert effects[0] == Record("answer", text, FIRST.key)
    assert said(effects) == [("other", "Thank you, I have noted that. Please go on.")]
    assert player.state.position == 1


def test_a_correction_before_any_answer_is_the_answer(meaning: dict[str, str]) -> None:
    meaning["I mean a tandem."] = "correction"
    effects = Player().start().play(Heard("I mean a tandem."))
    assert kinds(effects) == ["(answer)", "probe"]


def test_distress_is_met_with_calm_and_no_hurry(meaning: dict[str, str]) -> None:
    meaning["I can't do this."] = "distress"
    player = Player().start()
    assert kinds(player.play(Heard("I can't do this."))) == ["(other)", "other"]
    assert player.play(Silence(30_000), pause_ms=30_000) == []


def test_an_insult_is_deflected_and_a_second_one_asks_whether_to_stop(meaning: dict[str, str]) -> None:
    meaning["Idiot."] = "abuse"
    player = Player().start()
    assert kinds(player.play(Heard("Idiot."))) == ["(other)", "other", "repeat"]
    player.play(Heard("Idiot."))
    assert player.state.phase == "confirming_stop"


def test_what_no_fact_answers_is_noted_for_the_recruiter() -> None:
    player = Player().start()
    player.play(Heard("What is the salary for this role?"))
    assert player.state.noted == ("What is the salary for this role?",)


def test_practice_promises_no_hiring_team() -> None:
    player = Player()
    player.play(Started("Bike Mechanic", "Spokes & Co", "Ada", practice=True))
    assert "practice" in said(player.effects)[0][1] and "Spokes" not in said(player.effects)[0][1]
    assert "hiring team" in said(player.play(Heard("What is the salary for this role?")))[0][1]
    assert "nobody else" in said(player.play(Heard("Can I talk to a person?")))[0][1]


def test_who_types_sees_that_a_moment_was_granted_and_who_speaks_hears_nothing() -> None:
    assert kinds(Player().start(typed=True).play(Pressed("moment"))) == ["other"]
    assert Player().start().play(Pressed("moment")) == []


def test_an_unknown_control_does_nothing() -> None:
    assert Player().start().play(Pressed("level up")) == []


def test_something_private_is_kept_and_declared_to_play_no_part_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(listening, "discloses_protected", lambda text, language: "pregnant" in text)
    player = Player().start()
    effects = player.play(Heard("I am pregnant, by the way."))
    assert kinds(effects) == ["(answer)", "other", "probe"]
    assert said(effects)[0][1] == "You do not need to tell me about that, and it plays no part here."
    assert kinds(player.play(Heard("Since March I am pregnant."))) == ["(answer)", "probe"]


def test_coming_back_during_a_break_repeats_the_question() -> None:
    player = Player().start()
    player.play(Pressed("break"))
    assert said(player.play(Resumed()))[-1] == ("repeat", FIRST.text)
