"""The interviewer's voice: text to audio frames, sentence by sentence, each sentence made once."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from typing import Any

from livekit import rtc
from livekit.agents import APIConnectOptions, APIError, tokenize, tts

log = logging.getLogger(__name__)

CONNECT = APIConnectOptions(max_retry=2, retry_interval=0.3, timeout=5.0)
# A sentence that could not be made is shown as a caption only; this much silence keeps its place, seconds.
SILENCE = 0.2


class Voice:
    """Synthesises through any `tts.TTS`; keeps the audio of this interview's sentences in memory."""

    def __init__(self, engine: tts.TTS[Any]) -> None:
        self._engine = engine
        self._sentences: dict[str, Sentence] = {}
        self._split = tokenize.blingfire.SentenceTokenizer(min_sentence_len=1).tokenize

    def prepare(self, text: str) -> None:
        """Start to make the audio of `text`, so that it is there when it is to be said."""
        for sentence in self._split(text):
            self._sentence(sentence)

    async def frames(self, text: str, on_start: Callable[[], None]) -> AsyncIterator[rtc.AudioFrame]:
        """Yield the audio of `text`; call `on_start` when the first frame goes out."""
        self.prepare(text)
        started = False
        for sentence in self._split(text):
            async for frame in self._sentence(sentence).frames():
                if not started:
                    started = True
                    on_start()
                yield frame
        if not started:
            on_start()
            yield silence(self._engine.sample_rate)

    async def aclose(self) -> None:
        """Stop what is still being made and let the connections go."""
        for sentence in self._sentences.values():
            sentence.task.cancel()
        await self._engine.aclose()

    def _sentence(self, text: str) -> Sentence:
        known = self._sentences.get(text)
        if known is None or known.failed:
            known = self._sentences[text] = Sentence(self._engine, text)
        return known


class Sentence:
    """The audio of one sentence while it is being made, and afterwards."""

    def __init__(self, engine: tts.TTS[Any], text: str) -> None:
        self.text = text
        self.failed = False
        self._engine = engine
        self._frames: list[rtc.AudioFrame] = []
        self._more = asyncio.Event()
        self.task = asyncio.create_task(self._make())

    async def frames(self) -> AsyncIterator[rtc.AudioFrame]:
        """Yield the frames made so far and then the rest as they come."""
        position = 0
        while True:
            while position < len(self._frames):
                yield self._frames[position]
                position += 1
            if self.task.done():
                return
            self._more.clear()
            if position == len(self._frames) and not self.task.done():
                await self._more.wait()

    async def _make(self) -> None:
        try:
            async with self._engine.synthesize(self.text, conn_options=CONNECT) as stream:
                async for audio in stream:
                    self._frames.append(audio.frame)
                    self._more.set()
        except APIError:
            self.failed = True
            log.warning("a sentence has no audio and is shown only")
        finally:
            asyncio.get_running_loop().call_soon(self._more.set)


def silence(sample_rate: int) -> rtc.AudioFrame:
    """A short frame of silence, mono, 16 bit."""
    samples = int(sample_rate * SILENCE)
    return rtc.AudioFrame(bytes(2 * samples), sample_rate, 1, samples)
