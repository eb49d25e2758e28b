"""Where an interview stands: everything the engine remembers, and its JSON form."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from pydantic import ConfigDict, TypeAdapter

from interviews.engine.plan import Plan, Question


@dataclass(frozen=True)
class State:
    """Times are milliseconds on the interview's clock."""

    __pydantic_config__ = ConfigDict(extra="forbid")

    schema: Literal["parley.state/1"] = "parley.state/1"
    phase: Literal["new", "asking", "confirming_stop", "finished"] = "new"
    # Index into the plan's questions; -1 before the first.
    position: int = -1
    asked: tuple[str, ...] = ()
    answered: tuple[str, ...] = ()
    # Of the current question: indices of the authored probes asked, indicators shown, words answered.
    probed: tuple[int, ...] = ()
    shown: tuple[str, ...] = ()
    words: int = 0
    rephrased: bool = False
    # How far up the silence ladder, and whether the silence was asked for.
    rung: int = 0
    patient: bool = False
    # Questions in a row that met nothing but silence.
    unanswered_in_a_row: int = 0
    # How often speech gave no text since the last utterance.
    unclear: int = 0
    typed: bool = False
    last_event_ms: int = 0
    away_ms: int = 0

    def to_dict(self) -> dict[str, Any]:
        """Return the state as a JSON document."""
        document: dict[str, Any] = _ADAPTER.dump_python(self, mode="json")
        return document

    @staticmethod
    def from_dict(document: Mapping[str, Any]) -> State:
        """Return the state of a JSON document. Raises ValueError when it is not one of `parley.state/1`."""
        return _ADAPTER.validate_python(dict(document))


_ADAPTER = TypeAdapter(State)
to_dict = State.to_dict
from_dict = State.from_dict


def new_state(plan: Plan) -> State:
    """Return the state before anything happened; a plan always has a question to begin with."""
    return State()


def current_question(plan: Plan, state: State) -> Question | None:
    """Return the question that was asked last, None before the first."""
    return plan.questions[state.position] if state.position >= 0 else None
