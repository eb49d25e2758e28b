"""Speech to text with one final transcript a turn, over any recogniser that takes whole utterances.

Whenever the candidate falls silent for a moment, what was said is recognised and shown as an interim
transcript, and the listeners are told. Whoever decides that the turn is over (`agent_worker.turn_taking`)
calls `finish_turn`, which waits for what is still being recognised and emits one final transcript.

Short pauses do not cut sentences: a candidate who goes on soon has the same segment recognised again, longer.
"""

from __future__ import annotations

import asyncio
import logging
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
    APIError,
    LanguageCode,
    NotGivenOr,
    stt,
    utils,
    vad,
)

from agent_worker.turn_taking.listener import Listener

log = logging.getLogger(__name__)

SAMPLE_RATE = 16_000  # Hz
CONNECT = APIConnectOptions(max_retry=3, retry_interval=0.3, timeout=10.0)
# Speech that goes on within this pause belongs to the same segment, seconds.
SAME_SENTENCE = 1.0
# Recognising a segment again costs time that grows with it, seconds.
LONGEST_SEGMENT = 9.0
# Sound kept before the detector says that speech began, and across the end of a turn, seconds.
LEAD = 1.2
OVERLAP = 0.3


@dataclass(frozen=True, slots=True)
class Utterance:
    """A finished turn; times are seconds since the epoch, of its first and its last voiced sound."""

    text: str
    started_at: float
    ended_at: float
    # By which a repeated report of it is known.
    report_id: str = field(default_factory=lambda: uuid4().hex)


class TurnSTT(stt.STT[Any]):
    """`recogniser` hears segments; `detector` finds them; `on_lost` is told of audio that gave no text."""

    def __init__(self, *, recogniser: stt.STT[Any], detector: vad.VAD, on_lost: Callable[[], None]) -> None:
        super().__init__(capabilities=stt.STTCapabilities(streaming=True, interim_results=True))
        self.recogniser = recogniser
        self.detector = detector
        self.on_lost = on_lost
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

    async def finish_turn(self) -> Utterance | None:
        """Return everything that was said since the last turn, None when nothing was understood."""
        return await self._current.finish_turn() if self._current else None

    async def aclose(self) -> None:
        await self.recogniser.aclose()


class Segment:
    """A stretch of sound, the text of what was heard in it so far, and the recognition that is under way."""

    def __init__(self, lead: list[rtc.AudioFrame], started_at: float) -> None:
        self.frames = lead
        self.started_at = started_at
        self.text = ""
        self.task: asyncio.Task[None] | None = None

    @property
    def seconds(self) -> float:
        """Its length."""
        return float(sum(frame.duration for frame in self.frames))

    async def finish(self) -> None:
        """Wait for the last recognition that was started."""
        while self.task and not self.task.done():
            await asyncio.wait([self.task])

    def cancel(self) -> None:
        """Forget a recognition that newer sound has made useless."""
        if self.task:
            self.task.cancel()


class TurnStream(stt.RecognizeStream):
    """One candidate's audio: segments are recognised in every pause, turns are made on flush."""

    def __init__(self, parent: TurnSTT, conn_options: APIConnectOptions) -> None:
        super().__init__(stt=parent, conn_options=conn_options, sample_rate=SAMPLE_RATE)
        self._parent = parent
        self._segments: list[Segment] = []
        self._open: Segment | None = None
        # The latest sound while no segment is open: the detector says late that speech began.
        self._recent: deque[rtc.AudioFrame] = deque()
        self._speaking = False
        self._fell_quiet_at = 0.0
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
            return
        self._recent.append(frame)
        while len(self._recent) * frame.duration > LEAD:
            self._recent.popleft()

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
            self._open = Segment(self._lead(LEAD), at)
            self._recent.clear()
            self._segments.append(self._open)
        for listener in self._parent.listeners:
            listener.on_voice(at)

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
        segment.task = asyncio.create_task(self._recognition(segment, list(segment.frames)))

    async def _recognition(self, segment: Segment, frames: list[rtc.AudioFrame]) -> None:
        """Recognise one segment; an error is reported, never raised, as it would deafen the session."""
        try:
            event = await self._parent.recogniser.recognize(frames, conn_options=CONNECT)
        except APIError:
            log.warning("a stretch of speech could not be recognised")
            self._parent.on_lost()
            return
        segment.text = event.alternatives[0].text.strip() if event.alternatives else ""
        if segment in self._segments:
            self._emit(stt.SpeechEventType.INTERIM_TRANSCRIPT)
            for listener in self._parent.listeners:
                listener.on_words(self._text)

    async def finish_turn(self) -> Utterance | None:
        """Emit one final transcript of everything said since the last one, and return it."""
        if self._speaking:
            self._recognise(self._open)
            self._voiced_until = time.time()
        for segment in self._segments:
            await segment.finish()
        spoken = [segment.started_at for segment in self._segments if segment.text]
        utterance = Utterance(self._text, min(spoken), self._voiced_until) if spoken else None
        self._emit(stt.SpeechEventType.FINAL_TRANSCRIPT)
        self._close()
        return utterance

    def _close(self) -> None:
        """Begin a new turn; its first sound may already lie at the end of the last segment."""
        lead = self._lead(OVERLAP)
        self._segments, self._open = [], None
        self._recent = deque(lead)

    def _lead(self, seconds: float) -> list[rtc.AudioFrame]:
        """The latest sound. Not the detector's own: what arrives while its event waits would be lost."""
        frames = self._open.frames if self._open else list(self._recent)
        return frames[-int(seconds / frames[-1].duration) :] if frames else []

    @property
    def _text(self) -> str:
        return " ".join(segment.text for segment in self._segments if segment.text)

    def _emit(self, kind: stt.SpeechEventType) -> None:
        if text := self._text:
            data = stt.SpeechData(language=LanguageCode("en"), text=text, confidence=1.0)
            self._event_ch.send_nowait(stt.SpeechEvent(kind, alternatives=[data]))
