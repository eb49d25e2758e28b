"""Leaves a failing language model alone, so that it does not cost every answer its limit."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable

log = logging.getLogger(__name__)

FAILURES = 3
PAUSE_S = 30.0


class Breaker:
    """Opens after FAILURES in a row; from then on one attempt in PAUSE_S seconds, until one succeeds."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._failures = 0
        self._paused_until = 0.0

    def allows(self) -> bool:
        """Whether to ask now. While the model is left alone, one caller is let through after each pause."""
        with self._lock:
            now = self._clock()
            if self._failures < FAILURES:
                return True
            if now < self._paused_until:
                return False
            self._paused_until = now + PAUSE_S
            return True

    def note_success(self) -> None:
        """The model answered."""
        with self._lock:
            if self._failures >= FAILURES:
                log.info("the language model answers again")
            self._failures = 0

    def note_failure(self, reason: str) -> None:
        """The model gave nothing usable. `reason` goes into the log: a kind of fault, not what was said."""
        with self._lock:
            self._failures += 1
            self._paused_until = self._clock() + PAUSE_S
            if self._failures == FAILURES:
                log.warning(
                    "the language model fails (%s): it is left alone, %d s at a time", reason, PAUSE_S
                )
