"""Two jobs that are one: found, merged, and taken apart again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Literal

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Q

from jobs.errors import PostingError
from jobs.models import Job
from jobs.scraping.names import fold
from jobs.scraping.posting import FIELDS
from jobs.scraping.urls import canonical_url
from jobs.services.corrections import save_with_reason
from jobs.services.derived import derive

Ground = Literal["address", "text", "position"]
GROUNDS: tuple[Ground, ...] = ("address", "text", "position")
MOST = 20
MERGED = "Merged into another job"


@dataclass(frozen=True, slots=True)
class Duplicate:
    """A job that may be the same, and the strongest ground for it."""

    job: Job
    reason: Ground


def find_duplicates(*, job: Job, user: User | None = None) -> list[Duplicate]:
    """Return recruiters' jobs that may be `job`, the surest first, at most 20, of those that `user` sees.

    One posting's address or text is the same posting; one position at one employer perhaps, unless the places
    differ.
    """
    others = Job.objects.visible_to(user) if user else Job.objects.all()
    others = others.filter(_alike(job), origin=Job.Origin.RECRUITER, merged_into=None).exclude(pk=job.pk)
    found = [Duplicate(other, ground) for other in others[: 5 * MOST] if (ground := _ground(job, other))]
    return sorted(found, key=lambda duplicate: GROUNDS.index(duplicate.reason))[:MOST]


@transaction.atomic
def merge_jobs(*, keep: Job, duplicate: Job, user: User | None) -> Job:
    """Close `duplicate` in favour of `keep`, which takes what only the duplicate knows; return `keep`.

    Invitations and interviews stay where they are. Whoever hands in the duplicate's address comes to `keep`.
    Raises PostingError for a job and itself, and for one that was merged before.
    """
    if keep.pk == duplicate.pk:
        raise PostingError("Choose two different jobs.")
    found = Job.objects.select_for_update().in_bulk([keep.pk, duplicate.pk])
    if len(found) != 2 or any(job.merged_into_id for job in found.values()):
        raise PostingError("One of these jobs is gone or was merged already. Load the page again.")
    kept, other = found[keep.pk], found[duplicate.pk]
    _fill(kept, other, user)
    other.merged_into = kept
    other.status = Job.Status.CLOSED
    _save(other, MERGED, user, "merged_into", "status")
    return kept


@transaction.atomic
def unmerge_job(*, job: Job) -> Job:
    """Take a merge back: the job gets its status of before, and the other loses what it was given unchanged.

    Raises PostingError when the job is not merged.
    """
    job = Job.objects.select_for_update().get(pk=job.pk)
    if job.merged_into_id is None:
        raise PostingError("This job is not merged into another one.")
    _take_back(Job.objects.select_for_update().get(pk=job.merged_into_id), job)
    job.status = _status_before(job)
    job.merged_into = None
    _save(job, "Merge taken back", None, "merged_into", "status")
    return job


def kept_job(*, job: Job) -> Job:
    """The job that stands for `job` after all merging: itself when it was never merged."""
    seen = set()
    while job.merged_into is not None and job.pk not in seen:
        seen.add(job.pk)
        job = job.merged_into
    return job


def _alike(job: Job) -> Q:
    alike = Q(pk=None)
    if addresses := _addresses(job):
        alike |= Q(canonical_url__in=addresses) | Q(source_url__in=addresses)
    if job.text_key:
        alike |= Q(text_key=job.text_key)
    if job.position_key:
        alike |= Q(position_key=job.position_key)
    return alike


def _addresses(job: Job) -> set[str]:
    return {
        address for address in (job.canonical_url, *_canonical(job.source_url), job.source_url) if address
    }


def _canonical(url: str) -> Iterator[str]:
    try:
        yield canonical_url(url)
    except ValueError:
        return


def _ground(job: Job, other: Job) -> Ground | None:
    if _addresses(job) & _addresses(other):
        return "address"
    if job.text_key and job.text_key == other.text_key:
        return "text"
    return "position" if share_a_place(job.location, other.location) else None


def share_a_place(first: str, second: str) -> bool:
    """Whether two jobs may be at one place: a place that is not named speaks against nothing."""
    words, others = set(fold(first).split()), set(fold(second).split())
    return not words or not others or bool(words & others)


def _fill(kept: Job, other: Job, user: User | None) -> None:
    """Give `kept` what it lacks; provenance says from which job, so that it can be taken back."""
    given = {name for name in FIELDS if getattr(other, name) and not getattr(kept, name)}
    for name in given:
        setattr(kept, name, getattr(other, name))
        kept.provenance[name] = {**other.provenance.get(name, {}), "merged_from": other.public_id}
    if given:
        derive(job=kept, changed=given, pay=other.salary)
        _save(kept, "Filled from a duplicate", user, *given)


def _take_back(kept: Job, other: Job) -> None:
    given = {
        name
        for name in FIELDS
        if kept.provenance.get(name, {}).get("merged_from") == other.public_id
        and getattr(kept, name) == getattr(other, name)
    }
    for name in given:
        setattr(kept, name, "")
        del kept.provenance[name]
    if given:
        derive(job=kept, changed=given)
        _save(kept, "Merge taken back", None, *given)


def _status_before(job: Job) -> str:
    """The status that the job had when it was merged, as its history tells."""
    records: Iterable[Any] = job.history.order_by("-history_id")
    return next((record.status for record in records if record.merged_into_id is None), Job.Status.DRAFT)


def _save(job: Job, reason: str, user: User | None, *names: str) -> None:
    if user:
        job._history_user = user  # type: ignore[attr-defined]
    save_with_reason(job, reason, *names)
