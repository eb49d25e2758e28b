"""The history of a job as people read it: who, when, and which words became which."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse

from jobs.admin.diffs import Part
from jobs.admin.field_words import change_words, label_of
from jobs.models import Job
from jobs.scraping.posting import FIELDS

# What follows from other changes, or says nothing to a person.
UNSHOWN = (
    "updated_at",
    "created_at",
    "provenance",
    "salary",
    "text_key",
    "position_key",
    "public_id",
    "canonical_url",
    "reviewed_by",
    "reviewed_at",
    "page_checked_at",
    "content_changed_at",
    "conflicts",
    "company",
)
MACHINE = "Parley, while reading the page"

# What the services say of themselves, as the middle of a sentence.
REASONS = {
    "Undone": "undid the last change",
    "Checked by a person": "looked at it",
    "Conflict settled: mine": "kept their words against the page's",
    "Conflict settled: page": "took the page's words",
}


@dataclass(frozen=True, slots=True)
class Entry:
    """One change: `parts` of each field, and what a person only looked at."""

    who: str
    when: datetime
    did: str
    changes: list[tuple[str, list[Part]]]
    checked: list[str]


def entry_of(record: Any, before: Any | None) -> Entry:
    """What a history record says against the one before it (None: the job was added)."""
    changes = _changes(record, before) if before is not None else []
    checked = _checked(record, before) if before is not None else []
    return Entry(_who(record), record.history_date, _did(record, before, changes), changes, checked)


class HistoryMixin:
    """The history's page; mix in before SimpleHistoryAdmin."""

    object_history_template = "jobs/admin_job_history.html"
    object_history_list_template = "jobs/admin_job_history_list.html"
    history_list_per_page = 20

    def revert_disabled(self, request: HttpRequest, obj: Job | None = None) -> bool:
        """Offer no way back to any state: with the words, it would bring back the status and the address."""
        return True

    def set_history_delta_changes(
        self, request: HttpRequest, historical_records: Iterable[Any], foreign_keys_are_objs: bool = True
    ) -> None:
        """Give each record of the page its entry."""
        records = list(historical_records)
        for record, before in zip(records, [*records[1:], None], strict=True):
            record.entry = entry_of(record, before or record.prev_record)

    def history_form_view(
        self, request: HttpRequest, object_id: str, version_id: str, extra_context: Any = None
    ) -> HttpResponse:
        """Show the job as it was; the library would save a form from anybody who may look."""
        admin: Any = self
        if request.method not in {"GET", "HEAD"} or admin.get_object(request, object_id) is None:
            raise PermissionDenied
        return super().history_form_view(request, object_id, version_id, extra_context)  # type: ignore[misc]


def _who(record: Any) -> str:
    user = record.history_user
    return (user.get_full_name() or user.get_username()) if user else MACHINE


def _did(record: Any, before: Any | None, changes: list[Any]) -> str:
    if before is None:
        return "added the job"
    if record.status != before.status:
        return {
            "published": "published it" if before.status == "draft" else "reopened it",
            "closed": "closed it",
            "rejected": "rejected it",
            "draft": "made it a draft again",
        }[record.status]
    if record.reviewed_at and not before.reviewed_at:
        return "accepted the job"
    if record.history_change_reason in REASONS:
        return REASONS[record.history_change_reason]
    return "changed it" if changes else "brought it up to date"


def _changes(record: Any, before: Any) -> list[tuple[str, list[Part]]]:
    delta = record.diff_against(before, excluded_fields=(*UNSHOWN, "status"), foreign_keys_are_objs=True)
    return [change_words(change.field, _words(change.old), _words(change.new)) for change in delta.changes]


def _checked(record: Any, before: Any) -> list[str]:
    """The fields that a person accepted as they are."""
    return [
        label_of(name)
        for name in FIELDS
        if _stamp(record, name)
        and _stamp(record, name) != _stamp(before, name)
        and getattr(record, name) == getattr(before, name)
    ]


def _stamp(record: Any, name: str) -> Any:
    return record.provenance.get(name, {}).get("checked_at")


def _words(value: Any) -> str:
    if isinstance(value, list):
        return f"{len(value)} found" if value else ""
    return "" if value is None else str(value)
