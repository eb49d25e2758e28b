"""The interviewer's voice: text to audio frames, sentence by sentence, each made once and streamed meanwhile.

A sentence comes from this process's memory, else from the clips that were made in advance, else from the
endpoint. What was written down before the interview becomes a clip, too; what names the candidate or was
worded by a model does not.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import AsyncIterator, Callable, Collection
from typing import Any

from livekit import rtc
from livekit.agents import tts

from agent_worker.spoken import Sentence
from interviews.speech.sentences import split_sentences

# Of an interview's sentences so many seconds stay in memory: clips are read again, the rest is made again.
REMEMBERED = 90.0
# A text that could not be made is shown as a caption only; this much silence keeps its place, seconds.
SILENCE = 0.2


class Voice:
    """Speaks through any `tts.TTS` in one language (BCP 47); `known` sentences may be kept as clips."""

    def __init__(
        self, engine: tts.TTS[Any], *, language: str = "en", known: Collection[str] = frozenset()
    ) -> None:
        self._engine = engine
        self._language = language
        self._known = frozenset(known)
        self._sentences: OrderedDict[str, Sentence] = OrderedDict()
        self._lengths: dict[str, float] = {}
        # What is only prepared is made one sentence after the other: it never delays what is said now.
        self._turn = asyncio.Lock()
        self._hurrying: set[asyncio.Task[None]] = set()
        # Told of a text that could not be said to its end.
        self.on_unsaid: Callable[[str], None] = lambda text: None

    async def can_say(self, text: str) -> bool:
        """Make the audio of `text` now, anew what could not be made; return whether all of it is there."""
        sentences = [self._sentence(sentence) for sentence in self._split(text)]
        self._hurry(sentences)
        for sentence in sentences:
            await sentence.made.wait()
        return not any(sentence.failed for sentence in sentences)

    def prepare(self, text: str) -> None:
        """Make the audio of `text` when nothing else is being prepared."""
        for sentence in self._split(text):
            self._sentence(sentence)

    def hurry(self, text: str) -> None:
        """Make the audio of `text` before whatever is only prepared: it is said next."""
        self._hurry([self._sentence(sentence) for sentence in self._split(text)])

    async def frames(
        self, text: str, on_start: Callable[[], None], first_sentence: int = 0
    ) -> AsyncIterator[rtc.AudioFrame]:
        """Yield the audio of `text` from a sentence on; call `on_start` when the first frame goes out.

        It ends at a sentence that cannot be made: what would follow makes no sense without it.
        """
        sentences = [self._sentence(sentence) for sentence in self._split(text)[first_sentence:]]
        self._hurry(sentences)
        started = False
        for sentence in sentences:
            async for frame in sentence.frames():
                if not started:
                    started = True
                    on_start()
                yield frame
            if sentence.failed:
                self.on_unsaid(text)
                break
        if not started:
            on_start()
            yield silence(self._engine.sample_rate)

    def seconds(self, text: str) -> float:
        """How long the audio of `text` is as far as it was made."""
        return sum(self._length(sentence) for sentence in self._split(text))

    def sentence_at(self, text: str, seconds: float, first_sentence: int = 0) -> int:
        """The index of the sentence of `text` that was being said after `seconds` of it, the last at its end.

        `seconds` count from the beginning of `first_sentence`, with which `frames` began.
        """
        sentences = self._split(text)
        for index in range(first_sentence, len(sentences) - 1):
            seconds -= self._length(sentences[index])
            if seconds < 0:
                return index
        return max(0, len(sentences) - 1)

    def seconds_before(self, text: str, sentence: int) -> float:
        """How long the audio of `text` is up to a sentence, as far as it was made."""
        return sum(self._length(known) for known in self._split(text)[:sentence])

    def text_from(self, text: str, sentence: int) -> str:
        """The words of `text` from a sentence on."""
        return " ".join(self._split(text)[sentence:]) if sentence else text

    async def aclose(self) -> None:
        """Stop what is still being made and let the connections go."""
        tasks = [*self._hurrying, *(sentence.task for sentence in self._sentences.values())]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await self._engine.aclose()

    def _split(self, text: str) -> tuple[str, ...]:
        return split_sentences(text, self._language)

    def _sentence(self, text: str) -> Sentence:
        known = self._sentences.get(text)
        if known is None or known.failed:
            language = self._language if text in self._known else None
            known = self._sentences[text] = Sentence(self._engine, text, self._turn, clip_language=language)
        self._sentences.move_to_end(text)
        self._forget_oldest()
        return known

    def _length(self, sentence: str) -> float:
        made = self._sentences.get(sentence)
        if made is not None:
            self._lengths[sentence] = made.seconds
        return self._lengths.get(sentence, 0.0)

    def _forget_oldest(self) -> None:
        """Let go of what is ready and was not wanted for the longest time."""
        remembered = sum(sentence.seconds for sentence in self._sentences.values())
        for text, sentence in list(self._sentences.items())[:-1]:
            if remembered <= REMEMBERED:
                return
            if sentence.made.is_set():
                remembered -= self._length(text)
                del self._sentences[text]

    def _hurry(self, sentences: list[Sentence]) -> None:
        """Make sentences now, one after the other: the first is not to wait for the others."""

        async def hurry() -> None:
            for sentence in sentences:
                sentence.hurry()
                await sentence.made.wait()

        task = asyncio.create_task(hurry())
        self._hurrying.add(task)
        task.add_done_callback(self._hurrying.discard)


def silence(sample_rate: int) -> rtc.AudioFrame:
    """A short frame of silence, mono, 16 bit."""
    samples = int(sample_rate * SILENCE)
    return rtc.AudioFrame(bytes(2 * samples), sample_rate, 1, samples)
