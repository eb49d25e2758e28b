"""A session, a voice and a board that only remember what they were asked."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from types import SimpleNamespace
from typing import Any


class FakeItem:
    type = "message"

    def __init__(self, started: float, stopped: float) -> None:
        self.metrics = {"started_speaking_at": started, "stopped_speaking_at": stopped}


class FakeHandle:
    """A speech that lasts until the test says so; `heard` seconds of it were played."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.interrupted = False
        self.chat_items: list[FakeItem] = []
        self.done = asyncio.Event()
        # How much of it was played when it is interrupted, seconds.
        self.heard = 0.5

    async def wait_for_playout(self) -> None:
        await self.done.wait()

    def interrupt(self, *, force: bool = False) -> None:
        self.end(heard=self.heard, interrupted=True)

    def end(self, *, heard: float = 10.0, interrupted: bool = False) -> None:
        self.interrupted = interrupted
        now = time.time()
        self.chat_items = [FakeItem(now - heard, now)]
        self.done.set()


class FakeOutput:
    """The agent's track, which can stand still."""

    is_paused = False

    def pause(self) -> None:
        self.is_paused = True

    def resume(self) -> None:
        self.is_paused = False


class FakeSession:
    """Records what is said; the candidate is silent."""

    user_state = "listening"

    def __init__(self) -> None:
        self.said: list[FakeHandle] = []
        self.output = SimpleNamespace(audio=FakeOutput())
        # What is said begins while this is set.
        self.plays = asyncio.Event()
        self.plays.set()

    def say(self, text: str, *, audio: AsyncIterator[Any]) -> FakeHandle:
        self.said.append(FakeHandle(text))
        self.playing = asyncio.create_task(self._play(audio))
        return self.said[-1]

    async def _play(self, audio: AsyncIterator[Any]) -> None:
        await self.plays.wait()
        # As LiveKit's does: a new speech sounds, even if the one before it stood still.
        self.output.audio.resume()
        await anext(audio)


class FakeVoice:
    """Every text lasts ten seconds and is one sentence for every five."""

    def __init__(self) -> None:
        self.prepared: list[str] = []
        self.begun_with: list[int] = []
        self.hurried: list[str] = []

    def prepare(self, text: str) -> None:
        self.prepared.append(text)

    def hurry(self, text: str) -> None:
        self.hurried.append(text)

    def seconds(self, text: str) -> float:
        return 10.0

    def seconds_before(self, text: str, sentence: int) -> float:
        return 5.0 * sentence

    def text_from(self, text: str, sentence: int) -> str:
        return f"({sentence}) {text}" if sentence else text

    def sentence_at(self, text: str, seconds: float, first_sentence: int = 0) -> int:
        return first_sentence + int(seconds // 5)

    async def frames(self, text: str, on_start: Any, first_sentence: int = 0) -> AsyncIterator[None]:
        self.begun_with.append(first_sentence)
        on_start()
        yield None


class FakeBoard:
    """Shows nothing."""

    async def show_floor(self, floor: str) -> None:
        return None

    def show_floor_soon(self, floor: str) -> None:
        return None

    def show_question_soon(self, shown: object) -> None:
        return None
