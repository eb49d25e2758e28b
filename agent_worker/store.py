"""The agent's way to the database: the interview services, awaited, on one connection a job."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from functools import wraps
from typing import Any, ParamSpec, TypeVar
from uuid import uuid4

from asgiref.sync import sync_to_async
from django.db import InterfaceError, OperationalError, close_old_connections, reset_queries

from interviews.services import asked, leases, patience, status, turns, utterances

log = logging.getLogger(__name__)
P = ParamSpec("P")
T = TypeVar("T")

# What a database raises that is away.
AWAY = (OperationalError, InterfaceError)
# How long it may be away before an utterance is given up, seconds, and the pause between tries.
PATIENCE = 120.0
PAUSE = 0.5


def stored(function: Callable[P, T], *, seconds: float = PATIENCE) -> Callable[P, Awaitable[T]]:
    """Make a service awaitable, with fresh connections, and tried again while the database is away.

    After `seconds` it raises what the database raises.
    """

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
        deadline = asyncio.get_running_loop().time() + seconds
        while True:
            try:
                return await call(*args, **kwargs)
            except AWAY:
                if asyncio.get_running_loop().time() >= deadline:
                    raise
                log.warning("the database is away; trying again", extra={"call": function.__name__})
                await asyncio.sleep(PAUSE)

    return patient


async def record_event(**report: Any) -> turns.Outcome:
    """Record an event as `turns.record_event` does, once.

    A database that goes away while it answers may have stored it: the report is known by its id, so that the
    next try gets the answer of the first.
    """
    return await _record_event(**{"report_id": uuid4().hex, **report})


claim_interview = stored(leases.claim_interview)
heard_question = stored(asked.heard_question)
# A beat that comes late is none, and words so far are soon out of date: who calls these tries again anew.
renew_lease = stored(leases.renew_lease, seconds=0)
keep_words = stored(utterances.keep_utterance, seconds=0)
release_lease = stored(leases.release_lease)
log_event = stored(status.log_event)
mark_spoken = stored(turns.mark_spoken)
keep_utterance = stored(utterances.keep_utterance)
change_patience = stored(patience.change_patience)
_record_event = stored(turns.record_event)
