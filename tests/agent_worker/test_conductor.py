"""The conductor stores before it speaks, asks again what was talked over, and falls silent when replaced."""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from asgiref.sync import sync_to_async
from django.db import connections
from django.utils import timezone

from agent_worker.conductor import Conductor
from agent_worker.stt import Utterance
from interviews.engine.events import Left, Pressed, Resumed, Silence
from interviews.models import Interview, Turn
from interviews.services.leases import claim_interview
from tests.agent_worker.fakes import FakeBoard, FakeHandle, FakeSession, FakeVoice
from tests.interviews.makers import consented

pytestmark = pytest.mark.django_db(transaction=True)


class Room:
    """A conductor at work with its fakes."""

    def __init__(self, conductor: Conductor, session: FakeSession, voice: FakeVoice) -> None:
        self.conductor, self.session, self.voice = conductor, session, voice

    async def until_said(self, count: int) -> FakeHandle:
        """Wait until `count` things have begun to be said; return the last."""
        async with asyncio.timeout(5):
            while len(self.session.said) < count:
                await asyncio.sleep(0.01)
        return self.session.said[count - 1]

    async def let_say(self, count: int) -> str:
        """Let the next `count` things be said to the end; return the last."""
        said = ""
        for _ in range(count):
            handle = await self.until_said(
                len(self.session.said) if self._open() else len(self.session.said) + 1
            )
            said = handle.text
            handle.end()
            await asyncio.sleep(0.05)
        return said

    def _open(self) -> bool:
        return bool(self.session.said) and not self.session.said[-1].done.is_set()

    async def hear(self, text: str, report_id: str) -> None:
        now = time.time()
        await self.conductor.hear(Utterance(text, now - 3, now, report_id=report_id))

    async def turns(self) -> list[Turn]:
        return [
            turn async for turn in Turn.objects.filter(interview=self.conductor.interview).order_by("number")
        ]


@pytest.fixture
def interview() -> Interview:
    return consented()


@contextlib.asynccontextmanager
async def conducting(interview: Interview, holder: str = "job-1") -> AsyncIterator[Room]:
    """A conductor that has greeted and is speaking."""
    lease = await sync_to_async(claim_interview)(
        public_id=interview.public_id, holder=holder, now=timezone.now()
    )
    assert lease is not None
    session, voice = FakeSession(), FakeVoice()
    conductor = Conductor(lease=lease, session=session, voice=voice, board=FakeBoard())  # type: ignore[arg-type]
    await conductor.begin()
    speaking = asyncio.create_task(conductor.speak())
    yield Room(conductor, session, voice)
    speaking.cancel()
    await asyncio.gather(speaking, return_exceptions=True)
    # The services ran on a thread of their own, whose connection nobody else would close.
    await sync_to_async(connections.close_all)()


async def test_the_disclosure_is_heard_to_its_end_whoever_speaks(interview: Interview) -> None:
    async with conducting(interview) as room:
        disclosure = await room.until_said(1)
        room.conductor.mouth.stop()
        assert not disclosure.done.is_set()
        room.conductor.resume_speaking()
        assert await room.let_say(3) == "Which bread did you bake first?"


async def test_what_is_said_is_stored_before_it_is_spoken_and_timed_after(interview: Interview) -> None:
    async with conducting(interview) as room:
        handle = await room.until_said(1)
        disclosure = (await room.turns())[0]
        assert (disclosure.text, disclosure.started_ms) == (handle.text, None)
        handle.end()
        await room.until_said(2)
        assert (await room.turns())[0].started_ms is not None


async def test_an_answer_is_stored_and_the_next_question_follows(interview: Interview) -> None:
    async with conducting(interview) as room:
        await room.let_say(3)
        await room.hear("A rye loaf with caraway.", "r1")
        assert await room.let_say(2) == "What do you do when a batch is burnt?"
        kinds = [(turn.kind, turn.role) for turn in await room.turns()][3:]
        assert kinds == [("answer", "candidate"), ("other", "agent"), ("core", "agent")]


async def test_a_question_that_was_talked_over_is_asked_again_and_the_words_go_to_the_one_before(
    interview: Interview,
) -> None:
    async with conducting(interview) as room:
        await room.let_say(3)
        await room.hear("A rye loaf.", "r1")
        await room.let_say(1)
        question = await room.until_said(5)
        await room.conductor.mouth.give_way()
        assert question.done.is_set() and room.conductor.is_held
        await room.hear("With caraway, I should add.", "r2")
        assert await room.let_say(2) == question.text
        turns = await room.turns()
        assert [turn.question for turn in turns if turn.role == "candidate"] == ["loaf", "loaf"]
        assert [turn.text for turn in turns].count(question.text) == 1


async def test_likely_answers_are_made_into_sound_while_the_candidate_speaks(interview: Interview) -> None:
    async with conducting(interview) as room:
        await room.let_say(3)
        assert "What do you do when a batch is burnt?" in room.voice.prepared


def make_earlier(interview: Interview, by: timedelta) -> None:
    """Let an interview have started earlier than it did."""
    assert interview.started_at is not None
    interview.started_at -= by
    interview.save(update_fields=["started_at"])


async def test_silence_that_leads_to_nothing_is_not_stored(interview: Interview) -> None:
    async with conducting(interview) as room:
        await room.let_say(3)
        before = room.conductor.interview.sequence
        await room.conductor.consider(Silence(2_000))
        assert room.conductor.interview.sequence == before
        await sync_to_async(make_earlier)(room.conductor.interview, timedelta(seconds=60))
        await room.conductor.consider(Silence(60_000))
        assert room.conductor.interview.sequence == before + 1


async def test_repeat_stops_what_is_said_and_asks_again(interview: Interview) -> None:
    async with conducting(interview) as room:
        await room.let_say(3)
        await room.conductor.press(Pressed("repeat"))
        assert await room.let_say(1) == "Which bread did you bake first?"
        assert (await room.turns())[-1].kind == "repeat"


async def test_a_return_in_the_middle_of_a_question_asks_it_again_and_keeps_when_it_was_begun(
    interview: Interview,
) -> None:
    async with conducting(interview) as room:
        await room.let_say(2)
        question = await room.until_said(3)
        await asyncio.sleep(0.05)
        await room.conductor.press(Resumed())
        welcome = await room.until_said(4)
        assert welcome.text.startswith("Welcome back")
        welcome.end()
        assert (await room.until_said(5)).text == question.text
        core = next(turn for turn in await room.turns() if turn.kind == "core")
        assert core.interrupted
        assert core.started_ms is not None


async def test_a_return_before_the_first_question_just_goes_on(interview: Interview) -> None:
    async with conducting(interview) as room:
        await room.until_said(1)
        await room.conductor.press(Resumed())
        assert await room.let_say(3) == "Which bread did you bake first?"
        assert len(await room.turns()) == 3


async def test_a_moment_to_think_does_not_cut_the_question_short(interview: Interview) -> None:
    async with conducting(interview) as room:
        await room.let_say(2)
        question = await room.until_said(3)
        await room.conductor.press(Pressed("moment"))
        assert not question.done.is_set()


async def test_leaving_during_the_disclosure_ends_it_at_once(interview: Interview) -> None:
    async with conducting(interview) as room:
        await room.until_said(1)
        await room.conductor.press(Left())
        await asyncio.wait_for(room.conductor.finished.wait(), 5)
        assert len(room.session.said) == 1


async def test_leaving_finishes_without_another_word(interview: Interview) -> None:
    async with conducting(interview) as room:
        await room.let_say(3)
        await room.conductor.press(Left())
        await asyncio.wait_for(room.conductor.finished.wait(), 5)
        await sync_to_async(interview.refresh_from_db)()
        assert interview.status == Interview.Status.LEFT
        assert len(room.session.said) == 3


async def test_an_agent_that_was_replaced_writes_nothing_more(interview: Interview) -> None:
    async with conducting(interview) as room:
        await room.let_say(3)
        await sync_to_async(Interview.objects.filter(pk=interview.pk).update)(heartbeat_at=None)
        await sync_to_async(claim_interview)(
            public_id=interview.public_id, holder="job-2", now=timezone.now()
        )
        await room.hear("Is anybody there?", "r9")
        assert room.conductor.lost.is_set()
        assert all(turn.role == "agent" for turn in await room.turns())
