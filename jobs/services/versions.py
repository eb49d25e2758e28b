"""What a reading of the page does to the job: fill, update, or note where a person says otherwise."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction

from jobs.models import Intake, Job, Snapshot
from jobs.scraping.posting import FIELDS, Posting
from jobs.services.corrections import INVITED, save_with_reason
from jobs.services.derived import derive


@dataclass(slots=True)
class Applied:
    """What a reading did: fields of the job that say something else now, and whether the page changed."""

    changed: set[str] = field(default_factory=set)
    page_changed: bool = False


@transaction.atomic
def apply_posting(*, job_id: int, posting: Posting, snapshot: Snapshot, now: datetime) -> Applied:
    """Bring the job up to what its page says, and keep the page; return what changed.

    Empty fields are filled. A field that came from a page follows when the page changes; one that a person
    wrote stays, and what the page says instead is noted in `conflicts`. What vanished from the page stays.
    `snapshot` is not stored yet: another look at a page that says the same leaves no copy of it.
    """
    job = Job.objects.select_for_update().get(pk=job_id)
    previous = newest_snapshot(job_id=job_id)
    snapshot.fields = {name: value for name in FIELDS if (value := getattr(posting, name))}
    snapshot.changes = _changes(previous, snapshot)
    is_again = snapshot.intake.kind == Intake.Kind.AGAIN
    if not is_again or previous is None or snapshot.changes:
        snapshot.save()
    elif snapshot.etag or snapshot.last_modified:
        # The page says the same: its newest version is the one to ask about next time.
        Snapshot.objects.filter(pk=previous.pk).update(
            etag=snapshot.etag, last_modified=snapshot.last_modified
        )
    applied = Applied(_write(job, posting, snapshot, now), bool(snapshot.changes))
    note_page(job_id=job_id, state=_state(is_again, applied), now=now)
    return applied


def newest_snapshot(*, job_id: int) -> Snapshot | None:
    """The latest page of the job of which we know what it said."""
    return Snapshot.objects.filter(intake__job=job_id).exclude(fields={}).order_by("-pk").first()


def note_page(*, job_id: int, state: str | None, now: datetime) -> None:
    """Remember what the last look at the job's page found; None leaves that as it is."""
    found: dict[str, Any] = {"page_checked_at": now}
    if state is not None:
        found["page_state"] = state
    Job.objects.filter(pk=job_id).update(**found)


def _state(is_again: bool, applied: Applied) -> str | None:
    if not is_again:
        return None
    return Job.PageState.CHANGED if applied.page_changed else Job.PageState.SAME


def _changes(previous: Snapshot | None, snapshot: Snapshot) -> dict[str, Any]:
    """Field by field what the page says now and said before; the same page read better is no change."""
    if previous is None or previous.sha256 == snapshot.sha256:
        return {}
    old, new = previous.fields, snapshot.fields
    names = [name for name in FIELDS if old.get(name, "") != new.get(name, "")]
    return {name: {"old": old.get(name, ""), "new": new.get(name, "")} for name in names}


def _write(job: Job, posting: Posting, snapshot: Snapshot, now: datetime) -> set[str]:
    """Write what may be written and note conflicts; return the fields that say something else."""
    changed, noted = set(), dict(job.conflicts)
    for name, value in snapshot.fields.items():
        current = getattr(job, name)
        if value == current:
            job.conflicts.pop(name, None)
        elif _may_fill(job, name) or (name in snapshot.changes and not _is_persons(job, name)):
            setattr(job, name, value)
            job.provenance[name] = {**posting.provenance[name]}
            job.conflicts.pop(name, None)
            changed.add(name)
        elif name in snapshot.changes:
            job.conflicts[name] = {"value": value, **posting.provenance[name], "found_at": now.isoformat()}
    if changed or noted != job.conflicts or snapshot.changes:
        _save(job, posting, snapshot, changed, now)
    return changed


def _may_fill(job: Job, name: str) -> bool:
    """Whether a field is empty and nobody emptied it on purpose."""
    return not getattr(job, name) and job.provenance.get(name, {}).get("source") != "person"


def _is_persons(job: Job, name: str) -> bool:
    """Whether a person wrote the field: by its provenance, or because no page is known to have said it."""
    return bool(job.provenance.get(name, {}).get("source", "person") == "person")


def _save(job: Job, posting: Posting, snapshot: Snapshot, changed: set[str], now: datetime) -> None:
    if posting.language and "description" in changed and "language" not in job.provenance:
        job.language = posting.language
    pay = posting.salary.to_dict() if posting.salary else None
    derive(job=job, changed=changed, raw_text=snapshot.body, pay=pay)
    if changed and job.status in INVITED:
        job.content_changed_at = now
    save_with_reason(job, "Read from the page", *changed)
