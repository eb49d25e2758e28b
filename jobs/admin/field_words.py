"""A job's fields in a recruiter's words."""

from __future__ import annotations

from jobs.models import Job


def label_of(name: str) -> str:
    """The field's label, as forms show it."""
    words = str(Job._meta.get_field(name).verbose_name)  # type: ignore[union-attr]
    return words[:1].upper() + words[1:]
