"""Each text is made once, streams while it is made, and never stops an interview."""

from __future__ import annotations

import asyncio
from typing import Any

from livekit import rtc
from livekit.agents import APIConnectionError

from agent_worker.voice import Voice

FRAME = rtc.AudioFrame(bytes(480), 24_000, 1, 240)


class FakeAudio:
    frame = FRAME


class FakeStream:
    """Three frames, or an error after the first one."""

    def __init__(self, fails: bool) -> None:
        self.fails = fails

    async def __aenter__(self) -> FakeStream:
        return self

    async def __aexit__(self, *error: object) -> None:
        return None

    async def __aiter__(self) -> Any:
        for position in range(3):
            await asyncio.sleep(0)
            if self.fails and position == 1:
                raise APIConnectionError
            yield FakeAudio()


class FakeTTS:
    """Counts what it was asked for."""

    sample_rate = 24_000

    def __init__(self, fails: bool = False) -> None:
        self.fails = fails
        self.asked: list[str] = []

    def synthesize(self, text: str, *, conn_options: object) -> FakeStream:
        self.asked.append(text)
        return FakeStream(self.fails)

    async def aclose(self) -> None:
        return None


async def play(voice: Voice, text: str) -> tuple[int, int]:
    """How many frames were played and how often the start was reported."""
    starts: list[None] = []
    frames = [frame async for frame in voice.frames(text, lambda: starts.append(None))]
    return len(frames), len(starts)


async def test_a_text_that_is_said_twice_is_made_once() -> None:
    engine = FakeTTS()
    voice = Voice(engine)  # type: ignore[arg-type]
    assert await play(voice, "Thank you. Here is another one.") == (6, 1)
    assert await play(voice, "Thank you. Here is another one.") == (6, 1)
    assert engine.asked == ["Thank you.", "Here is another one."]


async def test_what_is_said_now_does_not_wait_for_what_is_only_prepared() -> None:
    engine = FakeTTS()
    voice = Voice(engine)  # type: ignore[arg-type]
    for text in ("Later.", "Even later.", "Now."):
        voice.prepare(text)
    await asyncio.sleep(0)
    assert await play(voice, "Now.") == (3, 1)
    assert engine.asked.index("Now.") <= 1


async def test_what_was_prepared_is_not_made_again() -> None:
    engine = FakeTTS()
    voice = Voice(engine)  # type: ignore[arg-type]
    voice.prepare("Tell me more.")
    assert await play(voice, "Tell me more.") == (3, 1)
    assert engine.asked == ["Tell me more."]


async def test_a_voice_that_fails_leaves_the_caption_and_tries_again_next_time() -> None:
    engine = FakeTTS(fails=True)
    voice = Voice(engine)  # type: ignore[arg-type]
    assert (await play(voice, "Hello."))[1] == 1
    engine.fails = False
    assert await play(voice, "Hello.") == (3, 1)
