"""The models behind their queues, and what was said before."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import replace
from typing import BinaryIO, Protocol

from agent_worker.speech import audio, recogniser, speaker
from agent_worker.speech.audio import Samples
from agent_worker.speech.cache import AudioCache
from agent_worker.speech.lanes import Lane
from agent_worker.speech.recogniser import Segment

Spell = Callable[[str, tuple[str, ...]], str]

CACHE_BYTES = 16_000_000  # five and a half minutes of speech


class Recogniser(Protocol):
    """Samples at 16 kHz to text."""

    def transcribe(self, samples: Samples) -> list[Segment]:
        """Return what is said."""


class Speaker(Protocol):
    """Text to PCM at 24 kHz, piece by piece."""

    def split(self, text: str) -> list[list[str]]:
        """Return the pieces of `text`."""

    def say(self, phonemes: list[str], speed: float) -> bytes:
        """Return one piece as audio."""


class SpeechService:
    """Listening and speaking each have a lane of their own, so that neither waits for the other."""

    def __init__(
        self,
        recognisers: Sequence[Recogniser],
        speaker: Speaker,
        *,
        max_waiting: int,
        spell: Spell | None = None,
    ) -> None:
        self._recognisers, self._spell = recognisers, spell
        self._listening = Lane("listening", recognisers, max_waiting=max_waiting)
        # One voice: a call of it uses every core already, and two at once would both take twice as long.
        self._speaking = Lane("speaking", [speaker], max_waiting=max_waiting)
        self._cache = AudioCache(max_bytes=CACHE_BYTES)

    async def listen(self, file: BinaryIO, terms: tuple[str, ...] = ()) -> tuple[list[Segment], float]:
        """Return what is said in `file`, with `terms` spelt as they are, and its length in seconds.

        Raises SpeechError, Busy.
        """
        with self._listening.place():
            return await self._listening.run(lambda model: self._listen(model, file, terms))

    def _listen(
        self, model: Recogniser, file: BinaryIO, terms: tuple[str, ...]
    ) -> tuple[list[Segment], float]:
        samples = audio.read_audio(file, rate=recogniser.RATE)
        heard = model.transcribe(samples)
        if self._spell and terms:
            heard = [replace(segment, text=self._spell(segment.text, terms)) for segment in heard]
        return heard, len(samples) / recogniser.RATE

    async def speak(self, text: str, speed: float) -> AsyncIterator[bytes]:
        """Yield `text` as 16-bit mono PCM at 24 kHz, as it is made; raises Busy before the first piece."""
        known = self._cache.get((text, speed))
        if known is not None:
            yield known
            return
        made = []
        with self._speaking.place():
            for piece in await self._speaking.run(lambda voice: voice.split(text)):
                made.append(await self._say(piece, speed))
                yield made[-1]
        self._cache.put((text, speed), b"".join(made))

    async def _say(self, piece: list[str], speed: float) -> bytes:
        return await self._speaking.run(lambda voice: voice.say(piece, speed))

    async def warm_up(self) -> None:
        """Run every model once: the first call of each is several times slower than the next."""
        spoken = b"".join([piece async for piece in self.speak("Welcome to your interview.", 1.0)])
        for model in self._recognisers:
            await asyncio.to_thread(model.transcribe, _heard(spoken))

    def close(self) -> None:
        """Drop what waits."""
        self._listening.close()
        self._speaking.close()


def _heard(pcm: bytes) -> Samples:
    return audio.resample(audio.from_pcm(pcm), speaker.RATE, recogniser.RATE)
