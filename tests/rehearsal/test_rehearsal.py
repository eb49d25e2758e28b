"""A rehearsal says what a plan brings out of a weak and a strong candidate, and how long it takes."""

from __future__ import annotations

from dataclasses import replace

import pytest

from interviews.engine.coverage import coverage
from interviews.engine.languages import LANGUAGES
from interviews.engine.plan import Plan, Probes, load_plan_yaml
from interviews.engine.simulation import play, simulate
from interviews.rehearsal import Rehearsal, play_one, rehearse, scripted_candidates
from tests.rehearsal.plans import BARE, PLAN, bare_plan, in_language, without_examples


def reasons(rehearsal: Rehearsal) -> dict[str, str | None]:
    return {outcome.question.key: outcome.reason for outcome in rehearsal.questions}


def test_the_transcripts_are_those_of_the_engine_that_everybody_meets() -> None:
    rehearsal = rehearse(PLAN, seed=3)
    candidates = scripted_candidates(PLAN)
    assert list(rehearsal.weak.transcript) == list(simulate(PLAN, candidates["weak"], 3))
    assert list(rehearsal.strong.transcript) == list(simulate(PLAN, candidates["strong"], 3))


def test_the_ledger_is_the_engines() -> None:
    strong = scripted_candidates(PLAN)["strong"]
    performance = play(PLAN, strong)
    played = play_one(PLAN, strong)
    assert played.ledger == coverage(PLAN, performance.state)
    assert (played.ended, played.ms) == ("completed", performance.now)


def test_the_same_input_gives_the_same_rehearsal_and_a_seed_changes_pauses_only() -> None:
    assert rehearse(PLAN) == rehearse(PLAN)
    one, other = rehearse(PLAN, seed=1), rehearse(PLAN, seed=2)
    assert one.weak.ms != other.weak.ms
    assert [turn["text"] for turn in one.weak.turns] == [turn["text"] for turn in other.weak.turns]


def test_the_strong_candidate_shows_what_the_weak_one_does_not() -> None:
    outcome = rehearse(PLAN).questions[0]
    assert (outcome.weak.shown, outcome.separated) == ((), True)
    assert set(outcome.strong.shown) == {"own_repair", "checks_result"}
    assert outcome.strong.probes == ("checks_result",)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_plan_in_any_language_separates_the_two(language: str) -> None:
    assert reasons(rehearse(in_language(language)))["hard_repair"] is None


# Questions that fail to separate


def test_a_question_without_competencies_brings_out_nothing_that_is_rated() -> None:
    rehearsal = rehearse(PLAN)
    assert reasons(rehearsal)["favourite_bike"] == "no_competencies"
    assert [outcome.question.key for outcome in rehearsal.failed_to_separate] == [
        "favourite_bike",
        "next_season",
    ]


def test_indicators_without_examples_cannot_be_rehearsed() -> None:
    outcome = rehearse(without_examples()).questions[0]
    assert outcome.reason == "no_examples"
    assert outcome.without_examples == ("own_repair", "checks_result")


def test_one_example_is_enough_and_the_indicators_without_are_named() -> None:
    text = BARE.replace("level: 3}", "level: 3}\n      - {key: taught, text: Teaches it., level: 5}")
    outcome = rehearse(load_plan_yaml(text)).questions[0]
    assert (outcome.reason, outcome.without_examples) == (None, ("taught",))


def test_probes_that_nobody_was_asked_are_the_reason_when_the_examples_are_everyday_words() -> None:
    questions = tuple(replace(q, probes=replace(q.probes, max=0)) for q in everyday().questions)
    outcome = rehearse(replace(everyday(), questions=questions)).questions[0]
    assert (outcome.reason, outcome.never_asked) == ("probes_never_asked", ("taught",))


def test_examples_that_everybody_says_tell_nobody_apart() -> None:
    plan = everyday()
    plan = replace(plan, questions=(replace(plan.questions[0], probes=Probes()),))
    assert rehearse(plan).questions[0].reason == "both_the_same"


def test_a_question_that_there_was_no_time_for_is_named() -> None:
    late = replace(PLAN.questions[0], key="late", required=False, minutes=60)
    outcome = rehearse(replace(PLAN, questions=(*PLAN.questions, late))).questions[-1]
    assert outcome.reason == "not_reached"
    assert (outcome.strong.skipped, outcome.weak.skipped) == ("time", "time")


# Time


def test_who_talks_longer_takes_longer() -> None:
    times = {estimate.talker: estimate.ms for estimate in rehearse(PLAN).times}
    assert list(times) == ["short", "typical", "long"]
    assert times["short"] < times["typical"] < times["long"]


def test_the_time_of_the_questions_is_within_the_time_of_the_interview() -> None:
    for estimate in rehearse(PLAN).times:
        assert set(estimate.by_question) == {question.key for question in PLAN.questions}
        assert 0 < sum(estimate.by_question.values()) <= estimate.ms


def test_what_a_long_talker_never_hears_is_named() -> None:
    optional = replace(PLAN.questions[2], minutes=4)
    questions = (*PLAN.questions[:2], PLAN.questions[3], optional)
    short, _, long = rehearse(replace(PLAN, questions=questions, minutes=8)).times
    assert (short.left_out, long.left_out) == ((), ("favourite_bike",))


def test_a_plan_of_one_question_can_be_rehearsed() -> None:
    rehearsal = rehearse(bare_plan())
    assert [outcome.separated for outcome in rehearsal.questions] == [True]


def everyday() -> Plan:
    """A plan whose example stands in every sentence that people say."""
    text = BARE.replace("[I cut the beams]", '["."]').replace(
        "level: 3}", "level: 3}\n      - {key: taught, text: Teaches it., level: 5}"
    )
    probes = '[craft], probes: {max: 1, authored: [{for: taught, text: "Whom did you teach?"}]}}'
    return load_plan_yaml(text.replace("[craft]}", probes))
