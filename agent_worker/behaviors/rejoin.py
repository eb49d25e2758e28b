"""Goes on with the same question when the candidate comes back after a reload or a lost connection."""

from __future__ import annotations

import asyncio

from livekit import rtc

from agent_worker.conductor import Conductor
from interviews.engine.events import Resumed


def follow_candidate(room: rtc.Room, conductor: Conductor) -> None:
    """Tell the engine of every return; a rejoin with the same identity is a return, not a second person."""
    tasks: set[asyncio.Task[None]] = set()

    def on_joined(participant: rtc.RemoteParticipant) -> None:
        if participant.identity == conductor.interview.candidate_identity:
            task = asyncio.create_task(conductor.press(Resumed()))
            tasks.add(task)
            task.add_done_callback(tasks.discard)

    room.on("participant_connected", on_joined)
