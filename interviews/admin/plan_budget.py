"""A plan's minutes as a bar: what each question takes, and what is left or too much."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from interviews.admin.plan_form_data import Document
from interviews.engine.plan_review import AROUND_MINUTES

# Beyond it a number is a slip of the finger.
MOST_MINUTES = 240


@dataclass(frozen=True, slots=True)
class Segment:
    """A question's part of the bar; `start` and `minutes` in minutes."""

    label: str
    start: float
    minutes: float
    is_required: bool


@dataclass(frozen=True, slots=True)
class Budget:
    """How the minutes of an interview are used."""

    segments: tuple[Segment, ...]
    limit: float
    around: float = AROUND_MINUTES

    @property
    def questions(self) -> float:
        """What the questions take."""
        return sum(segment.minutes for segment in self.segments)

    @property
    def needed(self) -> float:
        """What everything takes."""
        return self.questions + self.around

    @property
    def over(self) -> float:
        """By how much that is too much; 0 when it fits."""
        return max(0.0, self.needed - self.limit)

    @property
    def scale(self) -> float:
        """The length of the bar, in minutes."""
        return max(self.needed, self.limit, 1)


def budget(document: Document) -> Budget:
    """Return the budget of a plan's document, whole or half written; what is no number counts nothing."""
    segments: list[Segment] = []
    start = 0.0
    for number, question in enumerate(document["questions"], 1):
        minutes = _minutes(question["minutes"])
        segments.append(Segment(f"Question {number}", start, minutes, question["required"]))
        start += minutes
    return Budget(tuple(segments), _minutes(document["minutes"]))


def _minutes(value: Any) -> float:
    return value if isinstance(value, int | float) and 0 < value <= MOST_MINUTES else 0
