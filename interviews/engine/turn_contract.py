"""What a language model is asked about an utterance ("turn"), and what is taken of its reply."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from interviews.engine.events import Reading
from interviews.engine.intents import ANSWER, classify
from interviews.engine.listening import ANSWER_CHARS
from interviews.engine.plan import Indicator, Plan
from interviews.engine.probing import unasked_probes
from interviews.engine.requests import INTENTS
from interviews.engine.state import State, current_question

# Takes the document of a turn; returns the model's reply, None when there is none in time.
Reader = Callable[[dict[str, Any]], object]
MAX_SHOWN = 100

# What the model has to answer with, as a JSON schema in the strict form of chat completions.
REPLY_SCHEMA: dict[str, Any] = {
    "type": "object",
    "properties": {
        "intent": {"type": "string", "enum": list(INTENTS)},
        "shown": {"type": "array", "items": {"type": "string"}},
        "probe": {"type": ["string", "null"]},
        "wording": {"type": ["string", "null"]},
    },
    "required": ["intent", "shown", "probe", "wording"],
    "additionalProperties": False,
}


def turn_request(plan: Plan, state: State, text: str) -> dict[str, Any] | None:
    """Return the document to send for an utterance; None when the rules decide about it alone."""
    question, entry = current_question(plan, state), state.entry
    if question is None or entry is None or state.phase != "asking" or not text.strip():
        return None
    if classify(text, plan.language) != ANSWER:
        return None
    return {
        "task": "turn",
        "language": plan.language,
        "question": {"key": question.key, "text": question.text},
        "utterance": text,
        "answer": f"{entry.answer}\n{text}".strip()[-ANSWER_CHARS:],
        "indicators": [_document(indicator) for indicator in plan.indicators_of(question).values()],
        "probes": [
            {"for": probe.indicator, "text": probe.text} for probe in unasked_probes(state, question).values()
        ],
    }


def read_reply(reply: object) -> Reading | None:
    """Return the reading of a model's reply; None when it is not one of the contract.

    Whether what it proposes may be done is for the engine, which knows plan and state.
    """
    if not isinstance(reply, Mapping) or reply.get("intent") not in INTENTS:
        return None
    shown, probe, wording = reply.get("shown"), reply.get("probe"), reply.get("wording")
    return Reading(
        intent=str(reply["intent"]),
        shown=_texts(shown),
        probe=probe if isinstance(probe, str) else None,
        wording=wording if isinstance(wording, str) else None,
    )


def read_utterance(plan: Plan, state: State, text: str, reader: Reader) -> Reading | None:
    """Ask `reader` about an utterance; None when there is nothing to ask or to learn."""
    request = turn_request(plan, state, text)
    return read_reply(reader(request)) if request is not None else None


def _texts(values: object) -> tuple[str, ...]:
    known = values[:MAX_SHOWN] if isinstance(values, list) else []
    return tuple(value for value in known if isinstance(value, str))


def _document(indicator: Indicator) -> dict[str, Any]:
    return {"key": indicator.key, "text": indicator.text, "examples": list(indicator.examples)}
