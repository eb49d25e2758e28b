"""Pay as a posting states it: sums, currency and period, never a guessed currency."""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass, replace
from itertools import islice, pairwise
from typing import Any

from jobs.scraping.amounts import Amounts, currency_in, find_amounts, pattern_of, period_in, plain_amounts
from jobs.scraping.clean import plain_line

PERIODS = ("HOUR", "DAY", "WEEK", "MONTH", "YEAR")
MAX_RAW = 200
# Bounds of the search in prose.
MAX_LINE, MOST_LINES = 3000, 80
# How far from an amount in prose, in characters, a word of pay may stand, and words that say it is none.
PAY_REACH = 60
TRAP_BEFORE, TRAP_AFTER = 45, 30
# Less than this is no pay when no period makes it one.
LEAST_SUM = 500
LEAST_MONTHLY, LEAST_HOURLY = 100, 1
LEAST = {"HOUR": LEAST_HOURLY, "DAY": 5, "WEEK": 20, "MONTH": LEAST_MONTHLY, "YEAR": LEAST_SUM}
THOUSANDS = re.compile(r"\d{1,3}(?:\.\d{3})+")
_PERIOD_WORDS = {
    "HOUR": r"hour|\bhr\b",
    "DAY": r"day|daily",
    "WEEK": r"week",
    "MONTH": r"month",
    "YEAR": r"year|annual|annum|\byr\b",
}


@dataclass(frozen=True)
class Salary:
    """`low` and `high` in units of `currency` (ISO 4217, or empty); `period` of PERIODS, or empty."""

    low: float | None
    high: float | None
    currency: str = ""
    period: str = ""
    raw: str = ""

    def __str__(self) -> str:
        if self.raw and not self.currency:
            # A sign that several currencies share says more to a reader than no currency.
            return self.raw
        sums = list(dict.fromkeys(_amount(value) for value in (self.low, self.high) if value))
        parts = (
            "up to" if self.low is None else "",
            " to ".join(sums),
            self.currency,
            f"per {self.period.lower()}" if self.period else "",
        )
        return " ".join(part for part in parts if part) if sums else ""

    def to_dict(self) -> dict[str, Any]:
        """As it is stored and exported: min, max, currency, period, raw."""
        values = asdict(self)
        return {"min": values.pop("low"), "max": values.pop("high"), **values}


def make_salary(
    low: object, high: object, currency: str = "", period: str = "", raw: str = ""
) -> Salary | None:
    """Return the pay that an API or structured data names, or None when it names no sum that may be one.

    A dot before three digits of a text is that of thousands, but not in an hour's pay.
    """
    unit = period_name(period)
    least, most = (_number(value, has_thousands=unit != "HOUR") for value in (low, high))
    least, most = (most, least) if least and most and least > most else (least, most)
    # "1 per year" stands where a form asked for a number; "60 per year" means something else.
    is_pay = (most or least or 0) >= LEAST.get(unit, LEAST_HOURLY)
    return Salary(least, most, currency_code(currency), unit, raw.strip()[:200]) if is_pay else None


def parse_salary(text: str, context: str = "") -> Salary | None:
    """Read a value that is labelled as pay ("60.000 to 75.000 EUR gross/year"), or None when it names no sum.

    `context` is the label or whatever else may name the currency or the period. `currency` stays empty
    where only a shared sign ("$", "kr") names it; `raw` keeps the words.
    """
    raw = plain_line(text, MAX_RAW)
    words, around = plain_amounts(raw), plain_amounts(context)
    for amount in find_amounts(words):
        currency = amount.currency or currency_in(words) or currency_in(around)
        period = amount.period or period_in(words) or period_in(around)
        is_marked = amount.is_money or currency or period or 1000 <= _sum(amount) < 1e7
        if is_marked and _is_pay(replace(amount, period=period)) and not _is_trap(amount, words):
            return Salary(amount.low, amount.high, currency, period, raw)
    return None


def find_salary(text: str) -> Salary | None:
    """Find the pay in a posting's own prose: a sum of money with a word of pay near it, a range before a sum.

    Bonuses, allowances, revenues and the like are passed over. The text must be the posting's alone.
    """
    found: list[Salary] = []
    lines = ["", *(line[:MAX_LINE] for line in text.split("\n") if line.strip())]
    with_digits = (pair for pair in pairwise(lines) if any(map(str.isdigit, pair[1])))
    for previous, line in islice(with_digits, MOST_LINES):
        found += _in_line(line, previous if len(previous) <= PAY_REACH else "")
    return max(found, key=_has_range, default=None)


def title_salary(title: str) -> Salary | None:
    """Find the pay in the title of a job ("Driver, 170 - 190 CZK/h"); it needs no word of pay."""
    words = plain_amounts(title)
    for amount in find_amounts(words):
        if amount.is_money and not _is_trap(amount, words) and _is_pay(amount):
            return Salary(amount.low, amount.high, amount.currency, amount.period, plain_line(title, MAX_RAW))
    return None


def currency_code(text: str) -> str:
    """Return an ISO 4217 code when the text is one, else empty."""
    code = text.strip().upper()
    return code if re.fullmatch(r"[A-Z]{3}", code) else ""


def period_name(text: str) -> str:
    """Return one of PERIODS, or empty."""
    return next((name for name, words in _PERIOD_WORDS.items() if re.search(words, text, re.I)), "")


def _number(value: object, *, has_thousands: bool) -> float | None:
    text = str(value).replace(",", "").strip()
    if has_thousands and isinstance(value, str) and THOUSANDS.fullmatch(text):
        text = text.replace(".", "")
    try:
        number = float(text)
    except ValueError:
        return None
    return number if 0 < number < 1e10 else None


def _amount(value: float) -> str:
    return f"{value:,.0f}" if value == int(value) else f"{value:,.2f}"


def _in_line(line: str, previous: str) -> list[Salary]:
    words, heading = plain_amounts(line), plain_amounts(previous)
    found: list[Salary] = []
    # Hardly a line has any, and amounts take long to read.
    if not pattern_of("pay").search(f"{heading} {words}"):
        return found
    for amount in find_amounts(words):
        start, end = max(0, amount.start - PAY_REACH), amount.end + PAY_REACH
        near = words[start:end] if start else f"{heading} {words[:end]}"
        period = amount.period or period_in(words[start : amount.start]) or period_in(heading)
        is_pay = amount.is_money and pattern_of("pay").search(near) and not _is_trap(amount, words)
        if is_pay and _is_pay(replace(amount, period=period)):
            raw = _sentence(line, words[amount.start : amount.end])
            found.append(Salary(amount.low, amount.high, amount.currency, period, raw))
    return found


def _sentence(line: str, amount: str) -> str:
    """The sentence of the line that names the amount."""
    sentences = re.split(r"(?<=[.;!?])\s+(?=[^\W\d])", line)
    named = [sentence for sentence in sentences if amount in plain_amounts(sentence)]
    return plain_line((named or [line])[0], MAX_RAW)


def _is_trap(amount: Amounts, words: str) -> bool:
    """Whether words near the amount say that it is a bonus, an allowance, a revenue..."""
    before = words[max(0, amount.start - TRAP_BEFORE) : amount.start]
    after = words[amount.end : amount.end + TRAP_AFTER]
    # What stands beyond another amount or a full stop belongs to that.
    before = re.split(r"[.;!?]\s|\d{3}", before)[-1]
    after = re.split(r"[.,;!?]\s|\+|\bplus\b|\band\b|\d{3}", after)[0]
    return bool(pattern_of("traps").search(before) or pattern_of("traps").search(after))


def _is_pay(amount: Amounts) -> bool:
    """Whether anybody would be paid that much in such a period."""
    low = 1 if amount.low != amount.high and amount.low and amount.high else LEAST_SUM
    return LEAST.get(amount.period, low) <= _sum(amount) < 1e9


def _sum(amount: Amounts) -> float:
    return amount.high or amount.low or 0.0


def _has_range(salary: Salary) -> bool:
    return salary.low != salary.high
