"""One turn is one final transcript, however many segments and pauses it had."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from typing import Any

import pytest
from livekit import rtc
from livekit.agents import APIConnectionError, LanguageCode, stt, vad

from agent_worker.stt import TurnStream, TurnSTT

FRAME = rtc.AudioFrame(bytes(640), 16_000, 1, 320)


class FakeRecogniser(stt.STT[Any]):
    """Says what it was told to, one text a segment; an exception is raised instead."""

    def __init__(self, *texts: str | Exception) -> None:
        super().__init__(capabilities=stt.STTCapabilities(streaming=False, interim_results=False))
        self.texts = list(texts)
        self.release = asyncio.Event()
        self.release.set()

    async def _recognize_impl(self, buffer: Any, *, language: Any, conn_options: Any) -> stt.SpeechEvent:
        raise NotImplementedError

    async def recognize(self, buffer: Any, **options: Any) -> stt.SpeechEvent:
        text = self.texts.pop(0)
        await self.release.wait()
        if isinstance(text, Exception):
            raise text
        data = stt.SpeechData(language=LanguageCode("en"), text=text)
        return stt.SpeechEvent(stt.SpeechEventType.FINAL_TRANSCRIPT, alternatives=[data])


class FakeDetectorStream:
    """Emits the events that the test pushes."""

    def __init__(self) -> None:
        self.events: asyncio.Queue[vad.VADEvent] = asyncio.Queue()

    def push_frame(self, frame: rtc.AudioFrame) -> None:
        """The test decides what is speech."""

    def __aiter__(self) -> AsyncIterator[vad.VADEvent]:
        return self

    async def __anext__(self) -> vad.VADEvent:
        return await self.events.get()

    async def aclose(self) -> None:
        """Nothing to close."""


class FakeDetector:
    """Hands out one stream."""

    def __init__(self) -> None:
        self.current = FakeDetectorStream()

    def stream(self) -> FakeDetectorStream:
        return self.current


class Listener:
    """A stream under test with what it emitted."""

    def __init__(self, *texts: str | Exception) -> None:
        self.lost = 0
        self.recogniser = FakeRecogniser(*texts)
        self.detector = FakeDetector()
        self.adapter = adapter = TurnSTT(
            recogniser=self.recogniser, detector=self.detector, on_lost=self._lose
        )  # type: ignore[arg-type]
        self.stream: TurnStream = adapter.stream()

    def _lose(self) -> None:
        self.lost += 1

    def starts(self) -> None:
        self._emit(vad.VADEventType.START_OF_SPEECH)

    def stops(self) -> None:
        self._emit(vad.VADEventType.END_OF_SPEECH)

    def _emit(self, kind: vad.VADEventType) -> None:
        event = vad.VADEvent(kind, 0, 0.0, 1.0, 0.3, frames=[FRAME])
        self.detector.current.events.put_nowait(event)

    async def next(self) -> stt.SpeechEvent:
        """The next event, within two seconds."""
        async with asyncio.timeout(2):
            return await self.stream.__anext__()

    async def says(self) -> None:
        self.stream.push_frame(FRAME)
        await asyncio.sleep(0.01)
        self.starts()
        self.stops()
        while not self.detector.current.events.empty():
            await asyncio.sleep(0)

    def pauses_for(self, seconds: float) -> None:
        """Move the last end of speech into the past."""
        self.stream._fell_quiet_at -= seconds


@pytest.fixture
async def listen() -> AsyncIterator[Any]:
    made: list[Listener] = []

    def make(*texts: str | Exception) -> Listener:
        made.append(Listener(*texts))
        return made[-1]

    yield make
    for listener in made:
        await listener.stream.aclose()


async def final(listener: Listener) -> str:
    """The text of the next final transcript."""
    while True:
        event = await listener.next()
        if event.type == stt.SpeechEventType.FINAL_TRANSCRIPT:
            return event.alternatives[0].text


async def test_segments_are_shown_as_they_come_and_joined_when_the_turn_ends(listen: Any) -> None:
    listener = listen("I led", "the billing move")
    await listener.says()
    first = await listener.next()
    assert (first.type, first.alternatives[0].text) == (stt.SpeechEventType.INTERIM_TRANSCRIPT, "I led")
    listener.pauses_for(2.0)
    await listener.says()
    listener.stream.flush()
    assert await final(listener) == "I led the billing move"


async def test_a_short_pause_does_not_cut_a_sentence(listen: Any) -> None:
    listener = listen("We had to", "We had to rewrite the importer.")
    await listener.says()
    await listener.next()
    await listener.says()
    listener.stream.flush()
    assert await final(listener) == "We had to rewrite the importer."


async def test_the_turn_waits_for_a_segment_that_is_still_being_recognised(listen: Any) -> None:
    listener = listen("late words")
    listener.recogniser.release.clear()
    await listener.says()
    await asyncio.sleep(0)
    listener.stream.flush()
    answer = asyncio.ensure_future(final(listener))
    done, _ = await asyncio.wait({answer}, timeout=0.2)
    assert not done
    listener.recogniser.release.set()
    assert await answer == "late words"


async def test_a_candidate_who_goes_on_gets_one_transcript_at_the_real_end(listen: Any) -> None:
    listener = listen("first half", "first half second half")
    await listener.says()
    await listener.next()
    listener.starts()
    for _ in range(50):
        listener.stream.push_frame(FRAME)
        await asyncio.sleep(0.01)
        if _ == 5:
            listener.stream.flush()
    listener.stops()
    listener.stream.flush()
    assert await final(listener) == "first half second half"


async def test_what_was_being_said_when_the_line_went_is_kept(listen: Any) -> None:
    listener = listen("unfinished")
    listener.starts()
    await asyncio.sleep(0)
    listener.stream.push_frame(FRAME)
    await asyncio.sleep(0.3)
    listener.stream.flush()
    assert await final(listener) == "unfinished"


async def test_a_failing_recogniser_is_reported_and_does_not_deafen_the_session(listen: Any) -> None:
    listener = listen(APIConnectionError(), "heard again")
    await listener.says()
    await asyncio.sleep(0.01)
    listener.pauses_for(2.0)
    await listener.says()
    listener.stream.flush()
    assert await final(listener) == "heard again"
    assert listener.lost == 1


async def test_a_turn_begins_with_its_own_first_word(listen: Any) -> None:
    listener = listen("", "I led the move.")
    before = time.time()
    await listener.says()
    await asyncio.sleep(0.05)
    listener.pauses_for(2.0)
    await listener.says()
    listener.stream.flush()
    await final(listener)
    assert listener.adapter.turn_started_at is not None
    # The detector noticed it a second of speech later.
    assert listener.adapter.turn_started_at >= before + 0.05 - 1.0


async def test_turns_do_not_leak_into_each_other(listen: Any) -> None:
    listener = listen("one", "two")
    await listener.says()
    await listener.next()
    listener.stream.flush()
    assert await final(listener) == "one"
    await listener.says()
    await listener.next()
    listener.stream.flush()
    assert await final(listener) == "two"
