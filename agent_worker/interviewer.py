"""LiveKit's Agent for an interview: it has no model, it hands every finished utterance to the conductor."""

from __future__ import annotations

import logging

from livekit.agents import Agent, ChatContext, ChatMessage

from agent_worker.conductor import Conductor
from agent_worker.stt import TurnSTT

log = logging.getLogger(__name__)


class Interviewer(Agent):
    """Carries no instructions: what is said comes from the plan alone."""

    def __init__(self, conductor: Conductor, ear: TurnSTT) -> None:
        super().__init__(instructions="")
        self._conductor = conductor
        self._ear = ear

    async def on_user_turn_completed(self, turn_ctx: ChatContext, new_message: ChatMessage) -> None:
        """Store what was said and queue the answer. An exception here would drop the turn in silence."""
        text = (new_message.text_content or "").strip()
        if not text:
            return
        try:
            await self._conductor.hear(
                text=text,
                report_id=new_message.id,
                started_at=self._ear.turn_started_at,
                ended_at=new_message.metrics.get("stopped_speaking_at"),
            )
        except Exception:
            log.exception("an utterance could not be stored")
            self._conductor.lost.set()
