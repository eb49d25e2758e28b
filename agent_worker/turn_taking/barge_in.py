"""Decides what the candidate's voice does to what is being said."""

from __future__ import annotations

import asyncio

from agent_worker.conductor import Conductor

# How long speech must last to take the floor, seconds.
TAKES_FLOOR = 0.6


class BargeIn:
    """Follows the ear; stops the interviewer for whoever goes on speaking."""

    def __init__(self, conductor: Conductor) -> None:
        self._conductor = conductor
        self._waiting: asyncio.TimerHandle | None = None

    def on_voice(self, at: float) -> None:
        """Wait whether it is more than a cough."""
        loop = asyncio.get_running_loop()
        self._waiting = loop.call_later(TAKES_FLOOR, self._conductor.yield_floor)

    def on_pause(self, at: float) -> None:
        """It was not."""
        if self._waiting:
            self._waiting.cancel()

    def on_words(self, text: str) -> None:
        """The voice alone decides."""
