"""Jobs that may be one, in groups, and what differs between two of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import User
from django.db.models import Count, Q

from jobs.admin.field_words import label_of, value_words
from jobs.models import Job
from jobs.scraping.posting import FIELDS, TEXTS
from jobs.services.duplicates import share_a_place

MOST_GROUPS = 50
GROUNDS = {"text": "The same text", "position": "The same position", "address": "The same address"}
LISTED = ("job_title", "company_name", "location", "status", "created_at", "text_key", "position_key")


@dataclass(frozen=True, slots=True)
class Group:
    """The oldest job, and those that may be the same."""

    ground: str
    first: Job
    others: list[Job]


@dataclass(frozen=True, slots=True)
class Difference:
    """One field of two jobs; `is_long` when it is a text, which is compared in full."""

    label: str
    left: str
    right: str
    is_long: bool

    @property
    def differs(self) -> bool:
        """Whether the two say something else."""
        return self.left != self.right


def duplicate_groups(*, user: User) -> list[Group]:
    """The groups among the jobs that `user` sees, surest first; three queries, however many jobs."""
    jobs = Job.objects.visible_to(user).filter(origin=Job.Origin.RECRUITER, merged_into=None)
    texts, positions = _repeated(jobs, "text_key"), _repeated(jobs, "position_key")
    alike = jobs.filter(Q(text_key__in=texts) | Q(position_key__in=positions)).order_by("created_at", "pk")
    found = list(alike.only(*LISTED))
    same_text = [_group("text", [job for job in found if job.text_key == key]) for key in texts]
    same_position = [
        _group("position", [job for job in found if job.position_key == key]) for key in positions
    ]
    known = {frozenset(_keys(group)) for group in same_text}
    rest = [group for group in same_position if group.others and frozenset(_keys(group)) not in known]
    return [*same_text, *rest][:MOST_GROUPS]


def differences(left: Job, right: Job) -> list[Difference]:
    """Every field of two jobs, side by side, those that differ first."""
    found = [
        Difference(
            label_of(name),
            value_words(name, getattr(left, name)),
            value_words(name, getattr(right, name)),
            name in TEXTS,
        )
        for name in FIELDS
    ]
    return sorted(found, key=lambda difference: not difference.differs)


def gains(*, keep: Job, other: Job) -> list[str]:
    """The names of the fields that `keep` would take over."""
    return [label_of(name).lower() for name in FIELDS if getattr(other, name) and not getattr(keep, name)]


def _repeated(jobs: Any, key: str) -> list[str]:
    counted = jobs.exclude(**{key: ""}).order_by().values(key).annotate(number=Count("pk"))
    return list(
        counted.filter(number__gt=1).order_by("-number", key).values_list(key, flat=True)[:MOST_GROUPS]
    )


def _group(ground: str, jobs: list[Job]) -> Group:
    first, *others = jobs
    if ground == "position":
        others = [other for other in others if share_a_place(first.location, other.location)]
    return Group(GROUNDS[ground], first, others)


def _keys(group: Group) -> Iterable[int]:
    return (job.pk for job in (group.first, *group.others))
