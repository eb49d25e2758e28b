"""The times of a rehearsal as bars against the plan's minutes: an SVG, in per cent of its width."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from interviews.admin.transcript import minutes_seconds
from interviews.rehearsal import Played, Rehearsal

MINUTE_MS = 60_000
TALKERS = {"short": "Short talker", "typical": "Typical talker", "long": "Long talker"}
# Pixels: a line of text, the bar below it, and the space to the next.
TEXT, BAR, GAP = 14, 16, 16
ROW = TEXT + BAR + GAP
TOP = 22


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a bar: a question, or what was said around the questions (`number` 0)."""

    number: int
    x: str
    width: str
    time: str


@dataclass(frozen=True, slots=True)
class Bar:
    """One interview. `y` is where the text stands, `bar_y` where the bar begins, in pixels."""

    name: str
    time: str
    is_over: bool
    y: int
    bar_y: int
    parts: tuple[Part, ...]

    @property
    def word(self) -> str:
        """The name in one word, for the narrow head of a column."""
        return self.name.partition(" ")[0]


@dataclass(frozen=True, slots=True)
class Chart:
    """All bars, and where the plan's minutes end."""

    bars: tuple[Bar, ...]
    height: int
    budget_x: str
    minutes: int

    @property
    def table(self) -> list[tuple[str, list[str]]]:
        """The same in numbers: one row a question, one column a bar."""
        return [
            (
                f"Question {parts[0].number}" if parts[0].number else "Around them",
                [part.time for part in parts],
            )
            for parts in zip(*(bar.parts for bar in self.bars), strict=True)
        ]


def time_chart(rehearsal: Rehearsal) -> Chart:
    """Return the bars of both candidates and of the three talkers."""
    budget = rehearsal.plan.minutes * MINUTE_MS
    played = [
        ("Weak candidate", rehearsal.weak.ms, ledger_times(rehearsal.weak)),
        ("Strong candidate", rehearsal.strong.ms, ledger_times(rehearsal.strong)),
        *((TALKERS[one.talker], one.ms, one.by_question) for one in rehearsal.times),
    ]
    scale = max(budget, *(ms for _, ms, _ in played)) / 100
    bars = tuple(_bar(row, name, ms, times, scale, budget) for row, (name, ms, times) in enumerate(played))
    return Chart(bars, TOP + ROW * len(bars), _percent(budget / scale), rehearsal.plan.minutes)


def ledger_times(played: Played) -> dict[str, int]:
    """Return the time of each question, ms."""
    return {entry.question: entry.ms for entry in played.ledger}


def _bar(row: int, name: str, ms: int, times: Mapping[str, int], scale: float, budget: int) -> Bar:
    around = max(0, ms - sum(times.values()))
    at = 0.0
    parts = []
    for number, part_ms in enumerate([*times.values(), around], start=1):
        number = 0 if number > len(times) else number
        parts.append(Part(number, _percent(at), _percent(part_ms / scale), minutes_seconds(part_ms)))
        at += part_ms / scale
    y = TOP + row * ROW + TEXT
    return Bar(name, minutes_seconds(ms), ms > budget, y - 4, y, tuple(parts))


def _percent(value: float) -> str:
    """Return a length as SVG reads it, whatever the language of the page."""
    return f"{value:.2f}%"
