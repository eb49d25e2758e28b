"""A job's fields in a recruiter's words: their labels, their values, and what changed in them."""

from __future__ import annotations

from jobs.admin.diffs import Part, word_diff
from jobs.models import Job

# The job itself keeps schema.org's names, as whoever imports it expects them.
JOB_TYPES = {
    "FULL_TIME": "Full-time",
    "PART_TIME": "Part-time",
    "CONTRACTOR": "Contractor",
    "TEMPORARY": "Temporary",
    "INTERN": "Internship",
    "VOLUNTEER": "Voluntary",
    "PER_DIEM": "Paid by the day",
}


def label_of(name: str) -> str:
    """The field's label, as forms show it."""
    words = str(Job._meta.get_field(name).verbose_name)  # type: ignore[union-attr]
    return words[:1].upper() + words[1:]


def value_words(name: str, value: str) -> str:
    """The field's value as people say it; what is nobody's code stays as it is."""
    if name != "job_type":
        return value
    return ", ".join(JOB_TYPES.get(part, part) for part in value.split(", "))


def change_words(name: str, old: str, new: str) -> tuple[str, list[Part]]:
    """The field's label, and which words of its value became which."""
    return label_of(name), word_diff(value_words(name, old), value_words(name, new))
