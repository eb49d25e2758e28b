"""Speech to text with one final transcript a turn, over any recogniser that takes whole utterances.

LiveKit commits a turn without waiting for outstanding transcripts, so a recogniser that answers segment by
segment has its turns split in two. This adapter declares `manual_flush`: each voiced segment is recognised
while the candidate goes on (and shown as an interim transcript); when the turn ends LiveKit flushes, and the
adapter waits for what is still being recognised and emits one final transcript.
"""

from __future__ import annotations

import asyncio
import logging
import time
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


class TurnStream(stt.RecognizeStream):
    """One candidate's audio: segments are recognised at once, turns are made on flush."""

    def __init__(self, parent: TurnSTT, conn_options: APIConnectOptions) -> None:
        super().__init__(stt=parent, conn_options=conn_options, sample_rate=SAMPLE_RATE)
        self._parent = parent
        self._segments: list[asyncio.Task[str]] = []
        self._texts: list[str] = []
        self._open: list[rtc.AudioFrame] = []
        self._speaking = False
        self._quiet = asyncio.Event()
        self._quiet.set()
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
                    if self._speaking:
                        self._open.append(item)
            if flushing:
                await flushing
        finally:
            await utils.aio.cancel_and_wait(listening, *([flushing] if flushing else []), *self._segments)
            await detector.aclose()

    async def _follow(self, detector: vad.VADStream) -> None:
        """Turn voiced segments into recognition tasks."""
        async for event in detector:
            if event.type == vad.VADEventType.START_OF_SPEECH:
                self._speaking, self._open = True, list(event.frames)
                self._quiet.clear()
            elif event.type == vad.VADEventType.END_OF_SPEECH:
                self._speaking, self._open = False, []
                self._recognise(list(event.frames))
                self._quiet.set()

    def _recognise(self, frames: list[rtc.AudioFrame]) -> None:
        position = len(self._segments)
        self._texts.append("")
        self._segments.append(asyncio.create_task(self._segment(position, frames, self._texts)))

    async def _segment(self, position: int, frames: list[rtc.AudioFrame], texts: list[str]) -> str:
        """Recognise one segment; an error is reported, never raised, as it would deafen the session."""
        try:
            event = await self._parent.recogniser.recognize(frames, conn_options=CONNECT)
        except APIError:
            log.warning("a stretch of speech could not be recognised")
            self._parent.on_lost()
            return ""
        texts[position] = event.alternatives[0].text.strip() if event.alternatives else ""
        if texts is self._texts:
            self._emit(stt.SpeechEventType.INTERIM_TRANSCRIPT)
        return texts[position]

    async def _finish_turn(self, previous: asyncio.Task[None] | None) -> None:
        """Emit one final transcript of everything said since the last one."""
        if previous:
            await previous
        if self._speaking and not await self._fell_quiet():
            if time.monotonic() - self._last_frame_at < INPUT_GONE:
                return  # The candidate goes on: all of it belongs to the next flush.
            self._recognise(self._open)
        while any(not task.done() for task in self._segments):
            await asyncio.wait(self._segments)
        self._emit(stt.SpeechEventType.FINAL_TRANSCRIPT)
        self._segments, self._texts = [], []

    async def _fell_quiet(self) -> bool:
        try:
            await asyncio.wait_for(self._quiet.wait(), END_OF_SPEECH_GRACE)
        except TimeoutError:
            return False
        return True

    def _emit(self, kind: stt.SpeechEventType) -> None:
        text = " ".join(part for part in self._texts if part)
        if text:
            self._event_ch.send_nowait(
                stt.SpeechEvent(
                    kind,
                    alternatives=[stt.SpeechData(language=LanguageCode("en"), text=text, confidence=1.0)],
                )
            )
