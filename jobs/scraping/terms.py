"""Words for kinds of employment, in one form."""

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
