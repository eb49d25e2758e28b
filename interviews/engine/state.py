"""Where an interview stands: everything the engine remembers, and its JSON form."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from pydantic import ConfigDict, TypeAdapter

from interviews.engine.plan import Plan, Question

SCHEMA: Literal["parley.state/2"] = "parley.state/2"
_CONFIG = ConfigDict(extra="forbid")


@dataclass(frozen=True)
class AskedProbe:
    """A probe as it was said; `index` is its place among the authored ones, None for a model's own."""

    __pydantic_config__ = _CONFIG

    indicator: str
    text: str
    index: int | None = None


@dataclass(frozen=True)
class Entry:
    """What came of one question that was asked."""

    __pydantic_config__ = _CONFIG

    question: str
    # The answer so far; forgotten when the interview goes on, the transcript has it.
    answer: str = ""
    answered: bool = False
    words: int = 0
    probes: tuple[AskedProbe, ...] = ()
    shown: tuple[str, ...] = ()
    rephrased: bool = False
    # Why it has no answer: the candidate did not want to, or nothing but silence came.
    skipped: Literal["candidate", "silence"] | None = None
    # Time spent on it, without time away.
    ms: int = 0


@dataclass(frozen=True)
class State:
    """Times are milliseconds on the interview's clock."""

    __pydantic_config__ = _CONFIG

    schema: Literal["parley.state/2"] = SCHEMA
    phase: Literal["new", "asking", "confirming_stop", "on_break", "finished"] = "new"
    # Index into the plan's questions; -1 before the first.
    position: int = -1
    # In the order in which they were asked.
    entries: tuple[Entry, ...] = ()
    # The position to return to from an earlier question, and whether the one way back has been used.
    return_to: int | None = None
    went_back: bool = False
    # How far up the silence ladder, and whether the silence was asked for.
    rung: int = 0
    patient: bool = False
    # Questions in a row that met nothing but silence.
    unanswered_in_a_row: int = 0
    # How often speech gave no text since the last utterance.
    unclear: int = 0
    # Things that are said once: that time is short, that something private plays no part; and insults so far.
    hurried: bool = False
    deflected: bool = False
    insults: int = 0
    # How often each phrase that has several wordings was said.
    said: dict[str, int] = field(default_factory=dict)
    # Questions about the job that no fact answers, for the recruiter.
    noted: tuple[str, ...] = ()
    typed: bool = False
    practice: bool = False
    extra_time: int = 0
    last_event_ms: int = 0
    away_ms: int = 0
    # How much of the time for breaks is left.
    break_left_ms: int = 15 * 60_000
    # Spoken only: the answer that led to what is said now, and where the interview stood before it. If it
    # turns out that the candidate was not done, it goes back there.
    half: str = ""
    before: State | None = None
    # completed | time_up | left | no_answer
    ended: str | None = None

    @property
    def entry(self) -> Entry | None:
        """What came of the current question so far; None before the first."""
        if not self.entries:
            return None
        # The last one, but for a return to the question before.
        return self.entries[-1 if self.return_to is None else -2]

    def with_entry(self, question: str, **changes: Any) -> State:
        """Return the state with a changed entry of a question that was asked."""
        entries = (replace(e, **changes) if e.question == question else e for e in self.entries)
        return replace(self, entries=tuple(entries))

    def find_entry(self, question: str) -> Entry | None:
        """Return the entry of a question by its key; None when it was not asked."""
        return next((entry for entry in self.entries if entry.question == question), None)

    @property
    def shown(self) -> frozenset[str]:
        """Every indicator that was shown so far, whatever it was an answer to."""
        return frozenset(key for entry in self.entries for key in entry.shown)

    def to_dict(self) -> dict[str, Any]:
        """Return the state as a JSON document."""
        document: dict[str, Any] = _ADAPTER.dump_python(self, mode="json")
        return document

    @staticmethod
    def from_dict(document: Mapping[str, Any]) -> State:
        """Return the state of a JSON document, `{}` being the one before anything happened.

        Raises ValueError when it is not one of `parley.state/2`.

        Interviews that began by the first format go on; only their probes so far are forgotten.
        """
        known = _from_first(document) if document.get("schema") == "parley.state/1" else document
        return _ADAPTER.validate_python(dict(known))


_ADAPTER = TypeAdapter(State)
to_dict = State.to_dict
from_dict = State.from_dict


def _from_first(document: Mapping[str, Any]) -> dict[str, Any]:
    """Return a document of `parley.state/1`, which had no entry a question, in the present format."""
    lists = ("asked", "answered", "probed", "shown", "words", "rephrased")
    kept = {key: value for key, value in document.items() if key not in lists}
    entries = [{"question": key, "answered": key in document["answered"]} for key in document["asked"]]
    return {**kept, "schema": SCHEMA, "entries": entries}


def new_state(plan: Plan) -> State:
    """Return the state before anything happened; a plan always has a question to begin with."""
    return State()


def current_question(plan: Plan, state: State) -> Question | None:
    """Return the question that waits for an answer, None before the first."""
    return plan.questions[state.position] if state.position >= 0 else None
