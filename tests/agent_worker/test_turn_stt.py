"""One turn is one final transcript, however many segments and pauses it had."""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator
from typing import Any

import pytest
from livekit import rtc
from livekit.agents import APIConnectionError, APIStatusError, LanguageCode, stt, vad

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

    def __init__(self, *texts: str | Exception, language: str = "en") -> None:
        self.lost = self.back = self.refused = 0
        self.recogniser = FakeRecogniser(*texts)
        self.detector = FakeDetector()
        self.adapter = adapter = TurnSTT(
            recogniser=self.recogniser,
            detector=self.detector,  # type: ignore[arg-type]
            language=language,
            on_lost=self._lose,
            on_back=self._return,
            on_refused=self._refuse,
        )
        self.stream: TurnStream = adapter.stream()

    def _lose(self) -> None:
        self.lost += 1

    def _return(self) -> None:
        self.back += 1

    def _refuse(self) -> None:
        self.refused += 1

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
        await self.is_followed()

    async def is_followed(self) -> None:
        """Wait until the stream has taken in what the detector said."""
        while not self.detector.current.events.empty():
            await asyncio.sleep(0)
        await asyncio.sleep(0)

    async def finishes(self, *, cut: bool = False) -> str | None:
        """End the turn, within two seconds."""
        async with asyncio.timeout(2):
            utterance = await self.adapter.finish_turn(cut=cut)
        return utterance.text if utterance else None

    async def finals(self) -> list[str]:
        """The final transcripts so far."""
        self.stream.end_input()
        events = []
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(0.2):
                events += [event async for event in self.stream]
        return [
            event.alternatives[0].text
            for event in events
            if event.type == stt.SpeechEventType.FINAL_TRANSCRIPT
        ]

    def pauses_for(self, seconds: float) -> None:
        """Move the last end of speech into the past."""
        self.stream._fell_quiet_at -= seconds


@pytest.fixture
async def listen() -> AsyncIterator[Any]:
    made: list[Listener] = []

    def make(*texts: str | Exception, language: str = "en") -> Listener:
        made.append(Listener(*texts, language=language))
        return made[-1]

    yield make
    for listener in made:
        await listener.stream.aclose()


async def test_segments_are_shown_as_they_come_and_joined_when_the_turn_ends(listen: Any) -> None:
    listener = listen("I led", "the billing move")
    await listener.says()
    first = await listener.next()
    assert (first.type, first.alternatives[0].text) == (stt.SpeechEventType.INTERIM_TRANSCRIPT, "I led")
    listener.pauses_for(2.0)
    await listener.says()
    assert await listener.finishes() == "I led the billing move"
    assert await listener.finals() == ["I led the billing move"]


async def test_a_short_pause_does_not_cut_a_sentence(listen: Any) -> None:
    listener = listen("We had to", "We had to rewrite the importer.")
    await listener.says()
    await listener.next()
    await listener.says()
    assert await listener.finishes() == "We had to rewrite the importer."


async def test_the_turn_waits_for_a_segment_that_is_still_being_recognised(listen: Any) -> None:
    listener = listen("late words")
    listener.recogniser.release.clear()
    await listener.says()
    answer = asyncio.ensure_future(listener.finishes())
    done, _ = await asyncio.wait({answer}, timeout=0.2)
    assert not done
    listener.recogniser.release.set()
    assert await answer == "late words"


async def test_a_voice_that_comes_before_the_last_words_are_recognised_goes_on_with_the_turn(
    listen: Any,
) -> None:
    listener = listen("first half", "first half second half")
    listener.recogniser.release.clear()
    await listener.says()
    too_early = asyncio.ensure_future(listener.finishes())
    await asyncio.sleep(0)
    listener.starts()
    await listener.is_followed()
    listener.recogniser.release.set()
    assert await too_early is None
    listener.stops()
    await listener.is_followed()
    assert await listener.finishes() == "first half second half"
    assert await listener.finals() == ["first half second half"]


async def test_nobody_who_speaks_is_cut_off_but_by_their_own_wish(listen: Any) -> None:
    listener = listen("said so far", "and the rest")
    listener.stream.push_frame(FRAME)
    listener.starts()
    await listener.is_followed()
    assert await listener.finishes() is None
    listener.stream.push_frame(FRAME)
    await asyncio.sleep(0.01)
    assert await listener.finishes(cut=True) == "said so far"
    listener.stops()
    await listener.is_followed()
    assert await listener.finishes() == "and the rest"


async def test_sound_is_kept_until_a_recogniser_that_was_away_is_back(
    listen: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("agent_worker.segments.ASK_AGAIN", 0.01)
    listener = listen(APIConnectionError(), APIConnectionError(), "heard after all", "and then", "more")
    await listener.says()
    assert await listener.finishes() == "heard after all"
    await listener.says()
    assert await listener.finishes() == "and then"
    assert (listener.lost, listener.back) == (1, 1)


async def test_sound_that_the_recogniser_refuses_does_not_deafen_the_session(listen: Any) -> None:
    listener = listen(APIStatusError("no", status_code=400), "heard again")
    await listener.says()
    assert await listener.finishes() is None
    await listener.says()
    assert await listener.finishes() == "heard again"
    assert (listener.lost, listener.back, listener.refused) == (0, 0, 1)


async def test_a_turn_begins_where_its_first_voice_was(listen: Any) -> None:
    listener = listen("", "I led the move.")
    await listener.says()
    listener.pauses_for(2.0)
    await asyncio.sleep(0.05)
    before = time.time()
    await listener.says()
    utterance = await listener.adapter.finish_turn()
    # The detector noticed it a second of speech later.
    assert before - 1.0 <= utterance.started_at <= time.time() - 1.0
    assert utterance.started_at < utterance.ended_at <= utterance.decided_at <= utterance.transcribed_at


async def test_turns_do_not_leak_into_each_other(listen: Any) -> None:
    listener = listen("one", "two")
    await listener.says()
    assert await listener.finishes() == "one"
    await listener.says()
    assert await listener.finishes() == "two"
    assert await listener.finishes() is None


async def test_transcripts_carry_the_language_of_the_interview(listen: Any) -> None:
    listener = listen("Guten Tag", language="de-AT")
    await listener.says()
    assert (await listener.next()).alternatives[0].language.language == "de"


async def test_speech_without_a_pause_is_recognised_all_the_same(
    listen: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("agent_worker.stt.LONGEST_UNHEARD", 0.0)
    listener = listen("I led the", "I led the move.")
    listener.stream.push_frame(FRAME)
    listener.starts()
    await asyncio.sleep(0.05)
    listener.stream.push_frame(FRAME)
    assert (await listener.next()).alternatives[0].text == "I led the"
