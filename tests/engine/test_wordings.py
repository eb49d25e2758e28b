"""What the interviewer says again and again is not said in the same words."""

from __future__ import annotations

from dataclasses import replace

import pytest

from interviews.engine.events import Event, Heard, NotUnderstood, Pressed, Silence
from interviews.engine.languages import LANGUAGES, language_pack
from interviews.engine.plan import Plan
from interviews.engine.state import from_dict
from tests.engine.helpers import PLAN, Player, said

MANY = 8
ANSWER = "Ich Je Yo jsem opravil kolo " * 12


def long_plan(language: str) -> Plan:
    """Many short questions; every other one may be left out, as it is when time runs short."""
    one = replace(PLAN.questions[0], probes=replace(PLAN.questions[0].probes, max=0, authored=()))
    questions = (replace(one, key=f"q{n}", required=n % 2 == 0, minutes=1) for n in range(MANY))
    return replace(PLAN, language=language, minutes=60, questions=tuple(questions))


def wordings(language: str, name: str) -> list[str]:
    texts = language_pack(language, "phrases")[name]
    assert isinstance(texts, list)
    return texts


def used(player: Player, language: str, name: str) -> list[str]:
    """In which words the phrase was said, in order."""
    return [text for _, text in said(player.effects) if text in wordings(language, name)]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("name", "event"),
    [
        ("next_question", Heard(ANSWER)),
        ("skipped", Pressed("skip")),
        ("next_question", Pressed("done")),
    ],
)
def test_every_wording_is_used_before_one_comes_again(language: str, name: str, event: Event) -> None:
    player = Player(long_plan(language)).start()
    for _ in range(MANY - 1):
        if event == Pressed("done"):
            player.play(Heard(ANSWER, partial=True))
        player.play(event)
    texts = used(player, language, name)
    count = len(wordings(language, name))
    assert len(texts) >= count
    assert all(len(set(texts[at : at + count])) == count for at in range(len(texts) - count + 1))


def test_skips_among_answers_do_not_bring_the_same_thanks_back() -> None:
    player = Player(long_plan("en")).start()
    for event in (Heard(ANSWER), Pressed("skip"), Heard(ANSWER), Pressed("skip"), Heard(ANSWER)):
        player.play(event)
    thanks = used(player, "en", "next_question")
    assert thanks == wordings("en", "next_question")[:3]
    assert used(player, "en", "skipped") == wordings("en", "skipped")[:2]


def test_noise_and_silence_are_met_in_other_words_each_time() -> None:
    player = Player(long_plan("en")).start()
    player.play(NotUnderstood(), NotUnderstood())
    assert used(player, "en", "not_understood") == wordings("en", "not_understood")
    for _ in range(3):
        player.play(Silence(20_000), pause_ms=20_000)
        player.play(Heard(ANSWER))
    assert used(player, "en", "still_there") == wordings("en", "still_there")


def test_a_crash_in_between_does_not_bring_a_wording_back() -> None:
    player = Player(long_plan("en")).start()
    player.play(Heard(ANSWER))
    player.state = from_dict(player.state.to_dict())
    player.play(Heard(ANSWER))
    assert used(player, "en", "next_question") == wordings("en", "next_question")[:2]
