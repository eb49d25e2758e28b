"""Take the last change of a job's words back, one step."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from jobs.errors import PostingError
from jobs.models import Job
from jobs.scraping.posting import FIELDS
from jobs.services.corrections import note_change, save_with_reason
from jobs.services.derived import derive

UNDONE = (*FIELDS, "language")
# Further back than this nobody looks for a change of words between changes of other things.
FARTHEST = 50


@dataclass(frozen=True, slots=True)
class Change:
    """The last change of a job's words: what each field says now and what it would say again.

    `key` names the change; `by` is empty when a reading of the page made it.
    """

    key: int
    at: datetime
    by: str
    reason: str
    fields: dict[str, tuple[str, str]]


def describe_last_change(*, job: Job) -> Change | None:
    """Return what `undo_last_change` would take back; None when the words never changed."""
    pair = _last_change(job)
    if pair is None:
        return None
    after, before = pair
    return Change(
        key=after.history_id,
        at=after.history_date,
        by=str(after.history_user or ""),
        reason=after.history_change_reason or "",
        fields={name: (getattr(after, name), getattr(before, name)) for name in _differing(after, before)},
    )


@transaction.atomic
def undo_last_change(*, job: Job, user: User, expected: int | None = None) -> Job:
    """Give the fields that changed last, and only them, their words and origin of before.

    `expected` is the `key` of the change that the person saw: of two people who undo it at once one does, and
    the other is told. Undone twice is done again. Raises PostingError.
    """
    job = Job.objects.select_for_update().get(pk=job.pk)
    pair = _last_change(job)
    if pair is None:
        raise PostingError("There is nothing to undo.")
    after, before = pair
    names = _differing(after, before)
    seen = expected is None or expected == after.history_id
    if not seen or any(getattr(job, name) != getattr(after, name) for name in names):
        raise PostingError("Somebody changed this job meanwhile. Look at it again.")
    _restore(job, before, names)
    note_change(job=job, changed=names & set(FIELDS), now=timezone.now())
    job._history_user = user  # type: ignore[attr-defined]
    save_with_reason(job, "Undone", *names)
    return job


def _last_change(job: Job) -> tuple[Any, Any] | None:
    """The newest two neighbours in the job's history whose words differ: after, before."""
    records = list(job.history.order_by("-history_id")[:FARTHEST])
    return next((pair for pair in pairwise(records) if _differing(*pair)), None)


def _differing(after: Any, before: Any) -> set[str]:
    return {name for name in UNDONE if getattr(after, name) != getattr(before, name)}


def _restore(job: Job, before: Any, names: set[str]) -> None:
    for name in names:
        setattr(job, name, getattr(before, name))
        for kept, then in ((job.provenance, before.provenance), (job.conflicts, before.conflicts)):
            kept.pop(name, None)
            if name in then:
                kept[name] = then[name]
    language = job.language
    derive(job=job, changed=names, pay=before.salary)
    job.language = language
