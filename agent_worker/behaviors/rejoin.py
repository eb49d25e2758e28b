"""Goes on with the same question when the candidate comes back, and waits for them only so long."""

from __future__ import annotations

import asyncio

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

    def on_joined(participant: rtc.RemoteParticipant) -> None:
        if participant.identity == identity:
            back.set()
            changed.set()

    room.on("participant_connected", on_joined)
    room.on("participant_disconnected", lambda participant: changed.set())
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
            await conductor.press(Resumed())
