"""Whoever comes back finds the same question, and no more ceremony than their absence was worth."""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator, Callable
from typing import Any

import pytest
from asgiref.sync import sync_to_async
from livekit import rtc

from agent_worker.behaviors import rejoin
from agent_worker.behaviors.controls import parse_away
from agent_worker.behaviors.rejoin import Presence
from interviews.engine.events import Pressed
from interviews.models import Interview, InterviewEvent
from tests.agent_worker.test_conductor import Room, conducting
from tests.interviews.makers import consented

pytestmark = pytest.mark.django_db(transaction=True)

FIRST = "Which bread did you bake first?"
LOST = rtc.ConnectionQuality.QUALITY_LOST
GOOD = rtc.ConnectionQuality.QUALITY_GOOD


class Person:
    def __init__(self, identity: str) -> None:
        self.identity = identity


class MediaRoom:
    """A media server's room that says what the test wants it to say."""

    def __init__(self, identity: str) -> None:
        self.candidate = Person(identity)
        self.remote_participants = {identity: self.candidate}
        self._handlers: dict[str, Callable[..., None]] = {}

    def on(self, name: str, handler: Callable[..., None]) -> None:
        self._handlers[name] = handler

    def emit(self, name: str, *values: Any) -> None:
        self._handlers[name](*values)

    def loses(self) -> None:
        del self.remote_participants[self.candidate.identity]
        self.emit("participant_disconnected", self.candidate)

    def gets_back(self) -> None:
        self.remote_participants[self.candidate.identity] = self.candidate
        self.emit("participant_connected", self.candidate)


class Absence:
    """A conductor at work, with the room that its candidate leaves."""

    def __init__(self, room: Room, presence: Presence, media: MediaRoom) -> None:
        self.room, self.presence, self.media = room, presence, media
        self.unfinished = False

    async def break_off(self) -> bool:
        """Whether an answer was under way."""
        was, self.unfinished = self.unfinished, False
        return was

    def begins_an_answer(self) -> None:
        self.unfinished = True
        self.presence.on_words("It was a rye loaf and")

    async def events(self, kind: str) -> list[dict[str, Any]]:
        found = InterviewEvent.objects.filter(interview=self.room.conductor.interview, kind=kind)
        return [event.payload async for event in found.order_by("pk")]

    async def until(self, kind: str, count: int = 1) -> list[dict[str, Any]]:
        async with asyncio.timeout(5):
            while len(found := await self.events(kind)) < count:
                await asyncio.sleep(0.01)
        return found


@pytest.fixture
def interview() -> Interview:
    ready: Interview = consented()
    return ready


@contextlib.asynccontextmanager
async def following(interview: Interview, *, said: int) -> AsyncIterator[Absence]:
    """The agent has said so many things to the end."""
    async with conducting(interview) as room:
        await room.let_say(said)
        media = MediaRoom(interview.candidate_identity)
        presence = Presence(media, room.conductor, lambda: absence.break_off())  # type: ignore[arg-type]
        absence = Absence(room, presence, media)
        task = asyncio.create_task(presence.follow())
        await asyncio.sleep(0)
        yield absence
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


def seem_long(monkeypatch: pytest.MonkeyPatch, seconds: float) -> None:
    """Let the server notice absences so late that they have lasted for `seconds`."""
    monkeypatch.setattr(rejoin, "LOST_LATE", seconds)


async def test_who_goes_on_with_an_answer_after_a_short_drop_needs_no_word(interview: Interview) -> None:
    async with following(interview, said=3) as absence:
        absence.begins_an_answer()
        absence.media.loses()
        await absence.until("candidate_away")
        assert not absence.presence.is_there() and not absence.presence.arrives.is_set()
        absence.media.gets_back()
        absence.presence.on_voice(0.0)
        (back,) = await absence.until("candidate_back")
        assert back["away_ms"] < 5_000 and not back["ask_again"]
        assert absence.presence.is_there() and absence.unfinished
        assert len(absence.room.session.said) == 3


async def test_who_never_stopped_speaking_is_not_talked_over(
    interview: Interview, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rejoin, "GOES_ON", 0.05)
    async with following(interview, said=3) as absence:
        absence.begins_an_answer()
        absence.presence.on_voice(0.0)
        absence.media.emit("reconnecting")
        await absence.until("candidate_away")
        absence.media.emit("reconnected")
        await absence.until("candidate_back")
        assert absence.unfinished and len(absence.room.session.said) == 3


async def test_what_is_no_answer_to_a_question_is_heard_whole(
    interview: Interview, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rejoin, "GOES_ON", 0.05)
    async with following(interview, said=3) as absence:
        await absence.room.conductor.press(Pressed("moment"))
        absence.begins_an_answer()
        absence.media.loses()
        absence.media.gets_back()
        await absence.until("candidate_back")
        assert absence.unfinished


async def test_who_waits_after_a_drop_in_the_middle_of_an_answer_is_asked_again(
    interview: Interview, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rejoin, "GOES_ON", 0.05)
    async with following(interview, said=3) as absence:
        absence.begins_an_answer()
        absence.presence.on_hole()
        absence.presence.on_starved(time.time())
        await absence.until("candidate_away")
        absence.presence.on_fed()
        assert (await absence.room.until_said(4)).text == FIRST
        assert not absence.unfinished
        async with asyncio.timeout(5):
            await absence.presence.arrives.wait()


async def test_words_that_nobody_had_understood_yet_when_the_connection_went_are_kept(
    interview: Interview, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rejoin, "GOES_ON", 0.05)
    async with following(interview, said=3) as absence:
        absence.unfinished = True
        absence.presence.on_voice(0.0)
        absence.media.loses()
        absence.media.gets_back()
        assert (await absence.room.until_said(4)).text == FIRST
        assert not absence.unfinished


async def test_who_has_only_been_heard_so_far_is_not_talked_over(
    interview: Interview, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rejoin, "GOES_ON", 0.05)
    async with following(interview, said=3) as absence:
        absence.unfinished = True
        absence.presence.on_voice(0.0)
        absence.media.emit("reconnecting")
        await absence.until("candidate_away")
        absence.media.emit("reconnected")
        (back,) = await absence.until("candidate_back")
        assert absence.unfinished and not back["ask_again"]


async def test_who_only_coughed_is_asked_again(interview: Interview, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rejoin, "GOES_ON", 0.05)
    async with following(interview, said=3) as absence:
        absence.presence.on_voice(0.0)
        absence.presence.on_pause(0.1)
        absence.media.loses()
        absence.media.gets_back()
        assert (await absence.room.until_said(4)).text == FIRST


async def test_a_moment_in_which_nothing_comes_is_no_absence(interview: Interview) -> None:
    async with following(interview, said=3) as absence:
        absence.presence.on_hole()
        assert absence.presence.is_there() and not absence.presence.arrives.is_set()
        absence.presence.on_fed()
        assert absence.presence.arrives.is_set()


async def test_a_question_that_may_not_have_arrived_is_asked_again(interview: Interview) -> None:
    async with following(interview, said=3) as absence:
        absence.media.loses()
        absence.media.gets_back()
        assert (await absence.room.until_said(4)).text == FIRST


async def test_who_was_away_for_longer_is_welcomed_back(
    interview: Interview, monkeypatch: pytest.MonkeyPatch
) -> None:
    seem_long(monkeypatch, 20.0)
    async with following(interview, said=3) as absence:
        absence.begins_an_answer()
        absence.media.emit("connection_quality_changed", absence.media.candidate, LOST)
        await absence.until("candidate_away")
        absence.media.emit("connection_quality_changed", absence.media.candidate, GOOD)
        assert (await absence.room.until_said(4)).text.startswith("Welcome back")
        (back,) = await absence.until("candidate_back")
        assert back["away_ms"] >= 20_000


async def test_nothing_is_said_to_an_empty_room(interview: Interview) -> None:
    async with following(interview, said=2) as absence:
        question = await absence.room.until_said(3)
        absence.media.loses()
        await absence.until("candidate_away")
        assert question.done.is_set()
        absence.media.gets_back()
        assert (await absence.room.until_said(4)).text == FIRST


async def test_the_disclosure_is_said_again_to_who_missed_a_part_of_it(interview: Interview) -> None:
    async with following(interview, said=0) as absence:
        disclosure = await absence.room.until_said(1)
        absence.media.loses()
        await absence.until("candidate_away")
        absence.media.gets_back()
        assert (await absence.room.until_said(2)).text == disclosure.text
        assert await absence.room.let_say(3) == FIRST
        (back,) = await absence.until("candidate_back")
        assert back["question_waits"]


async def test_a_second_tab_takes_over_with_the_same_question(interview: Interview) -> None:
    async with following(interview, said=3) as absence:
        absence.media.loses()
        absence.media.gets_back()
        await absence.until("candidate_back")
        assert not await absence.events("candidate_away")


async def test_who_stays_away_frees_the_agent(interview: Interview, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rejoin, "PATIENCE", 0.05)
    async with following(interview, said=3) as absence:
        absence.media.loses()
        async with asyncio.timeout(5):
            await absence.room.conductor.lost.wait()


async def test_somebody_else_in_the_room_is_not_the_candidate(interview: Interview) -> None:
    async with following(interview, said=3) as absence:
        absence.media.emit("participant_disconnected", Person("interviewer-AJ_1"))
        absence.media.emit("connection_quality_changed", Person("interviewer-AJ_1"), LOST)
        assert absence.presence.is_there()


async def test_an_agent_whose_room_is_gone_gives_the_interview_up_at_once(interview: Interview) -> None:
    async with following(interview, said=3) as absence:
        absence.media.emit("disconnected", 1)
        assert absence.room.conductor.lost.is_set()


async def test_an_agent_that_was_cut_off_itself_goes_on_where_it_was(interview: Interview) -> None:
    async with following(interview, said=3) as absence:
        absence.media.emit("reconnecting")
        await absence.until("candidate_away")
        absence.media.emit("reconnected")
        assert (await absence.room.until_said(4)).text == FIRST


async def test_the_page_knows_of_drops_that_the_server_does_not_notice(interview: Interview) -> None:
    async with following(interview, said=3) as absence:
        await absence.presence.report_back(5_000)
        (back,) = await absence.until("candidate_back")
        assert (back["away_ms"], back["ask_again"]) == (5_000, True)


async def test_a_drop_is_not_told_twice_and_no_page_credits_itself_hours(interview: Interview) -> None:
    async with following(interview, said=3) as absence:
        await absence.presence.report_back(3_600_000)
        await absence.presence.report_back(5_000)
        (back,) = await absence.until("candidate_back")
        assert back["away_ms"] == 12_000


async def test_what_a_page_says_again_and_again_is_worth_a_minute_at_most(
    interview: Interview, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rejoin, "PATIENCE", 0.0)
    monkeypatch.setattr(rejoin, "TAKEN_ON_TRUST", 20.0)
    async with following(interview, said=3) as absence:
        absence.presence.owes_answer = lambda: False  # type: ignore[method-assign]
        for _ in range(3):
            await absence.presence.report_back(3_600_000)
        backs = await absence.until("candidate_back", 3)
        assert [back["away_ms"] for back in backs] == [12_000, 8_000, 0]


@pytest.mark.parametrize("payload", ["", "{", "[]", "null", '{"away_ms": "1"}', '{"away_ms": true}', "{}"])
def test_what_is_no_time_is_none(payload: str) -> None:
    assert parse_away(payload) == 0


async def test_time_without_the_candidate_is_not_theirs_to_lose(
    interview: Interview, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with following(interview, said=3) as absence:
        await sync_to_async(interview.refresh_from_db)()
        await absence.presence.report_back(5_000)
        await sync_to_async(interview.refresh_from_db)()
        assert 0 < interview.state["away_ms"] <= 5_000
