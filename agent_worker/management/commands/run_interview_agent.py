"""Run the agent worker: `manage.py run_interview_agent`."""

from __future__ import annotations

import asyncio
import logging
import os
import signal
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connections
from livekit.agents import AgentServer

log = logging.getLogger(__name__)


class Command(BaseCommand):
    help = "Hold interviews by voice. SIGTERM waits for the live ones; a second SIGTERM stops at once."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.LIVEKIT_URL:
            raise CommandError("No media server: set LIVEKIT_URL, LIVEKIT_API_KEY and LIVEKIT_API_SECRET.")
        # The fork server does not inherit sys.path; without this it skips its preload in silence.
        os.environ["PYTHONPATH"] = os.pathsep.join(
            [str(settings.BASE_DIR), *filter(None, [os.environ.get("PYTHONPATH")])]
        )
        from agent_worker.server import build_server

        connections.close_all()
        asyncio.run(serve(build_server()))


async def serve(server: AgentServer) -> None:
    """Run until the first SIGINT or SIGTERM, then drain; a second signal ends the process at once."""
    from agent_worker.lost_jobs import watch_jobs

    stop = asyncio.Event()

    def on_signal() -> None:
        if stop.is_set():
            os._exit(1)
        stop.set()

    loop = asyncio.get_running_loop()
    for signum in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(signum, on_signal)
    running = asyncio.create_task(server.run())
    stopping = asyncio.create_task(stop.wait())
    watching = asyncio.create_task(watch_jobs(server))
    await asyncio.wait({running, stopping}, return_when=asyncio.FIRST_COMPLETED)
    if running.done():
        running.result()
    else:
        await drain(server)
    watching.cancel()
    await server.aclose()


async def drain(server: AgentServer) -> None:
    """Wait for live interviews, `settings.AGENT_DRAIN_SECONDS` at most; the rest resume on another worker."""
    try:
        await server.drain()
    except TimeoutError:
        log.warning("stopped with live interviews; they resume on the next worker")
