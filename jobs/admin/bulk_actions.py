"""Publish, close or reject many jobs: says how many it touches first, and afterwards which it could not."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse

from jobs.admin.pages import show_page
from jobs.errors import PostingError
from jobs.models import Job
from jobs.models.job import lacks_text
from jobs.services.publishing import close_job, publish_job, reject_job

MOST_JOBS = 500
NAMED = 10


@dataclass(frozen=True, slots=True)
class Verb:
    """What is done to each job, to which it can be done, and the words for it."""

    name: str
    word: str
    done: str
    effect: str
    exception: str
    service: Callable[..., Job]
    fits: Q


_PUBLISH = Verb(
    "publish_selected",
    "Publish",
    "published",
    "Candidates can then be invited to them.",
    "are no drafts, or lack their title or description",
    publish_job,
    Q(status=Job.Status.DRAFT) & ~lacks_text(),
)
_CLOSE = Verb(
    "close_selected",
    "Close",
    "closed",
    "Their links stop working for new interviews. Interviews that were held stay.",
    "are closed or rejected already",
    close_job,
    Q(status__in=[Job.Status.DRAFT, Job.Status.PUBLISHED]),
)
_REJECT = Verb(
    "reject_selected",
    "Reject",
    "rejected",
    "They leave the review queue, and nobody can be invited to them. You can restore each of them later.",
    "are no drafts",
    reject_job,
    Q(status=Job.Status.DRAFT),
)


class BulkActionsMixin:
    """The list's actions on what is chosen; mix in before ModelAdmin."""

    admin_site: Any

    @admin.action(description="Publish", permissions=["change"])
    def publish_selected(self, request: HttpRequest, queryset: QuerySet[Job]) -> HttpResponse | None:
        """Open the chosen drafts to candidates."""
        return self._ask_or_act(request, queryset, _PUBLISH)

    @admin.action(description="Close", permissions=["change"])
    def close_selected(self, request: HttpRequest, queryset: QuerySet[Job]) -> HttpResponse | None:
        """Close the chosen jobs to candidates."""
        return self._ask_or_act(request, queryset, _CLOSE)

    @admin.action(description="Reject", permissions=["change"])
    def reject_selected(self, request: HttpRequest, queryset: QuerySet[Job]) -> HttpResponse | None:
        """Take the chosen drafts out of the queue."""
        return self._ask_or_act(request, queryset, _REJECT)

    def _ask_or_act(self, request: HttpRequest, chosen: QuerySet[Job], verb: Verb) -> HttpResponse | None:
        keys = list(chosen.order_by().values_list("pk", flat=True)[: MOST_JOBS + 1])
        if len(keys) > MOST_JOBS:
            messages.error(request, f"Choose at most {MOST_JOBS} jobs at a time.")
            return None
        if "confirmed" in request.POST:
            _act(request, keys, verb)
            return None
        return self._ask(request, keys, verb)

    def _ask(self, request: HttpRequest, keys: list[int], verb: Verb) -> HttpResponse:
        fitting = Job.objects.filter(verb.fits, pk__in=keys).only("job_title", "source_url", "company_name")
        jobs = list(fitting)
        context = {
            "opts": Job._meta,
            "title": f"{verb.word} {_count(len(jobs))}?",
            "verb": verb,
            "keys": keys,
            "jobs": jobs[:NAMED],
            "count": _count(len(jobs)),
            "more": max(0, len(jobs) - NAMED),
            "left": len(keys) - len(jobs),
            "chosen": len(keys),
            "checkbox": ACTION_CHECKBOX_NAME,
        }
        return show_page(self.admin_site, request, "jobs/admin_job_bulk.html", context)


def _act(request: HttpRequest, keys: list[int], verb: Verb) -> None:
    refusals, done = [], 0
    for job in Job.objects.filter(pk__in=keys):
        try:
            verb.service(job=job)
            done += 1
        except PostingError as error:
            refusals.append(f"“{job}”: {error.message}")
    if done:
        messages.success(request, f"{_count(done)} {'is' if done == 1 else 'are'} {verb.done}.")
    if refusals:
        rest = f" And {len(refusals) - NAMED} more." if len(refusals) > NAMED else ""
        left = f"{_count(len(refusals))} stayed as {'it is' if len(refusals) == 1 else 'they are'}."
        messages.warning(request, f"{left} {' '.join(refusals[:NAMED])}{rest}")


def _count(number: int) -> str:
    return f"{number} job" if number == 1 else f"{number} jobs"
