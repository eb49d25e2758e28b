"""Budgets, extra time, typing, and time that is given back."""

from __future__ import annotations

from interviews.engine.coverage import coverage
from interviews.engine.events import Heard, Pressed, Resumed, Started, Tick
from interviews.engine.machine import step
from interviews.engine.pacing import budget_ms, minutes_left
from interviews.engine.progress import progress
from interviews.engine.state import from_dict
from tests.engine.helpers import PLAN, Player, kinds

MINUTE = 60_000
BUDGET = PLAN.minutes * MINUTE


def started(**fields: object) -> Player:
    player = Player()
    player.play(Started(**fields), pause_ms=0)  # type: ignore[arg-type]
    return player


def test_extra_time_stretches_the_whole_budget() -> None:
    assert budget_ms(PLAN, started(extra_time=50).state) == BUDGET * 3 // 2
    assert budget_ms(PLAN, started(extra_time=-20).state) == BUDGET


def test_typing_gets_twice_the_time() -> None:
    assert budget_ms(PLAN, started(typed=True).state) == 2 * BUDGET


def test_an_interview_ends_at_once_when_even_the_overtime_is_used_up() -> None:
    player = started()
    assert player.play(Tick(), pause_ms=BUDGET * 5 // 4 - 1) == []
    assert kinds(player.play(Tick(), pause_ms=1)) == ["closing", "finish time_up"]


def test_what_is_said_past_the_hard_limit_is_kept_as_the_last_words() -> None:
    player = started()
    effects = player.play(Heard("And so it was mended."), pause_ms=BUDGET * 5 // 4)
    assert kinds(effects) == ["(answer)", "closing", "finish time_up"]


def test_only_the_time_that_nobody_was_there_is_given_back() -> None:
    player = started()
    player.play(Resumed(away_ms=2 * MINUTE), pause_ms=5 * MINUTE)
    assert player.state.away_ms == 2 * MINUTE
    assert minutes_left(PLAN, player.state, player.now) == PLAN.minutes - 3


def test_an_outage_longer_than_the_time_since_the_last_event_is_not_believed() -> None:
    player = started()
    player.play(Resumed(away_ms=60 * MINUTE), pause_ms=5 * MINUTE)
    assert player.state.away_ms == 5 * MINUTE


def test_who_types_may_go_on_the_next_day() -> None:
    player = started(typed=True)
    effects = player.play(Heard("I slept over it: it was the tandem."), pause_ms=24 * 60 * MINUTE)
    assert kinds(effects) == ["(answer)", "probe"]
    assert minutes_left(PLAN, player.state, player.now) == 2 * PLAN.minutes - 5


def test_who_types_may_come_back_from_a_break_the_next_day() -> None:
    player = started(typed=True)
    player.play(Pressed("break"))
    effects = player.play(Pressed("repeat"), pause_ms=24 * 60 * MINUTE)
    assert kinds(effects) == ["repeat"]
    assert minutes_left(PLAN, player.state, player.now) == 2 * PLAN.minutes - 5


def test_who_comes_back_to_type_is_told_the_time_that_they_will_have() -> None:
    player = started(typed=True)
    told = progress(PLAN, player.state, player.now + 24 * 60 * MINUTE).minutes_left
    player.play(Heard("I slept over it: it was the tandem."), pause_ms=24 * 60 * MINUTE)
    assert told == minutes_left(PLAN, player.state, player.now) == 2 * PLAN.minutes - 5


def test_the_ledger_counts_the_time_of_each_question_without_absences() -> None:
    player = started()
    player.play(Heard("word " * 300), pause_ms=MINUTE)
    player.play(Resumed(), pause_ms=30 * MINUTE)
    player.play(Heard("word " * 300), pause_ms=2 * MINUTE)
    first, second, *_ = coverage(PLAN, player.state)
    assert (first.ms, second.ms) == (MINUTE, 2 * MINUTE)
    assert first.words == 300


def test_a_question_that_has_used_its_own_minutes_is_not_probed_any_more() -> None:
    player = started()
    minutes = PLAN.questions[0].minutes
    effects = player.play(Heard("Short."), pause_ms=round(minutes * MINUTE))
    assert kinds(effects) == ["(answer)", "other", "core"]


def test_a_state_of_another_format_is_refused() -> None:
    try:
        from_dict({"schema": "parley.state/9"})
    except ValueError as error:
        assert "schema" in str(error)
    else:
        raise AssertionError("it was taken")


def test_an_interview_that_began_by_the_first_format_goes_on() -> None:
    first, second = PLAN.questions[0].key, PLAN.questions[1].key
    document = {
        "schema": "parley.state/1",
        "phase": "asking",
        "position": 1,
        "asked": [first, second],
        "answered": [first],
        "probed": [0],
        "shown": [],
        "words": 12,
        "rephrased": False,
        "rung": 0,
        "patient": False,
        "unanswered_in_a_row": 0,
        "unclear": 0,
        "typed": False,
        "last_event_ms": 90_000,
        "away_ms": 0,
    }
    state = from_dict(document)
    after, effects = step(PLAN, state, Heard("I counted the turns."), 100_000)
    assert kinds(effects)[0] == "(answer)" and effects[0].question == second  # type: ignore[union-attr]
    assert [entry.answered for entry in coverage(PLAN, after)][:2] == [True, True]
