"""The scripted candidates of a rehearsal: what the weak and the strong one say to any plan."""

from __future__ import annotations

from dataclasses import replace

import pytest

from interviews.engine.intents import classify
from interviews.engine.languages import LANGUAGES
from interviews.engine.plan import load_plan_yaml
from interviews.engine.probing import shown_in
from interviews.engine.simulation import Candidate
from interviews.rehearsal import scripted_candidates
from interviews.rehearsal.wording import complete, sentences
from tests.rehearsal.plans import BARE, PLAN, bare_plan, in_language, without_examples

KINDS = ("behavioural", "situational", "knowledge", "motivation", "logistics")


def everything_said(candidate: Candidate, question: str) -> list[str]:
    answer = candidate.answers[question]
    return [answer.first, *answer.probes.values()]


# The strong one


def test_the_first_strong_answer_shows_a_part_and_the_probes_bring_out_the_rest() -> None:
    question = PLAN.questions[0]
    answer = scripted_candidates(PLAN)["strong"].answers[question.key]
    assert shown_in(PLAN, question, answer.first) == ("own_repair",)
    assert shown_in(PLAN, question, answer.probes["checks_result"]) == ("checks_result",)


def test_a_question_without_probes_is_answered_in_full_at_once() -> None:
    plan = bare_plan()
    answer = scripted_candidates(plan)["strong"].answers["only"]
    assert shown_in(plan, plan.questions[0], answer.first) == ("own_part",)


def test_the_strong_candidate_says_nothing_about_an_indicator_without_an_example() -> None:
    plan = without_examples()
    strong = scripted_candidates(plan)["strong"]
    assert all(set(answer.probes) == {"*"} for answer in strong.answers.values())
    assert all(answer.first for answer in strong.answers.values())


def test_two_questions_about_the_same_take_different_examples() -> None:
    again = "  - {key: again, kind: knowledge, text: And how, minutes: 1, competencies: [craft]}\n"
    text = BARE.replace("[I cut the beams]", "[I cut the beams, I hung the door]")
    text = text.replace("closing:", again + "closing:")
    strong = scripted_candidates(load_plan_yaml(text))["strong"]
    assert "I cut the beams" in strong.answers["only"].first
    assert "I hung the door" in strong.answers["again"].first


@pytest.mark.parametrize("example", ["{0}", "{example}", "100 {", "%s"])
def test_an_example_is_said_as_it_stands_whatever_is_in_it(example: str) -> None:
    plan = load_plan_yaml(BARE.replace("[I cut the beams]", f'["{example}"]'))
    assert example in scripted_candidates(plan)["strong"].answers["only"].first


def test_the_beginning_of_a_sentence_is_gone_on_with() -> None:
    assert complete("I decided to", "en").startswith("I decided to take")
    assert complete("I cut the beams.", "en") == "I cut the beams"


# The weak one


def test_the_weak_candidate_asks_once_rambles_once_and_skips_once() -> None:
    weak = scripted_candidates(PLAN)["weak"]
    words = sentences("en")
    assert weak.before == {"hard_repair": [words["repeat"]]}
    firsts = [answer.first for answer in weak.answers.values()]
    assert firsts.count(words["skip"]) == 1
    assert [len(first.split()) > 150 for first in firsts].count(True) == 1


def test_an_optional_question_is_the_one_that_is_skipped() -> None:
    weak = scripted_candidates(PLAN)["weak"]
    assert weak.answers["favourite_bike"].first == sentences("en")["skip"]


def test_the_only_question_is_not_skipped() -> None:
    weak = scripted_candidates(bare_plan())["weak"]
    assert weak.answers["only"].first in sentences("en")["vague"]


@pytest.mark.parametrize("example", ["team", "it is", "people", "part of the job"])
def test_a_weak_answer_avoids_the_words_that_the_plan_looks_for(example: str) -> None:
    plan = load_plan_yaml(BARE.replace("[I cut the beams]", f"[{example}]"))
    weak = scripted_candidates(plan)["weak"]
    assert [shown_in(plan, plan.questions[0], said) for said in everything_said(weak, "only")] == [(), ()]


# Both, in every language


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_candidate_speaks_the_language_of_the_plan(language: str) -> None:
    weak = scripted_candidates(in_language(language))["weak"]
    assert weak.before["hard_repair"] == [sentences(language)["repeat"]]
    assert (sentences(language) == sentences("en")) == (language == "en")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_the_same_sentences(language: str) -> None:
    pack = sentences(language)
    assert set(pack) == set(sentences("en"))
    assert set(pack["openings"]) == set(KINDS)
    assert all(pack["openings"][kind] for kind in KINDS)
    assert all(frame.count("{example}") == 1 for frame in [*pack["shows"], *pack["follow_ups"]])
    assert all(len(ending.split()) <= 12 for ending in pack["goes_on"].values())


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_engine_takes_answers_for_answers_and_requests_for_requests(language: str) -> None:
    pack = sentences(language)
    openings = [opening for kind in KINDS for opening in pack["openings"][kind]]
    answers = [*pack["vague"], *pack["evasive"], *pack["ramble"], *openings, pack["nothing"]]
    mistaken = {text: intent for text in answers if (intent := classify(text, language)) != "answer"}
    assert mistaken == {}
    assert (classify(pack["repeat"], language), classify(pack["skip"], language)) == ("repeat", "skip")


def test_a_language_without_sentences_is_played_in_english() -> None:
    assert scripted_candidates(in_language("fi"))["weak"].answers == scripted_candidates(PLAN)["weak"].answers


def test_the_same_plan_gives_the_same_script() -> None:
    assert scripted_candidates(PLAN) == scripted_candidates(replace(PLAN))
