"""The coverage ledger of an interview, and what the candidate wanted to know, laid out for people."""

from __future__ import annotations

from dataclasses import dataclass

from interviews.admin.transcript import minutes_seconds
from interviews.engine.coverage import Coverage, coverage
from interviews.engine.pacing import MINUTE_MS, budget_ms
from interviews.engine.plan import Plan, Question, load_plan
from interviews.engine.state import State, from_dict
from interviews.models import Interview
from interviews.rehearsal.labels import outcome_in_words


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """What became of one question of the plan; `details` are follow-ups and time, in words."""

    number: int
    text: str
    required: bool
    outcome: str
    details: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Ledger:
    """One row a question, in the plan's order, and the questions about the job that no fact answered.

    `allowed` is the time that this candidate has, and why it is not the plan's.
    """

    rows: tuple[LedgerRow, ...]
    noted: tuple[str, ...]
    allowed: str


def ledger(interview: Interview) -> Ledger:
    """Return the ledger as it stands."""
    plan = load_plan(interview.plan.document)
    state = from_dict(interview.state)
    entries = zip(plan.questions, coverage(plan, state), strict=True)
    stretch = budget_ms(plan, state) / MINUTE_MS / plan.minutes
    rows = (
        _row(question, entry, number, stretch) for number, (question, entry) in enumerate(entries, start=1)
    )
    return Ledger(tuple(rows), state.noted, _allowed(plan, state))


def _allowed(plan: Plan, state: State) -> str:
    extra = f"{state.extra_time} % extra time" if state.extra_time else ""
    reasons = ", ".join(reason for reason in ("double for typing" if state.typed else "", extra) if reason)
    return f"of {budget_ms(plan, state) / MINUTE_MS:g} min{reasons and f' ({reasons})'}"


def _row(question: Question, entry: Coverage, number: int, stretch: float) -> LedgerRow:
    outcome = f"Answered in {outcome_in_words(entry)}" if entry.answered else outcome_in_words(entry)
    details = tuple(_details(question, entry, stretch))
    return LedgerRow(number, question.text, question.required, outcome, details)


def _details(question: Question, entry: Coverage, stretch: float) -> list[str]:
    details = []
    if entry.asked and question.probes.max:
        details.append(f"{len(entry.probes)} of at most {question.probes.max} follow-ups")
    if entry.ms:
        details.append(f"{minutes_seconds(entry.ms)} of {question.minutes * stretch:g} min")
    return details
