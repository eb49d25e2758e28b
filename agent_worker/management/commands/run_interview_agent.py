"""Run the agent worker: `manage.py run_interview_agent`."""

from __future__ import annotations

import asyncio
import logging
import os
import signal
import sys
from importlib import import_module
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connections
from livekit.agents import AgentServer

from agent_worker.nursery import keep_worker, use_forked_server

log = logging.getLogger(__name__)

# For how long a worker goes on whose parent was killed, seconds: longer than any interview.
ORPHAN_SECONDS = 7200


class Command(BaseCommand):
    help = "Hold interviews by voice. SIGTERM waits for the live ones; a second SIGTERM stops at once."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.LIVEKIT_URL:
            raise CommandError("No media server: set LIVEKIT_URL, LIVEKIT_API_KEY and LIVEKIT_API_SECRET.")
        # What a fork server that starts from nothing, and every job, would otherwise not be told.
        os.environ["PYTHONPATH"] = os.pathsep.join(
            [str(settings.BASE_DIR), *filter(None, [os.environ.get("PYTHONPATH")])]
        )
        for name in ("LIVEKIT_URL", "LIVEKIT_API_KEY", "LIVEKIT_API_SECRET"):
            os.environ[name] = getattr(settings, name)
        for module in ("agent_worker.server", "agent_worker.preload", "livekit.agents.ipc._preload"):
            import_module(module)
        connections.close_all()
        sys.exit(keep_worker(work))


def work(before: int | None) -> None:
    """Be the worker: one process that serves until it is asked to stop; `before` is the one that died."""
    from agent_worker.server import build_server

    use_forked_server()
    asyncio.run(serve(build_server(), before))


async def serve(server: AgentServer, before: int | None = None) -> None:
    """Run until the first SIGINT or SIGTERM, then drain; a second signal ends the process at once."""
    from agent_worker.lost_jobs import watch_jobs

    stop, parent = asyncio.Event(), os.getppid()

    def on_signal() -> None:
        if stop.is_set():
            os._exit(1)
        stop.set()

    loop = asyncio.get_running_loop()
    for signum in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(signum, on_signal)
    running = asyncio.create_task(server.run())
    stopping = asyncio.create_task(stop.wait())
    watching = asyncio.create_task(watch_jobs(server, before))
    await asyncio.wait({running, stopping}, return_when=asyncio.FIRST_COMPLETED)
    if running.done():
        running.result()
    else:
        await drain(server, is_orphan=os.getppid() != parent)
    watching.cancel()
    await server.aclose()


async def drain(server: AgentServer, *, is_orphan: bool) -> None:
    """Wait for live interviews, `settings.AGENT_DRAIN_SECONDS` at most; the rest resume on another worker."""
    if is_orphan and server._http_server:
        # Our parent was killed, and the next worker is coming. It needs our port; the interviews are ours.
        await server._http_server.aclose()
    try:
        await server.drain(timeout=ORPHAN_SECONDS if is_orphan else settings.AGENT_DRAIN_SECONDS)
    except TimeoutError:
        log.warning("stopped with live interviews; they resume on the next worker")
