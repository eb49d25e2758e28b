"""The agent's way to the database: the interview services, awaited, on one connection a job."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from asgiref.sync import sync_to_async
from django.db import InterfaceError, OperationalError, close_old_connections, reset_queries

from interviews.services import leases, patience, status, turns, utterances

log = logging.getLogger(__name__)
P = ParamSpec("P")
T = TypeVar("T")

# How long a database may be away before an utterance is given up, seconds, and the pause between tries.
PATIENCE = 30.0
PAUSE = 0.5


def stored(function: Callable[P, T]) -> Callable[P, Awaitable[T]]:
    """Make a service awaitable, with fresh connections and patience while the database is away."""

    @wraps(function)
    def unit(*args: P.args, **kwargs: P.kwargs) -> T:
        close_old_connections()
        try:
            return function(*args, **kwargs)
        finally:
            reset_queries()
            close_old_connections()

    call = sync_to_async(unit, thread_sensitive=True)

    @wraps(function)
    async def patient(*args: P.args, **kwargs: P.kwargs) -> T:
        deadline = asyncio.get_running_loop().time() + PATIENCE
        while True:
            try:
                return await call(*args, **kwargs)
            except (OperationalError, InterfaceError):
                if asyncio.get_running_loop().time() > deadline:
                    raise
                log.warning("the database is away; trying again", extra={"call": function.__name__})
                await asyncio.sleep(PAUSE)

    return patient


claim_interview = stored(leases.claim_interview)
renew_lease = stored(leases.renew_lease)
release_lease = stored(leases.release_lease)
log_event = stored(status.log_event)
record_event = stored(turns.record_event)
mark_spoken = stored(turns.mark_spoken)
keep_utterance = stored(utterances.keep_utterance)
change_patience = stored(patience.change_patience)
