"""Run what has to happen again and again: `manage.py run_periodic`."""

from __future__ import annotations

import logging
import signal
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import close_old_connections, reset_queries
from django.utils import timezone

from interviews.services.films import queue_films
from interviews.services.recordings import queue_joins
from interviews.services.upkeep import close_abandoned_interviews, forget_old_traces
from interviews.services.watchdog import Watchdog
from interviews.services.workers import forget_gone_workers
from interviews.speech.clips import remove_old_clips
from jobs.services.intake import requeue_stuck_intakes
from jobs.services.rechecks import recheck_due_jobs

log = logging.getLogger(__name__)

TICK = 0.5  # seconds


@dataclass(slots=True)
class Chore:
    """Something to do every `seconds`; it is safe to do twice, and by several processes at once."""

    run: Callable[..., Any]
    seconds: float
    due_at: float = 0.0


class Command(BaseCommand):
    help = "Watch over live interviews and queued work until SIGTERM."

    def handle(self, *args: Any, **options: Any) -> None:
        stop = threading.Event()
        for signum in (signal.SIGINT, signal.SIGTERM):
            signal.signal(signum, lambda *_: stop.set())
        chores = [
            Chore(Watchdog().look, TICK),
            Chore(requeue_stuck_intakes, 10),
            Chore(recheck_due_jobs, 60),
            Chore(close_abandoned_interviews, 60),
            Chore(queue_joins, 5),
            Chore(queue_films, 5),
            Chore(forget_old_traces, 3600),
            Chore(forget_gone_workers, 3600),
            Chore(remove_old_clips, 24 * 3600),
        ]
        while not stop.wait(TICK):
            for chore in chores:
                run_if_due(chore, now=timezone.now(), clock=time.monotonic())
            beat()


def run_if_due(chore: Chore, *, now: datetime, clock: float) -> None:
    """Run a chore whose time has come; one that fails is logged and tried again at its next time."""
    if clock < chore.due_at:
        return
    chore.due_at = clock + chore.seconds
    close_old_connections()
    try:
        chore.run(now=now)
    except Exception:
        log.exception("a periodic chore failed", extra={"chore": chore.run.__name__})
    finally:
        reset_queries()
        close_old_connections()


def beat() -> None:
    """Touch the file by which operators see that this process lives."""
    (settings.VAR_DIR / "periodic.beat").touch()
