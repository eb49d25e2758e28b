"""Sets tries at one question beside each other, in numbers; which is better, whoever practises says."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from interviews.practice.measure import PARTS, Measure

MINUS, NONE = "\N{MINUS SIGN}", "\N{EN DASH}"


@dataclass(frozen=True, slots=True)
class Row:
    """One thing that was counted; `change` is from the last but one try to the last, empty without one."""

    name: str
    values: tuple[str, ...]
    change: str


def compare(tries: Sequence[Measure]) -> tuple[Row, ...]:
    """Return what was counted in each of the tries, oldest first. What no try has is left out."""
    counted: dict[str, Callable[[Measure], float | None]] = {
        "Words": lambda tried: tried.words,
        "Minutes": lambda tried: None if tried.spoken_ms is None else round(tried.spoken_ms / 60_000, 1),
        "Words a minute": lambda tried: tried.pace,
        "Filler words": lambda tried: tried.filler_count,
        f"Parts of a story, of {len(PARTS)}": lambda tried: None if tried.parts is None else len(tried.parts),
    }
    rows = []
    for name, count in counted.items():
        numbers = [count(tried) for tried in tries]
        if any(number is not None for number in numbers):
            values = tuple(NONE if number is None else _written(number) for number in numbers)
            rows.append(Row(name, values, _change(numbers)))
    return tuple(rows)


def _change(numbers: Sequence[float | None]) -> str:
    before, now = numbers[-2:] if len(numbers) > 1 else (None, None)
    if before is None or now is None:
        return ""
    change = now - before
    return f"{'+' if change > 0 else MINUS if change < 0 else ''}{_written(abs(change))}"


def _written(number: float) -> str:
    return f"{number:.1f}".removesuffix(".0")
