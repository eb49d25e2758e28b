"""Response times as SVG: a month by the day, and an interview's answers one below the other.

Across everything is in per cent of the width, down in pixels.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from interviews.admin.transcript import minutes_seconds
from interviews.services.latency import Answer, Figures

# The month: where its first and its last day stand, per cent; to the left are the scale's words.
LEFT, RIGHT = 11.0, 98.5
# Where the times lie, and below them the cut-offs, pixels.
TIMES_TOP, TIMES_BOTTOM = 16, 196
CUTS_TOP, CUTS_BOTTOM = 240, 300
MONTH_HEIGHT = 326
DATES_SHOWN = 4
# An answer: a line of text, the bar below it, and the space to the next, pixels.
TEXT, BAR, GAP = 14, 14, 14
ROW = TEXT + BAR + GAP
TEXT_SHOWN = 32
STEP_NAMES = {
    "listening": "End of turn",
    "recognising": "Transcript",
    "deciding": "Decision",
    "speaking": "First sound",
}


@dataclass(frozen=True, slots=True)
class Point:
    """The figures of a day and where they stand; `line_*` lead from the day before that has any."""

    day: date
    figures: Figures
    x: str
    p50_y: float
    p95_y: float
    from_x: str
    from_p50_y: float
    from_p95_y: float
    cut_y: float
    cut_height: float

    @property
    def numbers(self) -> tuple[str, str, str]:
        """Half of the answers, 95 % of them, and the cut-offs, in words."""
        return seconds(self.figures.p50_ms), seconds(self.figures.p95_ms), cut_offs(self.figures)


@dataclass(frozen=True, slots=True)
class Mark:
    """A word of a scale and where it stands."""

    text: str
    x: str = "0"
    y: float = 0.0
    anchor: str = "start"


@dataclass(frozen=True, slots=True)
class Month:
    """The whole picture of a month."""

    points: tuple[Point, ...]
    times: tuple[Mark, ...]
    cuts: tuple[Mark, ...]
    dates: tuple[Mark, ...]
    height: int = MONTH_HEIGHT


@dataclass(frozen=True, slots=True)
class Segment:
    """A step of an answer's way; `time` in seconds."""

    name: str
    x: str
    width: str
    time: str


@dataclass(frozen=True, slots=True)
class Row:
    """An answer. `y` is where its text stands, `bar_y` where its bar begins, in pixels."""

    at: str
    text: str
    time: str
    cut_off: bool
    y: int
    bar_y: int
    segments: tuple[Segment, ...]


@dataclass(frozen=True, slots=True)
class Waterfall:
    """The answers of an interview, and their figures in words."""

    rows: tuple[Row, ...]
    height: int
    p50: str
    p95: str
    cut_offs: str
    steps: tuple[str, ...] = tuple(STEP_NAMES.values())


def month_chart(days: Mapping[date, Figures]) -> Month:
    """Return the picture of the days in their order; days without answers are gaps in it."""
    most_s = max((math.ceil((day.p95_ms or 0) / 1000) for day in days.values()), default=0) or 1
    most_share = max(0.1, *(math.ceil(day.cut_off_ratio * 10) / 10 for day in days.values()))
    points: list[Point] = []
    for index, (day, figures) in enumerate(days.items()):
        if figures.count:
            x = _across(LEFT + (RIGHT - LEFT) * index / max(1, len(days) - 1))
            points.append(_point(day, figures, x, most_s * 1000, most_share, points[-1] if points else None))
    return Month(tuple(points), _time_marks(most_s), _cut_marks(most_share), _date_marks(list(days)))


def waterfall_chart(answers: list[Answer], figures: Figures) -> Waterfall:
    """Return the picture of an interview's answers, the longest wait being as wide as the picture."""
    scale = max((answer.response_ms for answer in answers), default=0) / 100 or 1.0
    rows = tuple(_row(index, answer, scale) for index, answer in enumerate(answers))
    return Waterfall(
        rows, ROW * len(rows), seconds(figures.p50_ms), seconds(figures.p95_ms), cut_offs(figures)
    )


def seconds(ms: int | None) -> str:
    """Return milliseconds as "1.24 s"; a dash for nothing."""
    return "\u2013" if ms is None else f"{ms / 1000:.2f} s"


def cut_offs(figures: Figures) -> str:
    """Return the cut-offs as "3 of 120 (2.5 %)"."""
    return f"{figures.cut_offs} of {figures.count} ({figures.cut_off_ratio * 100:.1f} %)"


def _point(
    day: date, figures: Figures, x: str, most_ms: int, most_share: float, before: Point | None
) -> Point:
    p50_y, p95_y = (_down((ms or 0) / most_ms) for ms in (figures.p50_ms, figures.p95_ms))
    height = (CUTS_BOTTOM - CUTS_TOP) * figures.cut_off_ratio / most_share
    return Point(
        day=day,
        figures=figures,
        x=x,
        p50_y=p50_y,
        p95_y=p95_y,
        from_x=before.x if before else x,
        from_p50_y=before.p50_y if before else p50_y,
        from_p95_y=before.p95_y if before else p95_y,
        cut_y=round(CUTS_BOTTOM - height, 1),
        cut_height=round(height, 1),
    )


def _row(index: int, answer: Answer, scale: float) -> Row:
    y = index * ROW + TEXT
    text = answer.text if len(answer.text) <= TEXT_SHOWN else f"{answer.text[: TEXT_SHOWN - 1].rstrip()}…"
    segments = tuple(
        Segment(STEP_NAMES[s.name], _across(s.start / scale), _across(s.ms / scale), seconds(s.ms))
        for s in answer.steps
    )
    time = seconds(answer.response_ms)
    return Row(minutes_seconds(answer.at_ms), text, time, answer.cut_off, y - 3, y, segments)


def _time_marks(most_s: int) -> tuple[Mark, ...]:
    every = math.ceil(most_s / 4)
    return tuple(Mark(f"{s} s", y=_down(s / most_s)) for s in range(0, most_s + 1, every))


def _cut_marks(most_share: float) -> tuple[Mark, ...]:
    return (Mark("0 %", y=CUTS_BOTTOM), Mark(f"{most_share * 100:.0f} %", y=CUTS_TOP))


def _date_marks(days: list[date]) -> tuple[Mark, ...]:
    last = len(days) - 1
    indexes = [round(last * part / (DATES_SHOWN - 1)) for part in range(DATES_SHOWN)] if last > 0 else []
    return tuple(
        Mark(
            f"{days[index].day} {days[index]:%b}",
            _across(LEFT + (RIGHT - LEFT) * index / last),
            MONTH_HEIGHT - 6,
            "end" if index == last else "middle",
        )
        for index in indexes
    )


def _down(share: float) -> float:
    return round(TIMES_BOTTOM - (TIMES_BOTTOM - TIMES_TOP) * share, 1)


def _across(value: float) -> str:
    """Return a length as SVG reads it, whatever the language of the page."""
    return f"{value:.2f}%"
