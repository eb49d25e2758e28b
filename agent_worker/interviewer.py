"""LiveKit's Agent for an interview: it has no model and no instructions, what is said comes from the plan."""

from __future__ import annotations

from livekit.agents import Agent


class Interviewer(Agent):
    """A mouth and an ear; `agent_worker.conductor` is the head."""

    def __init__(self) -> None:
        super().__init__(instructions="")
