"""What the worker knows before anybody else: that a job's process is gone, and that it can serve again.

LiveKit shows a killed agent for 20 s and repeats no dispatch that found no worker.
"""

from __future__ import annotations

import asyncio
import logging
from datetime import timedelta

from django.utils import timezone
from livekit.agents import AgentServer
from livekit.agents.job import RunningJobInfo

from agent_worker.entrypoint import dispatched_interview
from agent_worker.store import stored
from interviews.services import dispatching, leases, workers
from interviews.services.leases import worker_name

log = logging.getLogger(__name__)

INTERVAL = 0.1  # seconds
AT_ONCE = timedelta(0)

_replace_lost_agent = stored(dispatching.replace_lost_agent)
_lose_leases = stored(leases.lose_leases)
_dismiss_workers = stored(workers.dismiss_workers)
_send_missing_agents = stored(dispatching.send_missing_agents)


async def watch_jobs(server: AgentServer, before: int | None = None) -> None:
    """Replace the agent of every job that ends while its interview goes on; runs as long as the worker.

    `before` is the process id of the worker that ran here until it was killed.
    """
    registered = asyncio.Event()
    server.on("worker_registered", lambda *_: registered.set())
    known: dict[str, RunningJobInfo] = {}
    pending: set[asyncio.Task[None]] = set()
    await registered.wait()
    if before is not None:
        await _lose_leases(worker=worker_name(before), now=timezone.now())
        await _dismiss_workers(names=[worker_name(before)], now=timezone.now())
    while True:
        running = {info.job.id: info for info in server.active_jobs}
        acts = [_replace(info) for job_id, info in known.items() if job_id not in running]
        if registered.is_set():
            registered.clear()
            acts.append(_send_missing())
        for act in acts:
            task = asyncio.create_task(act)
            pending.add(task)
            task.add_done_callback(pending.discard)
        known = running
        await asyncio.sleep(INTERVAL)


async def _replace(info: RunningJobInfo) -> None:
    """A job that ended well has let its interview go, and nothing follows."""
    try:
        public_id = dispatched_interview(info.job.metadata)
        await _replace_lost_agent(public_id=public_id, holder=info.job.id, now=timezone.now())
    except Exception:
        log.exception("a lost agent could not be replaced; the watchdog will")


async def _send_missing() -> None:
    """Dispatches that were made while this worker was away are lost, however young they are."""
    try:
        await _send_missing_agents(now=timezone.now(), repeat_after=AT_ONCE)
    except Exception:
        log.exception("missing agents could not be sent; the watchdog will send them")
