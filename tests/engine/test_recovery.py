"""After a crash, an outage or an absence the same question goes on, and nobody pays for it with time."""

from __future__ import annotations

import pytest

from interviews.engine.events import CandidateBack, Heard, Pressed, Resumed, SpeechBack, SpeechLost
from interviews.engine.pacing import active_ms
from interviews.engine.phrases import phrase
from tests.engine.helpers import PLAN, Player, kinds, said

FIRST = PLAN.questions[0]
ANSWER = "I once took over a workshop where nobody wrote down which bike had been repaired by whom."


def words(name: str) -> tuple[str, str]:
    """How a phrase is said while the first question is asked."""
    return ("other", phrase(PLAN.language, name, 0))


@pytest.fixture
def player() -> Player:
    return Player().start()


def test_words_that_a_crash_cut_off_are_part_of_the_answer_and_get_no_reply(player: Player) -> None:
    assert kinds(player.play(Heard("I took over a workshop where", partial=True))) == ["(answer)"]
    entry = player.state.entry
    assert entry is not None and entry.question == FIRST.key
    assert (entry.answered, entry.answer) == (True, "I took over a workshop where")


def test_after_words_that_were_cut_off_the_same_question_is_asked_again(player: Player) -> None:
    player.play(Heard("I took over a workshop where", partial=True))
    assert said(player.play(Resumed(away_ms=3_000))) == [words("welcome_back"), ("repeat", FIRST.text)]


def test_the_rest_of_the_answer_is_read_together_with_what_was_cut_off(player: Player) -> None:
    player.play(Heard("I took over a workshop where", partial=True), Resumed(away_ms=3_000))
    before = player.state.entry
    player.play(Heard("nobody wrote anything down."))
    entry = player.state.find_entry(FIRST.key)
    assert before is not None and entry is not None
    assert entry.words == before.words + 4


@pytest.mark.parametrize("text", ["skip", "stop", "repeat", "that's all", "I need a short break"])
def test_half_a_sentence_that_looks_like_a_request_is_none(player: Player, text: str) -> None:
    assert kinds(player.play(Heard(text, partial=True))) == ["(other)"]
    assert (player.state.phase, player.state.position) == ("asking", 0)


def test_yes_that_was_cut_off_does_not_end_the_interview(player: Player) -> None:
    player.play(Heard("stop"))
    assert kinds(player.play(Heard("Yes", partial=True))) == ["(other)"]
    assert player.state.phase == "confirming_stop"


def test_words_cut_off_past_the_hard_limit_are_kept_and_close_nothing(player: Player) -> None:
    assert kinds(player.play(Heard("And then", partial=True), pause_ms=10 * 60 * 60_000)) == ["(answer)"]
    assert player.state.phase == "asking"


def test_words_over_the_next_question_that_were_cut_off_belong_to_the_one_before(player: Player) -> None:
    player.play(Pressed("skip"))
    player.play(Heard("wait, there was also", over=FIRST.key, partial=True))
    first = player.state.find_entry(FIRST.key)
    assert first is not None and first.answered
    assert player.state.entry is not None and not player.state.entry.answered


def test_a_short_drop_needs_no_ceremony(player: Player) -> None:
    assert player.play(CandidateBack(5_000)) == []


def test_after_a_short_drop_a_question_that_may_not_have_arrived_is_asked_again(player: Player) -> None:
    assert said(player.play(CandidateBack(5_000, ask_again=True))) == [("repeat", FIRST.text)]


def test_who_was_away_for_longer_is_welcomed_back(player: Player) -> None:
    assert said(player.play(CandidateBack(40_000))) == [words("welcome_back"), ("repeat", FIRST.text)]


def test_a_short_drop_during_a_break_does_not_end_the_break(player: Player) -> None:
    player.play(Pressed("break"))
    assert player.play(CandidateBack(5_000, ask_again=True)) == []
    assert player.state.phase == "on_break"


@pytest.mark.parametrize(
    "event",
    [
        CandidateBack(5_000),
        CandidateBack(5_000, question_waits=True),
        SpeechBack("hearing", 5_000),
        SpeechBack("voice", 5_000),
    ],
)
def test_an_absence_is_credited_even_when_nothing_is_said_to_it(player: Player, event: CandidateBack) -> None:
    before = active_ms(player.state, player.now)
    player.play(event)
    assert active_ms(player.state, player.now) == before + player.pause_ms - 5_000


def test_who_is_not_heard_is_told_so_and_answered_when_it_is_over(player: Player) -> None:
    assert said(player.play(SpeechLost("hearing"))) == [words("trouble_hearing")]
    assert player.play(SpeechBack("hearing", 20_000)) == []
    assert (player.state.phase, player.state.position) == ("asking", 0)
    assert kinds(player.play(Heard(ANSWER)))[0] == "(answer)"


def test_a_question_that_could_only_be_read_is_asked_aloud_when_the_voice_is_back(player: Player) -> None:
    assert said(player.play(SpeechLost("voice"))) == [words("trouble_speaking")]
    assert said(player.play(SpeechBack("voice", 20_000, ask_again=True))) == [("repeat", FIRST.text)]
