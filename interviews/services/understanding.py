"""What an utterance means, asked of the language model before the engine's step; without one, nothing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.conf import settings

from interviews.engine.events import Reading
from interviews.engine.plan import Plan
from interviews.engine.state import State
from interviews.engine.turn_contract import REPLY_SCHEMA, Reader, read_utterance, turn_request
from interviews.llm import ModelUnavailable, ask_model, is_configured

__all__ = ["reader", "understand", "wants_reading"]


def understand(*, plan: Plan, state: State, text: str) -> Reading | None:
    """Return the model's reading of an utterance, None when there is none in time. Never raises.

    Takes `LLM_TURN_TIMEOUT` seconds at most. The reading belongs to `state`: if something else happens before
    it is used, that is safe, because the engine checks every part of it against the state it then has.
    """
    return read_utterance(plan, state, text, ask) if is_configured() else None


def wants_reading(*, plan: Plan, state: State, text: str) -> bool:
    """Whether there is a model and anything to ask it about this utterance."""
    return is_configured() and turn_request(plan, state, text) is not None


def reader() -> Reader | None:
    """Return what a simulation asks, None without a model."""
    return ask if is_configured() else None


def ask(document: Mapping[str, Any]) -> object:
    """Return the model's reply to the document of a turn, None when there is none in time."""
    try:
        return ask_model(
            task="turn", document=document, schema=REPLY_SCHEMA, timeout=settings.LLM_TURN_TIMEOUT
        )
    except ModelUnavailable:
        return None
