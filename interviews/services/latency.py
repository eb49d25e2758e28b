"""How long candidates wait for an answer and how often one comes too early: the two are read together.

An answer's way, in ms on the interview's clock (`Turn.timing`): `speech_end` (the candidate's last voiced
sound), `turn_end` (the decision that the turn is over), `transcript` (the words were recognised), `stored`
(the engine's answer was stored), `first_audio` (its first sound). Practice is private and counts nowhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from statistics import quantiles

from django.contrib.auth.models import User
from django.db.models import Q, QuerySet
from django.utils import timezone

from interviews.models import Interview, Turn
from jobs.models import Job

DAYS = 30
# What each step between two moments is, by the moment that ends it.
STEPS = {
    "turn_end": "listening",
    "transcript": "recognising",
    "stored": "deciding",
    "first_audio": "speaking",
}


@dataclass(frozen=True, slots=True)
class Step:
    """A part of the wait, ms from the candidate's last sound; `name` is one of STEPS' values."""

    name: str
    start: int
    ms: int


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer by voice, and whether it was cut off: the candidate went on within a second of its start."""

    number: int
    text: str
    at_ms: int
    response_ms: int
    steps: tuple[Step, ...]
    cut_off: bool


@dataclass(frozen=True, slots=True)
class Figures:
    """Of some answers: how many, the response time (ms; None without any) and how many came too early."""

    count: int
    p50_ms: int | None
    p95_ms: int | None
    cut_offs: int

    @property
    def cut_off_ratio(self) -> float:
        """The share of answers that came too early, 0..1."""
        return min(1.0, self.cut_offs / self.count) if self.count else 0.0


@dataclass(frozen=True, slots=True)
class Month:
    """The figures of each day, in order, and of all of them."""

    days: dict[date, Figures]
    all: Figures


def answers_of(*, interview: Interview) -> list[Answer]:
    """Return the measured answers of an interview in order."""
    answers: list[Answer] = []
    for turn in _answering(interview.turns.order_by("number")):
        if turn.timing:
            answers.append(read_answer(turn=turn))
        elif answers:
            # Only the first turn of an answer is timed, and "Thank you." may be over within the second.
            answers[-1] = replace(answers[-1], cut_off=True)
    return answers


def read_answer(*, turn: Turn) -> Answer:
    """Return what was measured of an answer; a step that a later one overtook took no time."""
    began = int(turn.timing["speech_end"])
    return Answer(
        number=turn.number,
        text=turn.text,
        at_ms=began,
        response_ms=max(0, int(turn.timing["first_audio"]) - began),
        steps=tuple(waterfall(turn.timing)),
        cut_off=turn.cut_off,
    )


def waterfall(timing: Mapping[str, int]) -> Iterable[Step]:
    """Yield the steps one after the other; together they are the wait.

    Recognition runs while the ear waits for more: only what it takes longer than that is a wait for it.
    """
    began = at = int(timing["speech_end"])
    for moment, name in STEPS.items():
        end = min(max(at, int(timing.get(moment, at))), max(at, int(timing["first_audio"])))
        yield Step(name, at - began, end - at)
        at = end


def figures(responses: Iterable[tuple[int | None, bool]]) -> Figures:
    """Return the figures of turns: each its response time, ms, and whether it was cut off.

    Only the first turn of an answer has a response time.
    """
    known = list(responses)
    times = [ms for ms, _ in known if ms is not None]
    cut_offs = sum(cut_off for _, cut_off in known)
    return Figures(len(times), percentile(times, 50), percentile(times, 95), cut_offs)


def percentile(values: list[int], percent: int) -> int | None:
    """Return a percentile (1..99) by linear interpolation (Hyndman and Fan 1996, type 7); None of nothing."""
    if len(values) < 2:
        return values[0] if values else None
    return round(quantiles(values, n=100, method="inclusive")[percent - 1])


def month_of(*, user: User, now: datetime) -> Month:
    """Return the figures of the last 30 days, today last, of the interviews that `user` may see."""
    today = timezone.localdate(now)
    days: dict[date, list[tuple[int | None, bool]]] = {
        today - timedelta(days=n): [] for n in range(DAYS)[::-1]
    }
    seen = Interview.objects.filter(job__in=Job.objects.visible_to(user))
    turns = Turn.objects.filter(interview__in=seen, created_at__gte=now - timedelta(days=DAYS + 1))
    for said_at, ms, cut_off in _responses(turns):
        if (day := timezone.localdate(said_at)) in days:
            days[day].append((ms, cut_off))
    return Month(
        days={day: figures(responses) for day, responses in days.items()},
        all=figures(response for responses in days.values() for response in responses),
    )


def recent_figures(*, now: datetime) -> Figures:
    """Return the figures of the last 24 hours over all interviews, for operators."""
    turns = Turn.objects.filter(created_at__gte=now - timedelta(days=1))
    return figures((ms, cut_off) for _, ms, cut_off in _responses(turns))


def _answering(turns: QuerySet[Turn]) -> QuerySet[Turn]:
    """The turns of answers that were measured, and those that were cut off."""
    return turns.filter(role=Turn.Role.AGENT).filter(~Q(timing={}) | Q(cut_off=True))


def _responses(turns: QuerySet[Turn]) -> Iterator[tuple[datetime, int | None, bool]]:
    for turn in _answering(turns).only("created_at", "timing", "latency_ms", "cut_off").iterator():
        yield turn.created_at, turn.latency_ms if turn.timing else None, turn.cut_off
