"""Tries at one question beside each other, in numbers."""

from __future__ import annotations

from interviews.practice.comparison import Row, compare
from interviews.practice.measure import Measure


def tried(words: int, *, spoken_ms: int | None = None, parts: tuple[str, ...] | None = ()) -> Measure:
    return Measure(words=words, spoken_ms=spoken_ms, fillers=(("um", 2),), parts=parts)


def test_the_change_is_the_one_since_the_try_before() -> None:
    words = compare([tried(10), tried(50), tried(40)])[0]
    assert words == Row("Words", ("10", "50", "40"), "\N{MINUS SIGN}10")


def test_more_and_the_same_are_told_apart() -> None:
    rows = {row.name: row for row in compare([tried(10), tried(30, parts=("action", "result"))])}
    assert rows["Words"].change == "+20"
    assert rows["Filler words"].change == "0"
    assert rows["Parts of a story, of 4"] == Row("Parts of a story, of 4", ("0", "2"), "+2")


def test_times_are_compared_when_both_were_spoken() -> None:
    spoken = compare([tried(100, spoken_ms=60_000), tried(100, spoken_ms=30_000)])
    rows = {row.name: row for row in spoken}
    assert rows["Minutes"] == Row("Minutes", ("1", "0.5"), "\N{MINUS SIGN}0.5")
    assert rows["Words a minute"].values == ("100", "200")
    mixed = {row.name: row for row in compare([tried(100, spoken_ms=60_000), tried(100)])}
    assert mixed["Minutes"] == Row("Minutes", ("1", "\N{EN DASH}"), "")


def test_what_no_try_has_is_left_out() -> None:
    assert [row.name for row in compare([tried(10, parts=None), tried(20, parts=None)])] == [
        "Words",
        "Filler words",
    ]
