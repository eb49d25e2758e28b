"""Keeps what was recognised of an utterance that is still being spoken, in case this agent is killed."""

from __future__ import annotations

import asyncio
import logging
import time

from django.utils import timezone

from agent_worker import store
from agent_worker.conductor import Conductor
from agent_worker.stt import Utterance
from interviews.services.errors import StaleLease

log = logging.getLogger(__name__)

INTERVAL = 1.0  # seconds between two writes


class WordsSoFar:
    """Follows the ear, and stands between it and the conductor: `hear` takes whole utterances."""

    def __init__(self, conductor: Conductor) -> None:
        self._conductor = conductor
        # When the utterance began, and when the one before ended, seconds since the epoch.
        self._started_at: float | None = None
        self._before = 0.0
        self._text = ""
        self._changed = asyncio.Event()

    def on_voice(self, at: float) -> None:
        """An utterance begins with its first voiced sound."""
        if self._started_at is None:
            self._started_at = at

    def on_pause(self, at: float) -> None:
        """Words come after a pause."""

    def on_words(self, text: str) -> None:
        """Keep them, unless they are kept already."""
        if text and text != self._text:
            # No voice begins when an utterance is cut in two.
            self._started_at = self._started_at or self._before
            self._text = text
            self._changed.set()

    async def hear(self, utterance: Utterance) -> None:
        """It is whole: from now on the conductor keeps it."""
        self._started_at, self._before, self._text = None, utterance.ended_at, ""
        self._changed.clear()
        await self._conductor.hear(utterance)

    async def keep(self) -> None:
        """Write what changed, about once a second."""
        while True:
            await self._changed.wait()
            self._changed.clear()
            try:
                await self._write()
            except StaleLease:
                self._conductor.lost.set()
            except store.AWAY:
                log.warning("words are not kept: the database is away")
                self._changed.set()
            await asyncio.sleep(INTERVAL)

    async def _write(self) -> None:
        conductor, started_at = self._conductor, self._started_at
        started_ms = conductor.clock_ms(started_at)
        if not self._text or started_ms is None:
            return
        await store.keep_words(
            interview=conductor.interview,
            heard=conductor.place(self._text),
            report_id=f"so-far-{conductor.epoch}-{started_ms}",
            started_ms=started_ms,
            ended_ms=conductor.clock_ms(time.time()),
            epoch=conductor.epoch,
            now=timezone.now(),
            partial=True,
        )
