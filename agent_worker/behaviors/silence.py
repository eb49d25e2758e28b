"""Tells the engine of silence and of passing time while the candidate has the floor."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable

from agent_worker.board import Board
from agent_worker.conductor import Conductor
from interviews.engine.events import NotUnderstood, Silence, Tick
from interviews.engine.progress import progress
from interviews.engine.state import from_dict

INTERVAL = 1.0  # seconds
# A question that was talked over is asked again after this much silence, seconds: where words took the floor
# the end of their turn decides, and this is for what never ends, or for whoever wants to think.
HOLD, HOLD_GIVEN = 3.0, 30.0


async def watch_silence(
    conductor: Conductor, board: Board, is_reachable: Callable[[], bool], unclear: asyncio.Event
) -> None:
    """Look once a second; what follows from the silence is the engine's decision.

    It is no silence while the candidate cannot be reached, or cannot be heard.
    """
    while True:
        await asyncio.sleep(INTERVAL)
        if not is_reachable():
            conductor.quiet_since = time.time()
            continue
        quiet = time.time() - conductor.quiet_since
        if conductor.is_held and quiet > (HOLD_GIVEN if conductor.is_given else HOLD):
            conductor.resume_speaking()
        if not conductor.candidate_has_floor:
            continue
        if unclear.is_set():
            unclear.clear()
            await conductor.tell(NotUnderstood())
            continue
        await conductor.consider(Silence(int(quiet * 1000)))
        await conductor.consider(Tick())
        shown = progress(conductor.plan, from_dict(conductor.interview.state), conductor.now_ms())
        await board.show_minutes(shown.minutes_left)
