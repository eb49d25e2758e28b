"""While speech or the database is away nothing is lost, nobody is in the dark, and it goes on by itself."""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator, Callable
from typing import Any

import pytest
from asgiref.sync import sync_to_async
from django.db import OperationalError
from django.utils import timezone

from agent_worker import store
from agent_worker.behaviors import heartbeat, speech_trouble
from agent_worker.behaviors.speech_trouble import Outage, try_voice
from agent_worker.behaviors.words_so_far import WordsSoFar
from agent_worker.stt import Utterance
from interviews.engine.events import Heard, Silence
from interviews.models import Interview, InterviewEvent
from interviews.services import leases, turns, utterances
from interviews.services.leases import STALE_AFTER
from tests.agent_worker.test_conductor import Room, conducting
from tests.interviews.makers import consented

pytestmark = pytest.mark.django_db(transaction=True)

FIRST = "Which bread did you bake first?"
HALF = "It was a rye loaf that I"


@pytest.fixture
def interview() -> Interview:
    ready: Interview = consented()
    return ready


@pytest.fixture
def database_away(monkeypatch: pytest.MonkeyPatch) -> Callable[[Any, int], None]:
    """Let a service's database be away for the next `count` calls, and be tried again at once."""
    monkeypatch.setattr(store, "PAUSE", 0.01)

    def away(module: Any, name: str, count: int, *, after: bool = False) -> None:
        service = getattr(module, name)
        left = [count]

        def flaky(*args: Any, **kwargs: Any) -> Any:
            result = service(*args, **kwargs) if after or not left[0] else None
            if left[0]:
                left[0] -= 1
                raise OperationalError("the database system is starting up")
            return result

        monkeypatch.setattr(store, name, store.stored(flaky, seconds=0 if name == "renew_lease" else 5))

    return away  # type: ignore[return-value]


class Screen:
    """A board that remembers what trouble it showed."""

    def __init__(self) -> None:
        self.shown: list[str | None] = []

    async def show_trouble(self, trouble: str) -> None:
        self.shown.append(trouble)

    async def end_trouble(self, trouble: str) -> None:
        self.shown.append(None)


@contextlib.asynccontextmanager
async def running(*coroutines: Any) -> AsyncIterator[None]:
    tasks = [asyncio.create_task(coroutine) for coroutine in coroutines]
    yield
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


async def until(condition: Callable[[], Any]) -> None:
    async with asyncio.timeout(5):
        while not condition():
            await asyncio.sleep(0.01)


async def kinds(room: Room) -> list[str]:
    events = InterviewEvent.objects.filter(interview=room.conductor.interview).order_by("pk")
    return [event.kind async for event in events]


# --- hearing --------------------------------------------------------------------------------------


@pytest.fixture(autouse=True)
def soon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(speech_trouble, "HARDLY_NOTICED", 0.05)
    monkeypatch.setattr(speech_trouble, "LOOK", 0.01)
    monkeypatch.setattr(speech_trouble, "ASK_AGAIN", 0.01)


async def test_who_is_not_heard_is_told_so_and_answered_afterwards(interview: Interview) -> None:
    async with conducting(interview) as room:
        await room.let_say(3)
        screen = Screen()
        outage = Outage(room.conductor, screen, "hearing")  # type: ignore[arg-type]
        async with running(outage.follow()):
            outage.lose()
            assert (await room.until_said(4)).text.startswith("I have trouble hearing you")
            assert screen.shown == ["hearing"]
            await room.let_say(1)
            outage.find()
            # The words are handed on by a task of their own, as the endpointer's.
            await asyncio.sleep(0)
            await room.hear("A rye loaf with caraway.", "r1")
            await until(lambda: screen.shown == ["hearing", None])
            log = await kinds(room)
            assert log[-3:] == ["speech_lost", "speech_back", "heard"]


async def test_an_outage_that_is_over_at_once_is_not_worth_a_word(interview: Interview) -> None:
    async with conducting(interview) as room:
        await room.let_say(3)
        screen = Screen()
        outage = Outage(room.conductor, screen, "hearing")  # type: ignore[arg-type]
        async with running(outage.follow()):
            outage.lose()
            await asyncio.sleep(0)
            outage.find()
            await asyncio.sleep(0.1)
            assert screen.shown == [] and "speech_lost" not in await kinds(room)


async def test_nobody_is_talked_over_to_be_told_that_they_are_not_heard(interview: Interview) -> None:
    async with conducting(interview) as room:
        await room.let_say(3)
        screen = Screen()
        outage = Outage(room.conductor, screen, "hearing")  # type: ignore[arg-type]
        async with running(outage.follow()):
            room.conductor.on_voice(time.time())
            outage.lose()
            await until(lambda: screen.shown == ["hearing"])
            await asyncio.sleep(0.1)
            assert len(room.session.said) == 3
            room.conductor.on_pause(time.time())
            await room.until_said(4)


# --- the voice ------------------------------------------------------------------------------------


class BrokenVoice:
    """Cannot say anything until it is mended."""

    def __init__(self) -> None:
        self.on_unsaid: Callable[[str], None] = lambda text: None
        self.mended = asyncio.Event()

    async def can_say(self, text: str) -> bool:
        return self.mended.is_set()


async def test_a_question_that_could_only_be_read_is_asked_aloud_when_the_voice_is_back(
    interview: Interview,
) -> None:
    async with conducting(interview) as room:
        await room.let_say(3)
        screen, voice = Screen(), BrokenVoice()
        outage = Outage(room.conductor, screen, "voice", lambda: True)  # type: ignore[arg-type]
        async with running(outage.follow(), try_voice(voice, outage)):  # type: ignore[arg-type]
            await asyncio.sleep(0)
            voice.on_unsaid(FIRST)
            assert (await room.until_said(4)).text.startswith("My voice does not work")
            await room.let_say(1)
            voice.mended.set()
            assert (await room.until_said(5)).text == FIRST


# --- the database ---------------------------------------------------------------------------------


async def test_a_heart_that_could_not_beat_beats_at_once_when_the_database_is_back(
    interview: Interview, database_away: Any
) -> None:
    async with conducting(interview) as room:
        old = timezone.now() - 2 * STALE_AFTER
        await sync_to_async(Interview.objects.filter(pk=interview.pk).update)(heartbeat_at=old)
        database_away(leases, "renew_lease", 3)
        async with running(heartbeat.keep_lease(room.conductor)):
            async with asyncio.timeout(5):
                while True:
                    stored = await Interview.objects.aget(pk=interview.pk)
                    if stored.heartbeat_at and timezone.now() - stored.heartbeat_at < STALE_AFTER:
                        break
                    await asyncio.sleep(0.01)
            assert not room.conductor.lost.is_set()


async def test_an_utterance_waits_for_the_database_and_is_answered(
    interview: Interview, database_away: Any
) -> None:
    async with conducting(interview) as room:
        await room.let_say(3)
        database_away(turns, "record_event", 3)
        await room.hear("A rye loaf with caraway.", "r1")
        assert await room.let_say(2) == "What do you do when a batch is burnt?"


async def test_a_step_whose_answer_got_lost_with_the_database_is_not_taken_twice(
    interview: Interview, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store, "PAUSE", 0.01)
    calls = []

    def answer_gets_lost(**report: Any) -> Any:
        outcome = turns.record_event(**report)
        calls.append(outcome)
        if len(calls) == 1:
            raise OperationalError("server closed the connection unexpectedly")
        return outcome

    async with conducting(interview) as room:
        await room.let_say(3)
        monkeypatch.setattr(store, "_record_event", store.stored(answer_gets_lost))
        before = len(await room.turns())
        await room.conductor.tell(Heard("Could you repeat that?"))
        assert (await room.until_said(4)).text == FIRST
        assert len(calls) == 2 and len(await room.turns()) == before + 2


async def test_the_database_is_waited_for_only_so_long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store, "PAUSE", 0.01)

    def away() -> None:
        raise OperationalError("no")

    with pytest.raises(OperationalError):
        await store.stored(away, seconds=0.03)()


# --- what was said so far ---------------------------------------------------------------------------


async def kept(room: Room) -> list[str]:
    rows = InterviewEvent.objects.filter(interview=room.conductor.interview, kind=utterances.PARTIAL)
    return [row.payload["text"] async for row in rows]


async def until_kept(room: Room, texts: list[str]) -> None:
    async with asyncio.timeout(5):
        while await kept(room) != texts:
            await asyncio.sleep(0.01)


@pytest.fixture
def every_moment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("agent_worker.behaviors.words_so_far.INTERVAL", 0.01)


async def test_what_was_recognised_so_far_is_kept_until_the_utterance_is_whole(
    interview: Interview, every_moment: None
) -> None:
    async with conducting(interview) as room:
        await room.let_say(3)
        words = WordsSoFar(room.conductor)
        async with running(words.keep()):
            began = time.time()
            words.on_voice(began)
            words.on_words("It was a rye")
            await until_kept(room, ["It was a rye"])
            words.on_words(HALF)
            await until_kept(room, [HALF])
            await words.hear(Utterance(f"{HALF} baked.", began, time.time(), report_id="r1"))
            assert await kept(room) == []


async def test_an_agent_that_is_killed_in_the_middle_of_an_utterance_leaves_its_words(
    interview: Interview, every_moment: None
) -> None:
    async with conducting(interview) as room:
        await room.let_say(3)
        words = WordsSoFar(room.conductor)
        async with running(words.keep()):
            words.on_voice(time.time())
            words.on_words(HALF)
            await until_kept(room, [HALF])
    await sync_to_async(Interview.objects.filter(pk=interview.pk).update)(heartbeat_at=None)
    async with conducting(interview, holder="job-2") as successor:
        assert (await successor.until_said(1)).text.startswith("Welcome back")
        assert await successor.let_say(2) == FIRST
        said = [(turn.kind, turn.text) for turn in await successor.turns() if turn.role == "candidate"]
        assert said == [("answer", HALF)]


async def test_both_halves_of_an_utterance_that_was_cut_in_two_are_kept(
    interview: Interview, every_moment: None
) -> None:
    async with conducting(interview) as room:
        await room.let_say(3)
        words = WordsSoFar(room.conductor)
        async with running(words.keep()):
            now = time.time()
            words.on_voice(now - 5)
            await words.hear(Utterance(HALF, now - 5, now - 1, report_id="r1"))
            words.on_words("bake every Friday")
            await until_kept(room, ["bake every Friday"])


async def test_an_agent_that_was_replaced_notices_it_when_it_keeps_words(
    interview: Interview, every_moment: None
) -> None:
    async with conducting(interview) as room:
        await room.let_say(3)
        await sync_to_async(Interview.objects.filter(pk=interview.pk).update)(lease_epoch=9)
        words = WordsSoFar(room.conductor)
        async with running(words.keep()):
            words.on_voice(time.time())
            words.on_words(HALF)
            async with asyncio.timeout(5):
                await room.conductor.lost.wait()


async def test_silence_is_not_taken_for_an_event_of_its_own_by_its_report(interview: Interview) -> None:
    async with conducting(interview) as room:
        await room.let_say(3)
        before = room.conductor.interview.sequence
        await room.conductor.tell(Silence(2_000))
        assert room.conductor.interview.sequence == before


async def test_words_over_the_welcome_of_the_next_agent_belong_to_the_question_that_was_heard(
    interview: Interview,
) -> None:
    async with conducting(interview) as room:
        await room.let_say(3)
    await sync_to_async(Interview.objects.filter(pk=interview.pk).update)(heartbeat_at=None)
    async with conducting(interview, holder="job-2") as successor:
        await successor.until_said(1)
        await successor.hear("baked every Friday for a year.", "r1")
        (words,) = [turn for turn in await successor.turns() if turn.role == "candidate"]
        assert (words.kind, words.question) == ("answer", "loaf")
