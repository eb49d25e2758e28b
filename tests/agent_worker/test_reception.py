"""A candidate whose sound stops coming is away long before the media server says so."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator
from types import SimpleNamespace
from typing import Any

import pytest
from livekit import rtc
from livekit.rtc._proto.stats_pb2 import RtcStats

from agent_worker.behaviors import reception


class Microphone:
    """A track of which so many packets have come."""

    def __init__(self) -> None:
        self.packets = 0
        self.sends = True

    async def get_stats(self) -> list[RtcStats]:
        self.packets += self.sends
        stats = RtcStats()
        stats.inbound_rtp.received.packets_received = self.packets
        return [RtcStats(), stats]


class Absence:
    def __init__(self) -> None:
        self.hole, self.starved, self.fed = asyncio.Event(), asyncio.Event(), asyncio.Event()
        self.is_lost = False

    def on_hole(self) -> None:
        self.hole.set()

    def on_starved(self, since: float) -> None:
        self.fed.clear()
        self.starved.set()

    def on_fed(self) -> None:
        self.fed.set()


class Call:
    """A room with one candidate in it, who is watched."""

    watching: asyncio.Task[None]

    def __init__(self) -> None:
        self.microphone, self.absence = Microphone(), Absence()
        self.publication = SimpleNamespace(
            source=rtc.TrackSource.SOURCE_MICROPHONE, muted=False, track=self.microphone
        )
        person = SimpleNamespace(track_publications={"TR_1": self.publication})
        self.room: Any = SimpleNamespace(remote_participants={"candidate": person})


@pytest.fixture(autouse=True)
def hurry(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reception, "INTERVAL", 0.005)
    monkeypatch.setattr(reception, "HOLE", 0.05)
    monkeypatch.setattr(reception, "STARVED", 0.1)
    monkeypatch.setattr(reception, "BELIEVED", 0.3)


@contextlib.asynccontextmanager
async def watched() -> AsyncIterator[Call]:
    call = Call()
    absence: Any = call.absence
    watching = asyncio.create_task(reception.watch_reception(call.room, "candidate", absence))
    call.watching = watching
    try:
        yield call
    finally:
        watching.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await watching


async def test_who_sends_nothing_any_more_is_away_until_something_comes() -> None:
    async with watched() as call:
        call.microphone.sends = False
        call.absence.is_lost = True
        await asyncio.wait_for(call.absence.starved.wait(), 5)
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(call.absence.fed.wait(), 0.6)
        call.microphone.sends = True
        await asyncio.wait_for(call.absence.fed.wait(), 5)


async def test_who_sends_nothing_over_a_network_that_works_is_spoken_to_again() -> None:
    async with watched() as call:
        call.microphone.sends = False
        await asyncio.wait_for(call.absence.starved.wait(), 5)
        await asyncio.wait_for(call.absence.fed.wait(), 5)


async def test_a_microphone_that_is_muted_sends_nothing_and_is_there() -> None:
    async with watched() as call:
        call.publication.muted = True
        call.microphone.sends = False
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(call.absence.starved.wait(), 0.5)
        assert not call.absence.hole.is_set() and not call.absence.fed.is_set()


async def test_a_moment_without_sound_is_told_before_it_is_an_absence(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(reception, "STARVED", 60.0)
    async with watched() as call:
        call.microphone.sends = False
        await asyncio.wait_for(call.absence.hole.wait(), 5)
        call.microphone.sends = True
        await asyncio.wait_for(call.absence.fed.wait(), 5)
        assert not call.absence.starved.is_set()


async def test_a_call_that_goes_well_is_not_disturbed() -> None:
    async with watched() as call:
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(call.absence.starved.wait(), 0.5)
        assert not call.absence.hole.is_set() and not call.absence.fed.is_set()


async def test_the_watch_ends_even_if_an_answer_comes_in_the_same_moment() -> None:
    async with watched() as call:

        async def answer_at_the_end() -> list[RtcStats]:
            call.watching.cancel()
            return []

        call.microphone.get_stats = answer_at_the_end  # type: ignore[method-assign]
        done, _ = await asyncio.wait([call.watching], timeout=5)
        assert done
