"""Where people stop in the middle of something, and where they are done: `tests/agent_worker/endings`."""

from __future__ import annotations

from pathlib import Path

import pytest

from agent_worker.turn_taking.endings import PACKS, Ending, asks_for_patience, ending_of
from agent_worker.turn_taking.profiles import HOLDS, hold_for, more_patient

LISTS = Path(__file__).parent / "endings"
HOLDING = {Ending.OPEN, Ending.FILLER, Ending.TRAILING, Ending.THINKING}


def listed(language: str) -> list[tuple[str, str]]:
    """What may follow, and the words."""
    lines = (LISTS / f"{language}.txt").read_text(encoding="utf-8").splitlines()
    return [(kind, text) for kind, bar, text in (line.partition("|") for line in lines) if bar]


@pytest.mark.parametrize("language", PACKS)
def test_most_unfinished_sentences_hold_the_floor_and_few_finished_ones_do(language: str) -> None:
    held = [
        (kind in ("holds", "thinks"), ending_of(text, language) in HOLDING) for kind, text in listed(language)
    ]
    right = sum(wanted and found for wanted, found in held)
    assert right / sum(wanted for wanted, _ in held) >= 0.95
    assert right / sum(found for _, found in held) >= 0.95


@pytest.mark.parametrize("language", PACKS)
def test_whoever_says_that_they_are_done_is_answered_at_once(language: str) -> None:
    done = [text for kind, text in listed(language) if kind == "done"]
    assert [text for text in done if ending_of(text, language) != Ending.DONE] == []


@pytest.mark.parametrize("language", PACKS)
def test_whoever_answers_is_never_cut_short_as_one_who_is_done(language: str) -> None:
    others = [text for kind, text in listed(language) if kind != "done"]
    assert [text for text in others if ending_of(text, language) == Ending.DONE] == []


@pytest.mark.parametrize("language", PACKS)
def test_whoever_thinks_aloud_is_waited_for_longest(language: str) -> None:
    thinks = [text for kind, text in listed(language) if kind == "thinks"]
    assert [text for text in thinks if ending_of(text, language) != Ending.THINKING] == []


@pytest.mark.parametrize(
    ("text", "ending"),
    [
        ("Let me think about that. I would split the table by customer.", Ending.COMPLETE),
        ("We rewrote it because the. Old library was slow.", Ending.COMPLETE),
        ("I know Python, Java,", Ending.TRAILING),
        ("We sold it\N{HORIZONTAL ELLIPSIS}", Ending.TRAILING),
        ("We don\N{RIGHT SINGLE QUOTATION MARK}t", Ending.OPEN),
        ("", Ending.COMPLETE),
        ("...", Ending.TRAILING),
    ],
)
def test_only_the_last_words_count(text: str, ending: Ending) -> None:
    assert ending_of(text, "en-GB") == ending


def test_a_language_without_rules_is_heard_by_its_punctuation() -> None:
    assert ending_of("Sono stato responsabile del", "it") == Ending.COMPLETE
    assert ending_of("Sono stato responsabile,", "it") == Ending.TRAILING
    assert not asks_for_patience("take your time", "it")


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Take your time.", "en"),
        ("Please don't interrupt me.", "en"),
        ("I need longer pauses.", "en"),
        ("We built it. Could you give me more time, please? Give me a little more time.", "en"),
        ("Bitte lassen Sie mich ausreden.", "de"),
        ("Necesito más tiempo.", "es"),
        ("Laissez-moi finir.", "fr"),
        ("Nechte mě domluvit.", "cs"),
    ],
)
def test_a_candidate_may_ask_for_patience(text: str, language: str) -> None:
    assert asks_for_patience(text, language)


@pytest.mark.parametrize(
    "text",
    [
        "I told the new colleagues that nobody would be angry with them and that they should take your time",
        "I took my time.",
        "It needed more time.",
    ],
)
def test_a_story_about_time_asks_for_nothing(text: str) -> None:
    assert not asks_for_patience(text, "en")


@pytest.mark.parametrize("patience", HOLDS)
def test_no_ending_is_waited_for_so_long_that_the_candidate_wonders(patience: str) -> None:
    holds = [hold_for(patience, ending) for ending in (Ending.DONE, *list(Ending)[1:])]
    assert holds == sorted(holds)
    assert holds[-1] < 7.0
    assert hold_for(patience, Ending.DONE) <= 0.6


def test_patience_grows_to_its_end() -> None:
    assert [more_patient(one) for one in ("brisk", "standard", "patient")] == [
        "standard",
        "patient",
        "patient",
    ]
    assert hold_for("unheard of", Ending.COMPLETE) == hold_for("standard", Ending.COMPLETE)
