"""What the engine asks its surroundings to do."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Record:
    """Store the candidate's utterance that this event carried, under this kind and question."""

    kind: str
    text: str
    question: str | None = None
    probe_for: str | None = None


@dataclass(frozen=True, slots=True)
class Say:
    """Say (or show) these words. `kind` is a turn kind of parley.transcript/1."""

    kind: str
    text: str
    question: str | None = None
    probe_for: str | None = None
    # False only for the legal disclosure, which must be heard to its end.
    interruptible: bool = True


@dataclass(frozen=True, slots=True)
class Finish:
    """The interview is over once everything said before has been heard."""

    # completed | time_up | left | no_answer
    reason: str


Effect = Record | Say | Finish
