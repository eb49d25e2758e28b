"""What an utterance means, asked of the language model before the engine's step; without one, nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.conf import settings

from interviews.engine.events import Event, Heard, Reading
from interviews.engine.plan import Plan, load_plan
from interviews.engine.state import State, from_dict
from interviews.engine.turn_contract import REPLY_SCHEMA, Reader, read_utterance, turn_request
from interviews.llm import ModelUnavailable, ask_model, is_configured
from interviews.models import AnyInterview

__all__ = ["reader", "understand", "understand_event", "wants_reading"]


def understand(*, plan: Plan, state: State, text: str) -> Reading | None:
    """Return the model's reading of an utterance, None when there is none in time. Never raises.

    Takes `LLM_TURN_TIMEOUT` seconds at most. The reading belongs to `state`: if something else happens before
    it is used, that is safe, because the engine checks every part of it against the state it then has.
    """
    return read_utterance(plan, state, text, ask) if is_configured() else None


def understand_event(*, interview: AnyInterview, event: Event) -> Event:
    """Return the event with a reading of what was typed, where there is one to be had. Never raises."""
    if not isinstance(event, Heard) or not is_configured():
        return event
    plan, state = load_plan(interview.plan_document), from_dict(interview.state)
    return replace(event, reading=understand(plan=plan, state=state, text=event.text))


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
