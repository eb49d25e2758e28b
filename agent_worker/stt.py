"""Speech to text with one final transcript a turn, over any recogniser that takes whole utterances.

Whenever the candidate falls silent for a moment, what was said is recognised and shown as an interim
transcript, and the listeners are told. Whoever decides that the turn is over (`agent_worker.turn_taking`)
calls `finish_turn`, which waits for what is still being recognised and emits one final transcript.

Short pauses do not cut sentences: a candidate who goes on soon has the same segment recognised again, longer.
"""

from __future__ import annotations

import asyncio
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from livekit import rtc
from livekit.agents import (
    DEFAULT_API_CONNECT_OPTIONS,
    NOT_GIVEN,
    APIConnectOptions,
    LanguageCode,
    NotGivenOr,
    stt,
    utils,
    vad,
)

from agent_worker.segments import Recognition, Segment, text_of
from agent_worker.turn_taking.listener import Listener

SAMPLE_RATE = 16_000  # Hz
# Silence after which what was said is recognised, seconds: early, so that it is done when the turn is over.
SEGMENT_SILENCE = 0.2
# Speech that goes on within this pause belongs to the same segment, seconds.
SAME_SENTENCE = 1.0
# Recognising a segment again costs time that grows with it, seconds.
LONGEST_SEGMENT = 9.0
# Speech without a pause is recognised after so long, too, seconds: a crash loses less of it.
LONGEST_UNHEARD = 2.5
# … but later where that takes long: others wait for the same recogniser. A share of the time, one in so many.
SPARING = 20
# Sound kept before the detector says that speech began, and across the end of a turn, seconds.
LEAD = 1.2
OVERLAP = 0.3


@dataclass(frozen=True, slots=True)
class Utterance:
    """A finished turn; times are seconds since the epoch.

    `started_at` and `ended_at` are its first and its last voiced sound, `decided_at` is when it was taken to
    be over, `transcribed_at` when all its words were there.
    """

    text: str
    started_at: float
    ended_at: float
    decided_at: float = 0.0
    transcribed_at: float = 0.0
    is_partial: bool = False  # The connection cut it off.
    report_id: str = field(default_factory=lambda: uuid4().hex)  # By which a repeated report is known.


def ignore() -> None:
    """Do nothing about it."""


class TurnSTT(stt.STT[Any]):
    """`recogniser` hears segments in `language` (BCP 47); `detector` finds them.

    `on_lost` is told once when the recogniser is away, `on_back` once when it is not any more, and
    `on_refused` of speech that it will not take.
    """

    def __init__(
        self,
        *,
        recogniser: stt.STT[Any],
        detector: vad.VAD,
        language: str,
        on_lost: Callable[[], None],
        on_back: Callable[[], None] = ignore,
        on_refused: Callable[[], None] = ignore,
    ) -> None:
        super().__init__(capabilities=stt.STTCapabilities(streaming=True, interim_results=True))
        self.recogniser = recogniser
        self.recognition = Recognition(recogniser, on_lost, on_back, on_refused)
        self.detector = detector
        self.language = language
        self.listeners: list[Listener] = []
        self._current: TurnStream | None = None

    @property
    def model(self) -> str:
        return self.recogniser.model

    @property
    def provider(self) -> str:
        return self.recogniser.provider

    async def _recognize_impl(
        self,
        buffer: utils.AudioBuffer,
        *,
        language: NotGivenOr[str] = NOT_GIVEN,
        conn_options: APIConnectOptions,
    ) -> stt.SpeechEvent:
        return await self.recogniser.recognize(buffer, language=language, conn_options=conn_options)

    def stream(
        self,
        *,
        language: NotGivenOr[str] = NOT_GIVEN,
        conn_options: APIConnectOptions = DEFAULT_API_CONNECT_OPTIONS,
    ) -> TurnStream:
        self._current = TurnStream(self, conn_options)
        return self._current

    async def understood(self) -> str:
        """Return all that was said in this turn so far, once every word of it is recognised."""
        return await self._current.understood() if self._current else ""

    async def finish_turn(self, *, cut: bool = False) -> Utterance | None:
        """Return everything that was said since the last turn, None when nothing was understood.

        None also when the candidate is speaking again before all of it is recognised: then the turn goes on,
        unless it is to be `cut` there.
        """
        return await self._current.finish_turn(cut=cut) if self._current else None

    def drop_turn(self) -> None:
        """Forget what was said since the last turn: it was not meant for anybody."""
        if self._current:
            self._current.drop_turn()

    async def aclose(self) -> None:
        await self.recogniser.aclose()


class TurnStream(stt.RecognizeStream):
    """One candidate's audio: segments are recognised in every pause, turns end when somebody says so."""

    def __init__(self, parent: TurnSTT, conn_options: APIConnectOptions) -> None:
        super().__init__(stt=parent, conn_options=conn_options, sample_rate=SAMPLE_RATE)
        self._parent = parent
        self._segments: list[Segment] = []
        self._open: Segment | None = None
        # The latest sound while no segment is open: the detector says late that speech began.
        self._recent: deque[rtc.AudioFrame] = deque()
        self._speaking = False
        self._fell_quiet_at = 0.0
        # When it was last begun to recognise something, and how long that took, seconds.
        self._asked_at = self._took = 0.0
        # The end of the last voiced sound, seconds since the epoch.
        self._voiced_until = 0.0

    async def _run(self) -> None:
        detector = self._parent.detector.stream()
        listening = asyncio.create_task(self._follow(detector))
        try:
            async for item in self._input_ch:
                # A flush means nothing here: turns are finished by whoever decides that they are over.
                if not isinstance(item, self._FlushSentinel):
                    detector.push_frame(item)
                    self._keep(item)
        finally:
            for segment in self._segments:
                segment.cancel()
            await utils.aio.cancel_and_wait(listening)
            await detector.aclose()

    def _keep(self, frame: rtc.AudioFrame) -> None:
        if self._open:
            self._open.frames.append(frame)
            if self._speaking and time.monotonic() - self._asked_at > self._unheard_for():
                self._recognise(self._open)
            return
        self._recent.append(frame)
        while len(self._recent) * frame.duration > LEAD:
            self._recent.popleft()

    def _unheard_for(self) -> float:
        return max(LONGEST_UNHEARD, SPARING * self._took)

    async def _follow(self, detector: vad.VADStream) -> None:
        """Open a segment where speech begins, recognise what there is where it pauses."""
        async for event in detector:
            if event.type == vad.VADEventType.START_OF_SPEECH:
                self._on_voice(time.time() - event.speech_duration)
            elif event.type == vad.VADEventType.END_OF_SPEECH:
                self._on_pause(time.time() - event.silence_duration)

    def _on_voice(self, at: float) -> None:
        self._speaking = True
        if not self._continues():
            self._begin_segment(at)
        for listener in self._parent.listeners:
            listener.on_voice(at)

    def _begin_segment(self, at: float) -> None:
        self._asked_at = time.monotonic()
        lead = self._lead(LEAD)
        self._close_segment()
        self._open = Segment(lead, at)
        self._recent.clear()
        self._segments.append(self._open)

    def _close_segment(self) -> None:
        """Let its sound go: a turn may last for minutes, and what is still being recognised has a copy."""
        if self._open:
            self._open.frames = []
        self._open = None

    def _on_pause(self, at: float) -> None:
        self._speaking, self._fell_quiet_at, self._voiced_until = False, time.monotonic(), at
        self._recognise(self._open)
        for listener in self._parent.listeners:
            listener.on_pause(at)

    def _continues(self) -> bool:
        """Whether speech that begins now goes on with the open segment."""
        pause = time.monotonic() - self._fell_quiet_at
        return bool(self._open and pause < SAME_SENTENCE and self._open.seconds < LONGEST_SEGMENT)

    def _recognise(self, segment: Segment | None) -> None:
        if segment is None or not segment.frames:
            return
        segment.cancel()
        self._asked_at = time.monotonic()
        segment.task = asyncio.create_task(self._recognition(segment, list(segment.frames)))

    async def _recognition(self, segment: Segment, frames: list[rtc.AudioFrame]) -> None:
        asked_at = time.monotonic()
        segment.text = await self._parent.recognition.recognise(frames)
        self._took = time.monotonic() - asked_at
        if segment in self._segments:
            self._emit(stt.SpeechEventType.INTERIM_TRANSCRIPT, text_of(self._segments))
            for listener in self._parent.listeners:
                listener.on_words(text_of(self._segments))

    async def understood(self) -> str:
        """Return all that was said in this turn so far, once every word of it is recognised."""
        for segment in self._segments:
            await segment.settle()
        return text_of(self._segments)

    async def finish_turn(self, *, cut: bool) -> Utterance | None:
        """Emit one final transcript of everything said since the last one, and return it."""
        decided_at = time.time()
        if cut and self._speaking:
            return await self._cut_turn(decided_at)
        await self.understood()
        if self._speaking:
            return None
        taken = self._take()
        return self._finished(taken, self._voiced_until, decided_at)

    def drop_turn(self) -> None:
        """Begin a new turn with nothing of this one."""
        self._take()

    async def _cut_turn(self, decided_at: float) -> Utterance | None:
        """End the turn in the middle of speech; what is said from now on belongs to the next."""
        self._recognise(self._open)
        taken = self._take()
        self._begin_segment(decided_at)
        for segment in taken:
            await segment.settle()
        return self._finished(taken, decided_at, decided_at)

    def _take(self) -> list[Segment]:
        """Begin a new turn; its first sound may already lie at the end of the last segment."""
        lead, taken = self._lead(OVERLAP), self._segments
        self._close_segment()
        self._segments = []
        self._recent = deque(lead)
        return taken

    def _finished(self, segments: list[Segment], ended_at: float, decided_at: float) -> Utterance | None:
        spoken = [segment.started_at for segment in segments if segment.text]
        if not spoken:
            return None
        text = text_of(segments)
        self._emit(stt.SpeechEventType.FINAL_TRANSCRIPT, text)
        return Utterance(text, min(spoken), ended_at, decided_at, time.time())

    def _lead(self, seconds: float) -> list[rtc.AudioFrame]:
        """The latest sound. Not the detector's own: what arrives while its event waits would be lost."""
        frames = self._open.frames if self._open else list(self._recent)
        return frames[-int(seconds / frames[-1].duration) :] if frames else []

    def _emit(self, kind: stt.SpeechEventType, text: str) -> None:
        if text:
            data = stt.SpeechData(language=LanguageCode(self._parent.language), text=text, confidence=1.0)
            self._event_ch.send_nowait(stt.SpeechEvent(kind, alternatives=[data]))
