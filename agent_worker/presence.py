"""Tells the database once a second that this worker is there, what it can hold, and how busy it is."""

from __future__ import annotations

import logging
import os
import threading
from collections import deque

from django.db import Error, close_old_connections, reset_queries
from django.utils import timezone
from livekit.agents import AgentServer
from livekit.agents.utils.hw import get_cpu_monitor

from agent_worker.places import places_now
from interviews.services.leases import worker_name
from interviews.services.workers import report_worker

log = logging.getLogger(__name__)

BEAT = 1.0  # seconds
# The load is the mean of so many beats: a single start must not look like a busy machine.
BEATS = 10


def keep_present(server: AgentServer) -> None:
    """Beat from the first registration at the media server on, until the process ends.

    A thread of its own, so that neither the media server's connection nor a beat waits for the other.
    """
    thread = threading.Thread(target=_beat, args=(server,), name="presence", daemon=True)
    server.once("worker_registered", lambda *_: thread.start())


def _beat(server: AgentServer) -> None:
    name, started_at = worker_name(os.getpid()), timezone.now()
    monitor, loads = get_cpu_monitor(), deque[float](maxlen=BEATS)
    while True:
        # Measuring takes the time of a beat.
        loads.append(monitor.cpu_percent(BEAT))
        active, load = len(server.active_jobs), sum(loads) / len(loads)
        close_old_connections()
        try:
            report_worker(
                name=name,
                capacity=places_now(active=active, load=load),
                active=active,
                load=load,
                draining=server.draining,
                started_at=started_at,
                now=timezone.now(),
            )
        except Error as error:
            log.warning("this worker could not report itself: %s", error)
        finally:
            reset_queries()
            close_old_connections()
