"""The coverage ledger of an interview, and what the candidate wanted to know, laid out for people."""

from __future__ import annotations

from dataclasses import dataclass

from interviews.engine.coverage import Coverage, coverage
from interviews.engine.plan import Plan, Question, load_plan
from interviews.engine.state import from_dict, new_state
from interviews.models import Interview
from interviews.rehearsal.labels import outcome_in_words

MINUTE_MS = 60_000


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
    """One row a question, in the plan's order, and the questions about the job that no fact answered."""

    rows: tuple[LedgerRow, ...]
    noted: tuple[str, ...]


def ledger(interview: Interview) -> Ledger:
    """Return the ledger as it stands."""
    plan = load_plan(interview.plan.document)
    state = from_dict(interview.state) if interview.state else new_state(plan)
    entries = zip(plan.questions, coverage(plan, state), strict=True)
    rows = (_row(plan, question, entry, number) for number, (question, entry) in enumerate(entries, start=1))
    return Ledger(tuple(rows), state.noted)


def _row(plan: Plan, question: Question, entry: Coverage, number: int) -> LedgerRow:
    outcome = f"Answered in {outcome_in_words(entry)}" if entry.answered else outcome_in_words(entry)
    return LedgerRow(number, question.text, question.required, outcome, tuple(_details(question, entry)))


def _details(question: Question, entry: Coverage) -> list[str]:
    details = []
    if entry.asked and question.probes.max:
        details.append(f"{len(entry.probes)} of at most {question.probes.max} follow-ups")
    if entry.ms:
        details.append(f"{entry.ms / MINUTE_MS:.1f} of {question.minutes:g} min")
    return details
