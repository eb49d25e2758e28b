"""A stretch of a candidate's sound, and its recognition, by a recogniser that may be away for a while."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable
from typing import Any

from livekit import rtc
from livekit.agents import APIConnectOptions, APIError, APIStatusError, stt

log = logging.getLogger(__name__)

CONNECT = APIConnectOptions(max_retry=1, retry_interval=0.3, timeout=10.0)
# A recogniser that is away is asked again after so long, seconds, and its sound is kept for so long.
ASK_AGAIN = 1.0
KEEP = 180.0


class Recognition:
    """A recogniser that may be away for a while; `on_lost` and `on_back` are told once each time.

    `on_refused` is told of sound that it answers for, but will not take.
    """

    def __init__(
        self,
        recogniser: stt.STT[Any],
        on_lost: Callable[[], None],
        on_back: Callable[[], None],
        on_refused: Callable[[], None],
    ) -> None:
        self._recogniser = recogniser
        self._on_lost = on_lost
        self._on_back = on_back
        self._on_refused = on_refused
        self.is_away = False

    async def recognise(self, frames: list[rtc.AudioFrame]) -> str:
        """Return what is said in `frames`; "" when nothing is, or when nobody could tell for three minutes.

        Never raises what a recogniser does: it would deafen the session.
        """
        asked_at = time.monotonic()
        while time.monotonic() - asked_at < KEEP:
            try:
                event = await self._recogniser.recognize(frames, conn_options=CONNECT)
            except APIError as error:
                if refuses(error):
                    self._on_refused()
                    return ""
                self._lose()
                await asyncio.sleep(ASK_AGAIN)
            else:
                self._return()
                return event.alternatives[0].text.strip() if event.alternatives else ""
        return ""

    def _lose(self) -> None:
        if not self.is_away:
            log.warning("a stretch of speech could not be recognised")
            self.is_away = True
            self._on_lost()

    def _return(self) -> None:
        if self.is_away:
            log.info("speech is recognised again")
            self.is_away = False
            self._on_back()


def refuses(error: APIError) -> bool:
    """Whether asking again for the same sound is useless."""
    return isinstance(error, APIStatusError) and not error.retryable


class Segment:
    """`text` is what was heard so far; `task` is the recognition that is under way."""

    def __init__(self, lead: list[rtc.AudioFrame], started_at: float) -> None:
        self.frames = lead
        self.started_at = started_at
        self.text = ""
        self.task: asyncio.Task[None] | None = None

    @property
    def seconds(self) -> float:
        """Its length."""
        return float(sum(frame.duration for frame in self.frames))

    async def settle(self) -> None:
        """Wait for the last recognition that was started."""
        while self.task and not self.task.done():
            await asyncio.wait([self.task])

    def cancel(self) -> None:
        """Forget a recognition that newer sound has made useless."""
        if self.task:
            self.task.cancel()


def text_of(segments: list[Segment]) -> str:
    """What was heard in them, in order."""
    return " ".join(segment.text for segment in segments if segment.text)
