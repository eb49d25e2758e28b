"""The coverage ledger: what became of every question of the plan, for the person who reads the interview."""

from __future__ import annotations

from dataclasses import dataclass

from interviews.engine.plan import Plan, Question
from interviews.engine.state import Entry, State


@dataclass(frozen=True, slots=True)
class Coverage:
    """One question. `skipped` is why it has no answer: candidate, silence, time or ended; None while open.

    `probes` and `shown` are keys of indicators, `shown` by what the engine noticed itself: evidence is the
    scorer's affair. `ms` is the time spent on it, without time away.
    """

    question: str
    required: bool
    asked: bool
    answered: bool
    words: int
    probes: tuple[str, ...]
    shown: tuple[str, ...]
    skipped: str | None
    ms: int


def coverage(plan: Plan, state: State) -> tuple[Coverage, ...]:
    """Return one entry for each question of the plan, in its order."""
    return tuple(_cover(state, index, question) for index, question in enumerate(plan.questions))


def _cover(state: State, index: int, question: Question) -> Coverage:
    entry = state.find_entry(question.key)
    known = entry or Entry(question.key)
    return Coverage(
        question=question.key,
        required=question.required,
        asked=entry is not None,
        answered=known.answered,
        words=known.words,
        probes=tuple(probe.indicator for probe in known.probes),
        shown=known.shown,
        skipped=None if known.answered else known.skipped or _not_reached(state, index, entry),
        ms=known.ms,
    )


def _not_reached(state: State, index: int, entry: Entry | None) -> str | None:
    if entry is None and (index < state.position or state.ended == "time_up"):
        return "time"
    return "ended" if state.ended is not None else None
