"""What a person writes into a job: theirs from then on, whatever its page says later."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from jobs.errors import PostingError
from jobs.models import Job
from jobs.scraping.clean import plain_line
from jobs.scraping.posting import FIELDS, clean_value
from jobs.services.derived import DERIVED, derive

# What is no part of the posting's words but lies in the same form.
BESIDE = ("language", "source_url", "team")
# A job that candidates were or are invited to: a change of its words marks older interviews.
INVITED = (Job.Status.PUBLISHED, Job.Status.CLOSED)


@transaction.atomic
def save_correction(
    *, job: Job, changes: Mapping[str, Any], user: User | None, now: datetime | None = None
) -> Job:
    """Write `changes` ({field: value}) as a person's words; all other fields stay as stored.

    Pay in numbers, language, keys, employer and warnings follow. A conflict about a field that is written is
    settled. Raises PostingError for a field that is not a person's to write, and for a published job without
    title or text.
    """
    if unknown := set(changes) - {*FIELDS, *BESIDE}:
        raise PostingError(f"{', '.join(sorted(unknown))} cannot be changed here.")
    job = Job.objects.select_for_update().get(pk=job.pk)
    for name in set(changes) & set(BESIDE):
        setattr(job, name, changes[name])
    if "language" in changes:
        job.provenance["language"] = person_entry(changes["language"], user, now)
    written = {name: changes[name] for name in FIELDS if name in changes}
    changed = write_as_person(job=job, values=written, user=user, now=now)
    note_change(job=job, changed=changed, now=now)
    save_with_reason(job, "Written by a person", *BESIDE, *written)
    return job


def write_as_person(
    *, job: Job, values: Mapping[str, str], user: User | None, now: datetime | None = None, raw_text: str = ""
) -> set[str]:
    """Put a person's values into `job` without saving it; return the fields that say something else now."""
    changed = set()
    for name, value in values.items():
        value = clean_value(name, value)
        if value != getattr(job, name):
            changed.add(name)
            setattr(job, name, value)
        job.provenance[name] = person_entry(value, user, now)
        job.conflicts.pop(name, None)
    derive(job=job, changed=changed, raw_text=raw_text)
    return changed


def note_change(*, job: Job, changed: set[str], now: datetime | None) -> None:
    """Remember when the words of a job that candidates know changed; the caller saves.

    Raises PostingError when a published job would be without title or text.
    """
    if changed and job.status in INVITED:
        job.content_changed_at = now or timezone.now()
    if job.status == Job.Status.PUBLISHED and not job.has_text:
        raise PostingError("A published job needs its title and its description.")


def save_with_reason(job: Job, reason: str, *names: str) -> None:
    """Save the named fields and all that goes with them; the job's history says why."""
    job._change_reason = reason  # type: ignore[attr-defined]
    others = ("provenance", "conflicts", "content_changed_at", "updated_at")
    job.save(update_fields={*names, *others, *DERIVED})


def person_entry(value: str, user: User | None, now: datetime | None) -> dict[str, Any]:
    """Where a value comes from that a person gave; a signed-in one has thereby looked at it."""
    entry = {
        "source": "person",
        "path": "typed or pasted",
        "snippet": plain_line(value, 160),
        "confidence": 1.0,
    }
    return entry | checked_entry(user, now or timezone.now()) if user else entry


def checked_entry(user: User, now: datetime) -> dict[str, Any]:
    """Who looked at a field, by their key, and when, ISO 8601."""
    return {"checked_by": user.pk, "checked_at": now.isoformat()}
