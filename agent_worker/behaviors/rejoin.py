"""Goes on with the same question when the candidate comes back, and waits for them only so long."""

from __future__ import annotations

import asyncio
import time

from livekit import rtc

from agent_worker.conductor import Conductor
from interviews.engine.events import Resumed

# After this long without the candidate the agent makes room for others, seconds; a candidate who comes back
# later is sent another one, which goes on with the same question.
PATIENCE = 15.0


async def follow_candidate(room: rtc.Room, conductor: Conductor) -> None:
    """Tell the engine of every return; a rejoin with the same identity is a return, not a second person."""
    identity = conductor.interview.candidate_identity
    changed = asyncio.Event()
    back = asyncio.Event()
    left_at = time.monotonic()

    def on_joined(participant: rtc.RemoteParticipant) -> None:
        if participant.identity == identity:
            back.set()
            changed.set()

    def on_left(participant: rtc.RemoteParticipant) -> None:
        nonlocal left_at
        if participant.identity == identity:
            left_at = time.monotonic()
            changed.set()

    room.on("participant_connected", on_joined)
    room.on("participant_disconnected", on_left)
    while True:
        try:
            await asyncio.wait_for(changed.wait(), PATIENCE)
        except TimeoutError:
            if identity not in room.remote_participants:
                conductor.lost.set()
                return
        changed.clear()
        if back.is_set():
            back.clear()
            # The time without the candidate is not theirs to lose.
            await conductor.press(Resumed(away_ms=round(1000 * (time.monotonic() - left_at))))
