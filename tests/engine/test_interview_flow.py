"""How an interview goes, event by event."""

from __future__ import annotations

from dataclasses import replace

import pytest

from interviews.engine.coverage import coverage
from interviews.engine.effects import Finish, Record, Say
from interviews.engine.events import (
    Heard,
    Left,
    NotUnderstood,
    Pressed,
    Resumed,
    Silence,
    Started,
    Tick,
)
from tests.engine.helpers import PLAN, Player, kinds, said

FIRST, SECOND, OPTIONAL, LAST = PLAN.questions
MINUTE = 60_000


def test_the_interview_opens_with_who_speaks_then_the_first_question_word_for_word() -> None:
    player = Player().start()
    disclosure, lead_in, question = player.effects
    assert disclosure == Say(
        "disclosure",
        "Hello Ada. I am an AI interviewer, speaking for Spokes & Co about the Bike Mechanic role; "
        "a person reads every interview and decides.",
        interruptible=False,
    )
    assert isinstance(lead_in, Say) and lead_in.kind == "other"
    assert question == Say("core", FIRST.text, FIRST.key)


def test_what_is_not_known_is_left_out_of_the_greeting() -> None:
    player = Player()
    player.play(Started())
    assert said(player.effects)[0][1] == (
        "Hello. I am an AI interviewer; a person reads every interview and decides."
    )


def test_a_hostile_title_is_not_read_out_as_it_stands() -> None:
    player = Player()
    player.play(Started(job_title="Cook\u202e<script>\n{name} " + "x" * 500, candidate_name="{0.__class__}"))
    greeting = said(player.effects)[0][1]
    assert "<" not in greeting and "\n" not in greeting and "{" not in greeting and "\u202e" not in greeting
    assert len(greeting) < 300


def test_an_answer_is_recorded_before_anything_is_said() -> None:
    effects = Player().start().play(Heard("I fixed a wheel."))
    assert effects[0] == Record("answer", "I fixed a wheel.", FIRST.key)
    assert effects[1] == Say("probe", "What did you do with your own hands?", FIRST.key, "own_repair")


def test_probes_end_at_their_maximum_and_the_next_question_follows() -> None:
    player = Player().start()
    player.play(Heard("Short."), Heard("Short."))
    effects = player.play(Heard("Short."))
    assert kinds(effects) == ["(answer)", "other", "core"]
    assert said(effects)[1] == ("core", SECOND.text)


def test_a_long_answer_gets_one_probe_fewer() -> None:
    player = Player().start()
    assert kinds(player.play(Heard("word " * 150))) == ["(answer)", "probe"]
    assert kinds(player.play(Heard("Yes, with care."))) == ["(answer)", "other", "core"]


def test_a_very_long_answer_gets_two_probes_fewer() -> None:
    assert kinds(Player().start().play(Heard("word " * 300))) == ["(answer)", "other", "core"]


def test_what_was_shown_in_the_words_of_the_plan_is_not_asked_for() -> None:
    effects = Player().start().play(Heard("Well, I trued the wheel myself."))
    assert effects[1] == Say("probe", "How did you check that it held?", FIRST.key, "checks_result")


def test_all_questions_answered_end_the_interview_as_completed() -> None:
    player = Player().start()
    while player.state.phase != "finished":
        player.play(Heard("That is how I did it."))
    assert kinds(player.effects)[-2:] == ["closing", "finish completed"]
    assert [e.text for e in player.effects if isinstance(e, Say) and e.kind == "core"] == [
        q.text for q in PLAN.questions
    ]


@pytest.mark.parametrize("ask", [Heard("Could you repeat the question?"), Pressed("repeat")])
def test_what_was_asked_last_is_repeated(ask: Heard | Pressed) -> None:
    player = Player().start()
    assert said(player.play(ask)) == [("repeat", FIRST.text)]
    player.play(Heard("Short."))
    assert said(player.play(ask)) == [("repeat", "What did you do with your own hands?")]


def test_a_question_is_put_in_other_words_when_asked() -> None:
    effects = Player().start().play(Heard("I don't understand the question."))
    assert kinds(effects) == ["(other)", "rephrase"]
    assert said(effects) == [("rephrase", FIRST.rephrase)]


def test_a_skipped_question_is_asked_but_not_answered() -> None:
    player = Player().start()
    assert kinds(player.play(Heard("I would rather skip this one."))) == ["(other)", "other", "core"]
    first = coverage(PLAN, player.state)[0]
    assert first.asked and not first.answered and first.skipped == "candidate"


def test_somebody_who_thinks_is_left_in_peace_for_a_minute() -> None:
    player = Player().start()
    assert kinds(player.play(Heard("Let me think about it."))) == ["(other)"]
    assert player.play(Silence(20_000)) == []
    assert kinds(player.play(Silence(60_000), pause_ms=60_000)) == ["nudge"]


def test_a_moment_asked_for_by_button_is_given() -> None:
    player = Player().start()
    player.play(Pressed("moment"))
    assert player.play(Silence(30_000), pause_ms=30_000) == []
    assert kinds(player.play(Silence(60_000), pause_ms=30_000)) == ["nudge"]


def test_silence_is_met_with_a_nudge_other_words_an_offer_and_the_next_question() -> None:
    player = Player().start()
    assert player.play(Silence(11_000), pause_ms=11_000) == []
    assert kinds(player.play(Silence(12_000), pause_ms=1_000)) == ["nudge"]
    assert kinds(player.play(Silence(13_000), pause_ms=1_000)) == []
    assert kinds(player.play(Silence(12_000), pause_ms=12_000)) == ["rephrase"]
    assert kinds(player.play(Silence(15_000), pause_ms=15_000)) == ["nudge"]
    assert kinds(player.play(Silence(20_000), pause_ms=20_000)) == ["other", "core"]
    assert coverage(PLAN, player.state)[0].skipped == "silence"


def test_an_interview_that_nobody_answers_ends() -> None:
    player = Player().start()
    for _ in range(8):
        player.play(Silence(20_000))
    assert kinds(player.effects)[-2:] == ["closing", "finish no_answer"]


def test_who_types_is_never_hurried() -> None:
    player = Player().start(typed=True)
    assert player.play(Silence(10 * MINUTE), pause_ms=10 * MINUTE) == []


def test_speech_without_words_is_asked_for_again_but_not_for_ever() -> None:
    player = Player().start()
    assert [kinds(player.play(NotUnderstood())) for _ in range(3)] == [["nudge"], ["nudge"], []]
    player.play(Heard("I fixed it."))
    assert kinds(player.play(NotUnderstood())) == ["nudge"]


def test_words_spoken_over_the_next_question_belong_to_the_one_before() -> None:
    player = Player().start()
    player.play(Heard("skip"))
    effects = player.play(Heard("and the brake, I forgot.", over=FIRST.key))
    assert effects == [Record("answer", "and the brake, I forgot.", FIRST.key)]
    assert player.state.position == 1


def test_stop_is_asked_back_and_yes_ends_the_interview() -> None:
    player = Player().start()
    assert kinds(player.play(Heard("I want to stop."))) == ["(other)", "other"]
    assert kinds(player.play(Heard("Yes, please."))) == ["(other)", "closing", "finish left"]


def test_a_stop_that_was_not_meant_goes_on_with_the_same_question() -> None:
    player = Player().start()
    player.play(Heard("Stop."))
    effects = player.play(Heard("No, go on."))
    assert said(effects)[-1] == ("repeat", FIRST.text)


def test_an_answer_instead_of_a_yes_is_an_answer() -> None:
    player = Player().start()
    player.play(Heard("Stop."))
    assert kinds(player.play(Heard("The hardest was a tandem with a broken hub."))) == ["(answer)", "probe"]


def test_silence_after_a_stop_repeats_the_question() -> None:
    player = Player().start()
    player.play(Heard("Stop."))
    assert said(player.play(Silence(12_000))) == [("repeat", FIRST.text)]


def test_nothing_more_to_say_to_a_probe_leads_to_the_next_question() -> None:
    player = Player().start()
    player.play(Heard("I fixed it."))
    assert kinds(player.play(Heard("That's all."))) == ["(other)", "other", "core"]


def test_nothing_to_say_at_all_is_asked_back() -> None:
    assert kinds(Player().start().play(Heard("I'm done."))) == ["(other)", "other"]


def test_facts_are_told_and_nothing_else_about_the_job() -> None:
    player = Player().start()
    assert said(player.play(Heard("Where is the office?"))) == [("fact", "The workshop is in Leeds.")]
    assert kinds(player.play(Heard("What is the salary for this role?"))) == ["(other)", "other"]


def test_time_and_hearing_are_answered_in_between() -> None:
    player = Player().start()
    assert said(player.play(Heard("Can you hear me?"))) == [("other", "Yes, I can hear you.")]
    assert (
        "14 minutes" in said(player.play(Heard("How much time is left?")))[0][1]
        or "15 minutes" in (said(player.play(Heard("How much time is left?")))[0][1])
    )


def test_when_time_runs_short_probes_go_first() -> None:
    player = Player().start()
    effects = player.play(Heard("Short."), pause_ms=9 * MINUTE)
    assert kinds(effects) == ["(answer)", "other", "core"]
    assert said(effects)[0][1].startswith("We are a little short of time")


def test_when_time_runs_shorter_the_optional_question_goes_too() -> None:
    player = Player().start()
    player.play(Heard("Short."), pause_ms=9 * MINUTE)
    effects = player.play(Heard("Short."), pause_ms=4 * MINUTE)
    assert said(effects)[-1] == ("core", LAST.text)
    assert coverage(PLAN, player.state)[2].skipped == "time"


def test_required_questions_are_asked_in_overtime() -> None:
    player = Player().start()
    effects = player.play(Heard("Short."), pause_ms=16 * MINUTE)
    assert said(effects)[-1] == ("core", SECOND.text)


def test_the_clock_ends_the_interview_in_the_end() -> None:
    player = Player().start()
    assert player.play(Tick(), pause_ms=15 * MINUTE) == []
    assert kinds(player.play(Tick(), pause_ms=4 * MINUTE)) == ["closing", "finish time_up"]


def test_whoever_comes_back_is_not_greeted_again_and_hears_the_same_question() -> None:
    player = Player().start()
    player.play(Heard("Short."))
    before = player.state
    effects = player.play(Resumed())
    assert kinds(effects) == ["other", "repeat"]
    assert said(effects)[-1] == ("repeat", "What did you do with your own hands?")
    clock_and_halves = {"last_event_ms": 0, "away_ms": 0, "half": "", "before": None}
    assert replace(player.state, **clock_and_halves) == replace(before, **clock_and_halves)


def test_time_away_does_not_count() -> None:
    player = Player().start()
    player.play(Resumed(), pause_ms=60 * MINUTE)
    assert kinds(player.play(Heard("Short."))) == ["(answer)", "probe"]


def test_a_change_to_typing_and_back_is_remembered() -> None:
    player = Player().start()
    player.play(Resumed(typed=True))
    assert player.state.typed
    player.play(Resumed())
    assert not player.state.typed


def test_whoever_leaves_is_not_spoken_to() -> None:
    assert Player().start().play(Left()) == [Finish("left")]


def test_after_the_end_nothing_happens() -> None:
    player = Player().start()
    player.play(Left())
    for event in (Heard("Hello?"), Tick(), Silence(99_000), Resumed(), Started(), Pressed("repeat"), Left()):
        assert player.play(event) == []


def test_a_second_start_changes_nothing() -> None:
    player = Player().start()
    assert player.play(Started("Other")) == []


def test_before_the_start_words_are_kept_and_nothing_is_said() -> None:
    assert kinds(Player().play(Heard("Hello?"))) == ["(other)"]
    assert Player().play(Tick()) == []


def test_no_sound_is_no_answer() -> None:
    assert Player().start().play(Heard("  \n ")) == []
