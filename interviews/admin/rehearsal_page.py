"""A rehearsal laid out for people: what told the two apart, the ledger, and both transcripts side by side."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from interviews.admin.transcript import KINDS, minutes_seconds
from interviews.engine.coverage import Coverage
from interviews.engine.plan import Plan
from interviews.engine.simulation import ANY, Candidate
from interviews.rehearsal import Played, Rehearsal
from interviews.rehearsal.labels import outcome_in_words

# Why a question failed to tell the two apart, and what to do about it.
REASONS = {
    "not_reached": (
        "There was no time for it.",
        "Shorten other questions, allow them fewer follow-ups, or give the plan more minutes.",
    ),
    "no_competencies": (
        "It belongs to no competency, so nothing that is said to it can be rated.",
        "Name the competencies that it is about, or keep it as a question that only opens the conversation.",
    ),
    "no_examples": (
        "None of its indicators has an example, so a rehearsal cannot show any of them.",
        "Give each indicator two or three phrases that somebody who did it would say.",
    ),
    "probes_never_asked": (
        "Neither was asked a follow-up, and without one they showed the same.",
        "Allow at least one follow-up, or give the question more minutes.",
    ),
    "both_the_same": (
        "Both showed the same.",
        "The examples may be words that everybody uses. "
        "Choose phrases that only somebody who did it would say.",
    ),
}


@dataclass(frozen=True, slots=True)
class Failure:
    """A question that told nobody apart."""

    number: int
    text: str
    why: str
    advice: str


@dataclass(frozen=True, slots=True)
class Cell:
    """What became of one question with one candidate; `head` names the candidate.

    `probes` is how many were asked, `shown` what was shown, in the words of the indicators.
    """

    head: str
    outcome: str
    probes: int
    shown: tuple[str, ...]
    time: str


@dataclass(frozen=True, slots=True)
class Row:
    """One question of the ledger, with a cell for each candidate. `told_apart` is None with only one."""

    number: int
    text: str
    required: bool
    cells: tuple[Cell, ...]
    told_apart: bool | None
    without_examples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """One turn of a transcript; `reason` is what a follow-up is for."""

    time: str
    role: str
    kind: str
    label: str
    text: str
    reason: str


@dataclass(frozen=True, slots=True)
class Scene:
    """What was said to one question, or before the first or after the last, by each candidate."""

    number: int
    title: str
    columns: tuple[tuple[str, tuple[Line, ...]], ...]


def failures(rehearsal: Rehearsal) -> list[Failure]:
    """Return the questions that told nobody apart."""
    return [
        Failure(number, outcome.question.text, *REASONS[outcome.reason])
        for number, outcome in enumerate(rehearsal.questions, start=1)
        if outcome.reason is not None
    ]


def ledger(rehearsal: Rehearsal) -> list[Row]:
    """Return one row a question, with the weak and the strong candidate."""
    words = _indicator_words(rehearsal.plan)
    return [
        Row(
            number,
            outcome.question.text,
            outcome.question.required,
            (_cell("Weak candidate", outcome.weak, words), _cell("Strong candidate", outcome.strong, words)),
            outcome.separated,
            _said(outcome.without_examples, words),
        )
        for number, outcome in enumerate(rehearsal.questions, start=1)
    ]


def ledger_of(plan: Plan, played: Played) -> list[Row]:
    """Return one row a question, with one candidate."""
    words, name = _indicator_words(plan), played.candidate
    return [
        Row(number, question.text, question.required, (_cell(name, entry, words),), None, ())
        for number, (question, entry) in enumerate(zip(plan.questions, played.ledger, strict=True), start=1)
    ]


def scenes(plan: Plan, played: Mapping[str, Played]) -> list[Scene]:
    """Return the transcripts side by side, by question; `played` is by the heading of its column."""
    parts = {name: _parts(plan, one) for name, one in played.items()}
    titles = ["Opening", *(question.text for question in plan.questions), "Closing"]
    return [
        Scene(
            number if number <= len(plan.questions) else 0,
            title,
            tuple((name, tuple(lines[number])) for name, lines in parts.items()),
        )
        for number, title in enumerate(titles)
    ]


def notices(plan: Plan, candidate: Candidate) -> list[str]:
    """Return what in somebody's own script does not fit the plan."""
    keys = {question.key for question in plan.questions}
    unknown = sorted({*candidate.answers, *candidate.before} - keys - {ANY})
    said = [f"The plan has no question “{key}”: what is said to it is never heard." for key in unknown]
    if candidate.plan != plan.key:
        said.insert(0, f"The script was written for the plan “{candidate.plan}”.")
    return said


def _cell(head: str, entry: Coverage, words: Mapping[str, str]) -> Cell:
    return Cell(
        head,
        outcome_in_words(entry),
        len(entry.probes),
        _said(entry.shown, words),
        minutes_seconds(entry.ms),
    )


def _indicator_words(plan: Plan) -> dict[str, str]:
    """The text of every indicator by its key: keys are for files, not for people."""
    return {one.key: one.text for competency in plan.competencies for one in competency.indicators}


def _said(keys: Iterable[str], words: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(words[key] for key in keys)


def _parts(plan: Plan, played: Played) -> list[list[Line]]:
    """The turns before the first question, of each question, and after the last, in the plan's order."""
    places = {question.key: number for number, question in enumerate(plan.questions, start=1)}
    parts: list[list[Line]] = [[] for _ in range(len(plan.questions) + 2)]
    words = _indicator_words(plan)
    for turn in played.turns:
        begun = any(parts[1:])
        place = places.get(turn["question"], len(parts) - 1 if begun else 0)
        parts[place].append(_line(turn, words))
    return parts


def _line(turn: Mapping[str, Any], words: Mapping[str, str]) -> Line:
    reason = words[turn["for"]] if turn["kind"] == "probe" else ""
    label = KINDS.get(turn["kind"], turn["kind"])
    return Line(minutes_seconds(turn["start_ms"]), turn["role"], turn["kind"], label, turn["text"], reason)
