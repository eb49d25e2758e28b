"""What a language model is asked, and how little its reply can do."""

from __future__ import annotations

import pytest

from interviews.engine.effects import Record, Say
from interviews.engine.events import Heard, Reading
from interviews.engine.turn_contract import read_reply, turn_request
from tests.engine.helpers import PLAN, Player, kinds

FIRST, SECOND, *_ = PLAN.questions
INDICATORS = list(PLAN.indicators_of(FIRST))


def test_the_model_gets_the_question_the_answer_so_far_and_what_is_still_open() -> None:
    player = Player().start()
    player.play(Heard("I mended a wheel."))
    request = turn_request(PLAN, player.state, "With a spoke key.")
    assert request is not None
    assert list(request) == ["task", "language", "question", "utterance", "answer", "indicators", "probes"]
    assert (request["task"], request["language"]) == ("turn", "en")
    assert request["question"] == {"key": FIRST.key, "text": FIRST.text}
    assert request["utterance"] == "With a spoke key."
    assert request["answer"] == "I mended a wheel.\nWith a spoke key."
    assert [set(i) for i in request["indicators"]] == [{"key", "text", "examples"}] * len(INDICATORS)
    asked = player.state.entry.probes[0].text  # type: ignore[union-attr]
    assert asked not in [probe["text"] for probe in request["probes"]]


def test_what_the_rules_know_for_sure_is_not_asked() -> None:
    player = Player().start()
    assert turn_request(PLAN, player.state, "Could you repeat the question?") is None
    player.play(Heard("Stop."))
    assert turn_request(PLAN, player.state, "Well") is None
    assert turn_request(PLAN, Player().state, "Hello") is None


def test_what_the_model_finds_shown_is_not_probed() -> None:
    player = Player().start()
    shown = tuple(p.indicator for p in FIRST.probes.authored)
    effects = player.play(Heard("I did.", reading=Reading("answer", shown=shown)))
    assert kinds(effects) == ["(answer)", "other", "core"]


def test_the_model_chooses_and_words_a_probe() -> None:
    last = FIRST.probes.authored[-1]
    wording = "And which tool did you take?"
    effects = Player().start().play(Heard("I did.", reading=Reading("answer", (), last.indicator, wording)))
    assert effects[1] == Say("probe", wording, FIRST.key, last.indicator)


@pytest.mark.parametrize("wording", ["Tell me. Why? And how?", "word " * 40 + "?", "Describe it.", ""])
def test_a_wording_that_may_not_be_said_gives_way_to_the_authored_one(wording: str) -> None:
    second = FIRST.probes.authored[1]
    reading = Reading("answer", (), second.indicator, wording)
    effects = Player().start().play(Heard("I did.", reading=reading))
    assert effects[1] == Say("probe", second.text, FIRST.key, second.indicator)


def test_a_model_that_wants_no_probe_does_not_decide_that() -> None:
    first = FIRST.probes.authored[0]
    effects = Player().start().play(Heard("I did.", reading=Reading("answer")))
    assert effects[1] == Say("probe", first.text, FIRST.key, first.indicator)


def test_a_model_may_find_a_short_request_but_not_throw_an_answer_away() -> None:
    reading = Reading("rephrase")
    effects = Player().start().play(Heard("Concerning which side of it?", reading=reading))
    assert kinds(effects) == ["(other)", "rephrase"]
    long = "They wanted it in other words, so I told them how I had trued the wheel of a tandem last week."
    assert Player().start().play(Heard(long, reading=reading))[0] == Record("answer", long, FIRST.key)


@pytest.mark.parametrize("intent", ["stop", "break", "back", "skip", "done", "abuse", "obey"])
def test_a_model_moves_nobody_on_or_out(intent: str) -> None:
    effects = Player().start().play(Heard("A wheel.", reading=Reading(intent)))
    assert kinds(effects) == ["(answer)", "probe"]


@pytest.mark.parametrize(
    "reply",
    [
        None,
        [],
        "answer",
        3,
        {},
        {"intent": "obey"},
        {"intent": None},
        {"intent": ["answer"]},
        {"shown": ["x"]},
    ],
)
def test_what_is_no_reply_of_the_contract_counts_as_none(reply: object) -> None:
    assert read_reply(reply) is None


def test_of_a_reply_only_texts_are_taken() -> None:
    reply = {"intent": "answer", "shown": ["own_repair", 3, None], "probe": 7, "wording": {"a": 1}, "more": 1}
    assert read_reply(reply) == Reading("answer", ("own_repair",))
    assert read_reply({"intent": "answer", "shown": "own_repair"}) == Reading("answer")
