"""Words for kinds of employment and sums of money, in one form."""

from __future__ import annotations

import re
from collections.abc import Iterable

JOB_TYPES = (
    ("INTERN", r"intern(ship)?s?\b|trainee|praktik|werkstudent"),
    ("PART_TIME", r"part[ _-]?time|teilzeit"),
    ("FULL_TIME", r"full[ _-]?time|vollzeit|\bpermanent|festanstellung"),
    ("CONTRACTOR", r"contract|freelance|freiberuf"),
    ("TEMPORARY", r"tempor|fixed[ _-]?term|short[ _-]?term|befristet|seasonal"),
    ("VOLUNTEER", r"volunt|ehrenamt"),
    ("PER_DIEM", r"per[ _-]?diem"),
)


def job_type(words: str | Iterable[str]) -> str:
    """Return schema.org's names of the kinds of employment named, comma separated; else empty."""
    text = words if isinstance(words, str) else " ".join(words)
    return ", ".join(name for name, pattern in JOB_TYPES if re.search(pattern, text, re.I))


def salary_range(low: object, high: object, currency: str, period: str) -> str:
    """Return for example `60,000 to 75,000 EUR per year`; empty without a sum, no currency is guessed."""
    sums = list(dict.fromkeys(amount for amount in (_amount(low), _amount(high)) if amount))
    unit = {"hourly": "hour", "annual": "year", "yearly": "year"}.get(period.lower(), period.lower())
    parts = [" to ".join(sums), currency.strip().upper()[:3], f"per {unit}" if unit else ""]
    return " ".join(part for part in parts if part) if sums else ""


def _amount(value: object) -> str:
    try:
        number = float(str(value).replace(",", "").strip())
    except ValueError:
        return ""
    if not 0 < number < 1e10:
        return ""
    return f"{number:,.0f}" if number == int(number) else f"{number:,.2f}"
