"""A cough or an "mm-hm" does not stop the interviewer for good; who was not done does, and at once."""

from __future__ import annotations

import asyncio
import time

import pytest

from agent_worker.turn_taking.backchannels import is_backchannel
from agent_worker.turn_taking.barge_in import BargeIn
from agent_worker.turn_taking.echo import is_echo
from interviews.engine.state import from_dict
from interviews.models import Interview
from tests.agent_worker.test_conductor import Room, conducting, interview

__all__ = ["interview"]

pytestmark = pytest.mark.django_db(transaction=True)


class Ear:
    """What the ear tells, and what it was told."""

    def __init__(self, room: Room) -> None:
        self.dropped = self.cut_offs = 0
        self.room = room
        self.barge_in = BargeIn(
            room.conductor, language="en", forget=self._drop, on_cut_off=self._note_cut_off
        )

    def _drop(self) -> None:
        self.dropped += 1

    def _note_cut_off(self) -> None:
        self.cut_offs += 1

    def hears_voice(self, *, seconds_later: float = 0.0) -> None:
        """A voice begins, so long after the interviewer's first sound."""
        at = (self.room.conductor.mouth.took_floor_at or time.time()) + seconds_later
        self.room.conductor.on_voice(at)
        self.barge_in.on_voice(at)

    def hears_pause(self) -> None:
        self.room.conductor.on_pause(time.time())
        self.barge_in.on_pause(time.time())

    async def hears_words(self, text: str) -> None:
        self.barge_in.on_words(text)
        await asyncio.sleep(0.05)


async def asking(room: Room) -> Ear:
    """The interviewer has heard an answer and is in the middle of the lead-in to the next question."""
    await room.let_say(3)
    await room.hear("A rye loaf with caraway.", "r1")
    await room.until_said(4)
    await asyncio.sleep(0.05)
    return Ear(room)


async def test_a_voice_just_after_the_start_silences_the_interviewer_at_once(interview: Interview) -> None:
    async with conducting(interview) as room:
        ear = await asking(room)
        ear.hears_voice(seconds_later=0.4)
        assert room.session.said[-1].done.is_set() and room.conductor.is_held


async def test_a_later_voice_has_to_last(interview: Interview, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("agent_worker.turn_taking.barge_in.GAP", 0.0)
    async with conducting(interview) as room:
        ear = await asking(room)
        ear.hears_voice(seconds_later=4.0)
        assert room.session.output.audio.is_paused
        ear.hears_pause()
        assert room.session.output.audio.is_paused
        await asyncio.sleep(0.05)
        assert not room.session.said[-1].done.is_set() and not room.conductor.is_held
        assert not room.session.output.audio.is_paused


async def test_a_gap_between_two_words_gives_the_floor_back_to_nobody(interview: Interview) -> None:
    async with conducting(interview) as room:
        ear = await asking(room)
        ear.hears_voice(seconds_later=4.0)
        ear.hears_pause()
        ear.hears_voice(seconds_later=4.6)
        await asyncio.wait_for(room.session.said[-1].done.wait(), 5)
        assert room.conductor.is_held


async def test_a_voice_between_two_turns_keeps_the_second_from_being_heard(interview: Interview) -> None:
    async with conducting(interview) as room:
        ear = await asking(room)
        room.session.plays.clear()
        await room.let_say(1)
        ear.hears_voice(seconds_later=4.0)
        room.session.plays.set()
        await room.session.playing
        assert room.session.output.audio.is_paused


async def test_a_voice_that_lasts_stops_the_interviewer(
    interview: Interview, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("agent_worker.turn_taking.barge_in.TAKES_FLOOR", 0.0)
    async with conducting(interview) as room:
        ear = await asking(room)
        ear.hears_voice(seconds_later=4.0)
        await asyncio.wait_for(room.session.said[-1].done.wait(), 5)
        assert room.conductor.is_held and not room.session.output.audio.is_paused


async def test_words_made_of_a_short_sound_in_the_middle_of_a_question_are_no_answer_but_a_request_is_one(
    interview: Interview,
) -> None:
    async with conducting(interview) as room:
        ear = await asking(room)
        for words, stops in (("In a mum.", False), ("Could you repeat that?", True)):
            ear.hears_voice(seconds_later=4.0)
            ear.hears_pause()
            ear.barge_in._lasted = 0.3
            await ear.hears_words(words)
            assert room.session.said[-1].done.is_set() is stops


async def test_a_yes_over_the_last_word_of_a_question_is_an_answer(interview: Interview) -> None:
    async with conducting(interview) as room:
        ear = await asking(room)
        await room.let_say(1)
        room.conductor.mouth._line.began_at -= 9.5  # type: ignore[union-attr,operator]
        ear.hears_voice(seconds_later=9.5)
        ear.hears_pause()
        await ear.hears_words("Mm-hm.")
        assert not room.conductor.is_given and ear.dropped == 1
        ear.hears_voice(seconds_later=9.5)
        ear.hears_pause()
        await ear.hears_words("Yes.")
        assert room.conductor.is_given and ear.dropped == 1


async def test_a_question_follows_its_acknowledgement_whatever_else_is_being_prepared_and_stored(
    interview: Interview, monkeypatch: pytest.MonkeyPatch
) -> None:
    never = asyncio.Event()

    async def is_away(**report: object) -> None:
        await never.wait()

    async with conducting(interview) as room:
        await asking(room)
        monkeypatch.setattr("agent_worker.store.mark_spoken", is_away)
        assert room.voice.hurried[-1] == "What do you do when a batch is burnt?"
        assert await room.let_say(2) == room.voice.hurried[-1]
        never.set()


async def test_a_moment_asked_for_over_a_question_is_given(interview: Interview) -> None:
    async with conducting(interview) as room:
        ear = await asking(room)
        ear.hears_voice(seconds_later=0.4)
        ear.hears_pause()
        await ear.hears_words("One moment, please.")
        await room.hear("One moment, please.", "r2")
        assert room.conductor.is_held and room.conductor.is_given
        await room.hear("It took two days.", "r3")
        assert not room.conductor.is_held
        state = from_dict(room.conductor.interview.state)
        assert state.entries[0].words == 9


@pytest.mark.parametrize("words", ["", "Mm-hm.", "Yeah, okay."])
async def test_after_a_cough_or_a_sign_of_listening_the_interviewer_goes_on_and_nothing_is_answered(
    interview: Interview, words: str
) -> None:
    async with conducting(interview) as room:
        ear = await asking(room)
        stopped = room.session.said[-1]
        stopped.heard = 7.0
        ear.hears_voice(seconds_later=0.4)
        ear.hears_pause()
        await ear.hears_words(words)
        again = await room.until_said(5)
        assert again.text == f"(1) {stopped.text}" and room.voice.begun_with[-1] == 1
        assert (ear.dropped, ear.cut_offs) == (1, 0)


async def test_whoever_was_not_done_goes_on_and_both_halves_stand_together_before_the_next_question(
    interview: Interview,
) -> None:
    async with conducting(interview) as room:
        ear = await asking(room)
        ear.hears_voice(seconds_later=0.4)
        ear.hears_pause()
        await ear.hears_words("and I should add that it was burnt")
        assert room.conductor.is_held and ear.cut_offs == 1
        await room.hear("And I should add that it was burnt.", "r2")
        assert await room.let_say(2) == "What do you do when a batch is burnt?"
        turns = [turn for turn in await room.turns() if turn.number > 3]
        assert [turn.kind for turn in turns] == ["answer", "other", "answer", "other", "core"]
        assert {turn.question for turn in turns if turn.kind == "answer"} == {"loaf"}
        assert [turn.cut_off for turn in turns if turn.role == "agent"] == [True, False, False]
        state = from_dict(room.conductor.interview.state)
        assert [(entry.question, entry.words) for entry in state.entries] == [
            ("loaf", 13),
            ("burnt_batch", 0),
        ]


async def test_a_goodbye_that_was_talked_over_ends_the_interview_after_the_rest_of_the_answer(
    interview: Interview,
) -> None:
    async with conducting(interview) as room:
        await room.let_say(3)
        await room.hear("A rye loaf with caraway.", "r1")
        await room.let_say(2)
        await room.hear("I bake it again.", "r2")
        await room.let_say(2)
        await room.hear("At four in the morning.", "r3")
        goodbye = await room.until_said(8)
        await asyncio.sleep(0.05)
        ear = Ear(room)
        ear.hears_voice(seconds_later=0.4)
        ear.hears_pause()
        await ear.hears_words("and I tell the boss")
        await room.hear("And I tell the boss.", "r4")
        assert await room.let_say(1) == goodbye.text
        await asyncio.wait_for(room.conductor.finished.wait(), 5)
        answers = [turn for turn in await room.turns() if turn.role == "candidate"]
        assert [turn.kind for turn in answers] == ["answer"] * 4
        assert answers[-1].question == answers[-2].question
        assert from_dict(room.conductor.interview.state).entries[-1].words == 10


async def test_words_that_come_back_from_a_loudspeaker_stop_nothing(interview: Interview) -> None:
    async with conducting(interview) as room:
        ear = await asking(room)
        ear.hears_voice(seconds_later=4.0)
        ear.hears_pause()
        await ear.hears_words(room.session.said[-1].text.upper())
        assert not room.session.said[-1].done.is_set()
        assert ear.dropped == 1


async def test_a_voice_before_the_first_sound_keeps_the_interviewer_silent(interview: Interview) -> None:
    async with conducting(interview) as room:
        await room.let_say(3)
        ear = Ear(room)
        room.conductor._hearing = 1
        ear.hears_voice()
        room.conductor._hearing = 0
        assert room.conductor.is_held


@pytest.mark.parametrize(
    ("heard", "echo"),
    [
        ("tell me about the hardest", True),
        ("tell me a bout the heartest project that you have let", True),
        ("the hardest project I have led was a billing system", False),
        ("we moved the billing system to services", False),
        ("yes", False),
        ("", False),
    ],
)
def test_an_echo_is_what_is_being_said_even_if_it_is_partly_misheard(heard: str, echo: bool) -> None:
    assert is_echo(heard, "Tell me about the hardest project that you have led.") is echo


@pytest.mark.parametrize(
    ("text", "language", "nothing"),
    [
        ("Mm-hm.", "en", True),
        ("I see.", "en-GB", True),
        ("Right, okay", "en", True),
        ("Ja, genau.", "de", True),
        ("Sí, claro.", "es", True),
        ("D'accord.", "fr", True),
        ("Jasně.", "cs", True),
        ("No, wait.", "en", False),
        ("Stop.", "en", False),
        ("Okay, so in that year we moved", "en", False),
    ],
)
def test_signs_of_listening_are_told_from_answers(text: str, language: str, nothing: bool) -> None:
    assert is_backchannel(text, language) is nothing
