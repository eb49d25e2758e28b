"""Pay as a posting states it: sums, currency and period, never a guessed currency."""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass
from typing import Any

PERIODS = ("HOUR", "DAY", "WEEK", "MONTH", "YEAR")
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
        sums = list(dict.fromkeys(_amount(value) for value in (self.low, self.high) if value))
        parts = (" to ".join(sums), self.currency, f"per {self.period.lower()}" if self.period else "")
        return " ".join(part for part in parts if part) if sums else ""

    def to_dict(self) -> dict[str, Any]:
        """As it is stored and exported: min, max, currency, period, raw."""
        values = asdict(self)
        return {"min": values.pop("low"), "max": values.pop("high"), **values}


def make_salary(
    low: object, high: object, currency: str = "", period: str = "", raw: str = ""
) -> Salary | None:
    """Return the pay that an API or structured data names, or None when it names no sum."""
    least, most = _number(low), _number(high)
    if least is None and most is None:
        return None
    return Salary(least, most, currency_code(currency), period_name(period), raw.strip()[:200])


def currency_code(text: str) -> str:
    """Return an ISO 4217 code when the text is one, else empty."""
    code = text.strip().upper()
    return code if re.fullmatch(r"[A-Z]{3}", code) else ""


def period_name(text: str) -> str:
    """Return one of PERIODS, or empty."""
    return next((name for name, words in _PERIOD_WORDS.items() if re.search(words, text, re.I)), "")


def _number(value: object) -> float | None:
    try:
        number = float(str(value).replace(",", "").strip())
    except ValueError:
        return None
    return number if 0 < number < 1e10 else None


def _amount(value: float) -> str:
    return f"{value:,.0f}" if value == int(value) else f"{value:,.2f}"
