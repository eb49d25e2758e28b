"""Shows once a second that this agent is alive, and notices when another one has taken over."""

from __future__ import annotations

import asyncio
import logging

from django.utils import timezone

from agent_worker import store
from agent_worker.conductor import Conductor

log = logging.getLogger(__name__)

INTERVAL = 1.0  # seconds; a lease that is three of these old may be taken


async def keep_lease(conductor: Conductor) -> None:
    """Renew until the lease is lost; then tell the conductor, which leaves without a word.

    While the database is away it is tried twice a second, so that this heart beats again before anybody who
    looks can take it for dead.
    """
    while True:
        try:
            held = await store.renew_lease(
                interview=conductor.interview, epoch=conductor.epoch, now=timezone.now()
            )
        except store.AWAY:
            log.warning("no beat: the database is away")
            await asyncio.sleep(store.PAUSE)
            continue
        if not held:
            conductor.lost.set()
            return
        await asyncio.sleep(INTERVAL)
