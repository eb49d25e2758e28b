"""Reads transcripts, `parley.transcript/1`, and says on which line what is wrong."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from pydantic import ConfigDict, TypeAdapter, ValidationError

from interviews.engine.plan import PlanError

SCHEMA = "parley.transcript/1"
Kind = Literal[
    "disclosure", "core", "probe", "answer", "repeat", "rephrase", "nudge", "fact", "closing", "other"
]


@dataclass(frozen=True, kw_only=True)
class Turn:
    """One utterance; times are milliseconds from the start of the recording."""

    # Words with times, and what later versions add, are left to whoever needs them.
    __pydantic_config__ = ConfigDict(extra="ignore")

    turn: int
    role: Literal["agent", "candidate"]
    question: str | None = None
    kind: Kind
    text: str
    start_ms: int
    end_ms: int


@dataclass(frozen=True)
class Transcript:
    """The plan's key and what was said, in order."""

    plan: str
    language: str
    turns: tuple[Turn, ...]


_TURN = TypeAdapter(Turn)


def load_transcript(text: str) -> Transcript:
    """Return the transcript of JSON Lines, header first. Raises PlanError with the line and the key."""
    lines = [(number, line) for number, line in enumerate(text.splitlines(), start=1) if line.strip()]
    if not lines:
        raise PlanError("the transcript is empty", "", 1)
    (first, head), *rest = lines
    header = _object(head, first)
    if header.get("schema") != SCHEMA:
        raise PlanError(f"the first line must say {SCHEMA}", "schema", first)
    turns = tuple(_turn(line, number) for number, line in rest)
    return Transcript(str(header.get("plan", "")), str(header.get("language", "")), turns)


def _turn(line: str, number: int) -> Turn:
    try:
        return _TURN.validate_python(_object(line, number))
    except ValidationError as error:
        problem = error.errors()[0]
        raise PlanError(problem["msg"], ".".join(map(str, problem["loc"])), number) from error


def _object(line: str, number: int) -> Mapping[str, Any]:
    try:
        value = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise PlanError("this is not JSON", "", number) from error
    if not isinstance(value, dict):
        raise PlanError("this is no JSON object", "", number)
    return value
