"""Speech to text with one final transcript a turn, over any recogniser that takes whole utterances.

LiveKit commits a turn without waiting for outstanding transcripts, so a recogniser that answers segment by
segment has its turns split in two. This adapter declares `manual_flush`: whenever the candidate falls silent
for a moment, what was said is recognised (and shown as an interim transcript); when the turn ends LiveKit
flushes, and the adapter waits for what is still being recognised and emits one final transcript.

Short pauses do not cut sentences: a candidate who goes on soon has the same segment recognised again, longer.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections import deque
from collections.abc import Callable
from typing import Any

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

log = logging.getLogger(__name__)

SAMPLE_RATE = 16_000  # Hz
CONNECT = APIConnectOptions(max_retry=3, retry_interval=0.3, timeout=10.0)
# A flush arrives just before the detector of this adapter reports the same silence: wait that long, seconds.
END_OF_SPEECH_GRACE = 0.3
# Speech that goes on within this pause belongs to the same segment, seconds.
SAME_SENTENCE = 1.0
# Recognising a segment again costs time that grows with it, seconds.
LONGEST_SEGMENT = 9.0
# Sound kept before the detector says that speech began, and across the end of a turn, seconds.
LEAD = 1.2
OVERLAP = 0.3
# No frame for this long means that the input is gone (the session closes), seconds.
INPUT_GONE = 0.25


class TurnSTT(stt.STT[Any]):
    """`recogniser` hears segments; `detector` finds them; `on_lost` is told of audio that gave no text."""

    def __init__(self, *, recogniser: stt.STT[Any], detector: vad.VAD, on_lost: Callable[[], None]) -> None:
        super().__init__(
            capabilities=stt.STTCapabilities(streaming=True, interim_results=True, manual_flush=True)
        )
        self.recogniser = recogniser
        self.detector = detector
        self.on_lost = on_lost
        # When the first word of the latest finished turn was spoken, seconds since the epoch. LiveKit's own
        # figure counts from speech that it then discarded, such as words over the disclosure.
        self.turn_started_at: float | None = None

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
        return TurnStream(self, conn_options)

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
        self._quiet = asyncio.Event()
        self._quiet.set()
        self._fell_quiet_at = 0.0
        self._last_frame_at = 0.0

    async def _run(self) -> None:
        detector = self._parent.detector.stream()
        listening = asyncio.create_task(self._follow(detector))
        flushing: asyncio.Task[None] | None = None
        try:
            async for item in self._input_ch:
                if isinstance(item, self._FlushSentinel):
                    # Never wait here: frames must go on reaching the detector while text is made.
                    flushing = asyncio.create_task(self._finish_turn(flushing))
                else:
                    self._last_frame_at = time.monotonic()
                    detector.push_frame(item)
                    self._keep(item)
            if flushing:
                await flushing
        finally:
            for segment in self._segments:
                segment.cancel()
            await utils.aio.cancel_and_wait(listening, *([flushing] if flushing else []))
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
                self._speaking = True
                self._quiet.clear()
                if not self._continues():
                    self._open = Segment(self._lead(LEAD), time.time() - event.speech_duration)
                    self._recent.clear()
                    self._segments.append(self._open)
            elif event.type == vad.VADEventType.END_OF_SPEECH:
                self._speaking, self._fell_quiet_at = False, time.monotonic()
                self._recognise(self._open)
                self._quiet.set()

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

    async def _finish_turn(self, previous: asyncio.Task[None] | None) -> None:
        """Emit one final transcript of everything said since the last one."""
        if previous:
            await previous
        if self._speaking and not await self._falls_quiet():
            if time.monotonic() - self._last_frame_at < INPUT_GONE:
                return  # The candidate goes on: all of it belongs to the next flush.
            self._recognise(self._open)
        for segment in self._segments:
            await segment.finish()
        spoken = [segment.started_at for segment in self._segments if segment.text]
        self._parent.turn_started_at = min(spoken, default=None)
        self._emit(stt.SpeechEventType.FINAL_TRANSCRIPT)
        self._close()

    def _close(self) -> None:
        """Begin a new turn; its first sound may already lie at the end of the last segment."""
        lead = self._lead(OVERLAP)
        self._segments, self._open = [], None
        self._recent = deque(lead)

    def _lead(self, seconds: float) -> list[rtc.AudioFrame]:
        """The latest sound. Not the detector's own: what arrives while its event waits would be lost."""
        frames = self._open.frames if self._open else list(self._recent)
        return frames[-int(seconds / frames[-1].duration) :] if frames else []

    async def _falls_quiet(self) -> bool:
        try:
            await asyncio.wait_for(self._quiet.wait(), END_OF_SPEECH_GRACE)
        except TimeoutError:
            return False
        return True

    def _emit(self, kind: stt.SpeechEventType) -> None:
        text = " ".join(segment.text for segment in self._segments if segment.text)
        if text:
            data = stt.SpeechData(language=LanguageCode("en"), text=text, confidence=1.0)
            self._event_ch.send_nowait(stt.SpeechEvent(kind, alternatives=[data]))
