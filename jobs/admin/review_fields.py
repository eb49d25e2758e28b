"""What pages show of a job's field: its value, how sure we are, where it was found, what clashes with it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.contrib.auth.models import User

from jobs.admin.field_words import label_of, value_words
from jobs.admin.provenance import CHECKED, LEFT_EMPTY, WRITTEN, Level, level_for, level_of, origin_sentence
from jobs.admin.warnings import WarningNote, notes_for
from jobs.models import Job
from jobs.scraping.posting import FIELDS, TEXTS

NEEDED = ("job_title", "description")


@dataclass(frozen=True, slots=True)
class Conflict:
    """What the page says now where a person wrote something else."""

    value: str
    where: str
    found_at: str


@dataclass(frozen=True, slots=True)
class FieldView:
    """One field of a job as a recruiter meets it."""

    name: str
    label: str
    value: str
    level: Level
    where: str
    path: str
    snippet: str
    checked_by: str
    is_text: bool
    is_needed: bool
    conflict: Conflict | None = None
    warnings: list[WarningNote] = field(default_factory=list)
    # A sentence, and what was typed, when the last act was refused.
    error: str = ""
    typed: str | None = None

    @property
    def words(self) -> str:
        """The value as people say it."""
        return value_words(self.name, self.value)

    @property
    def is_settled(self) -> bool:
        """Whether a person looked at it and nothing clashes with what they decided."""
        settled = self.level in (CHECKED, WRITTEN, LEFT_EMPTY) and self.conflict is None
        return settled and not self.needs_value

    @property
    def needs_value(self) -> bool:
        """Whether the job cannot be accepted without it."""
        return self.is_needed and not self.value


def field_views(job: Job) -> list[FieldView]:
    """Every field in the order of the form; two queries at most, whatever the number of fields."""
    names = _names(entry.get("checked_by") for entry in job.provenance.values())
    return [field_view(job, name, names=names) for name in FIELDS]


def field_view(
    job: Job, name: str, *, names: dict[str, str] | None = None, error: str = "", typed: str | None = None
) -> FieldView:
    """One field; `names` are the users' by their key, looked up when not given."""
    entry: dict[str, Any] = job.provenance.get(name, {})
    checked_by = entry.get("checked_by")
    known = names if names is not None else _names([checked_by])
    return FieldView(
        name=name,
        label=label_of(name),
        value=getattr(job, name),
        level=level_of(job, name),
        where=origin_sentence(entry),
        path=entry.get("path", "") if entry.get("source") != "person" else "",
        snippet=entry.get("snippet", ""),
        checked_by=known.get(str(checked_by), str(checked_by or "")),
        is_text=name in TEXTS,
        is_needed=name in NEEDED,
        conflict=_conflict(job, name),
        warnings=notes_for(job, name),
        error=error,
        typed=typed,
    )


def _conflict(job: Job, name: str) -> Conflict | None:
    entry = job.conflicts.get(name)
    if entry is None:
        return None
    level = level_for(entry.get("confidence", 0.0))
    where = f"{origin_sentence(entry)} {level.word}."
    return Conflict(value_words(name, entry.get("value", "")), where, entry.get("found_at", ""))


def _names(keys: Iterable[Any]) -> dict[str, str]:
    wanted = {int(key) for key in keys if str(key).isdigit()}
    if not wanted:
        return {}
    users = User.objects.filter(pk__in=wanted)
    return {str(user.pk): user.get_full_name() or user.get_username() for user in users}
