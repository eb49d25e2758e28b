"""What a job's page said at each look: field by field, against the look before."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, cast

from django.db.models.functions import Substr
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path

from jobs.admin.diffs import Part
from jobs.admin.field_words import change_words
from jobs.admin.pages import show_page
from jobs.models import Intake, Job, Snapshot
from jobs.scraping.hostile import reveal
from jobs.scraping.posting import FIELDS

MOST_VERSIONS = 20
LONGEST_SOURCE = 20_000


@dataclass(frozen=True, slots=True)
class Version:
    """One look at the page: how it went, and what had changed in each field."""

    intake: Intake
    snapshot: Snapshot | None
    changes: list[tuple[str, list[Part]]]


def versions_of(job: Job) -> list[Version]:
    """The newest looks at a job's page, newest first: one query, and no page's source."""
    looks = job.intakes.select_related("snapshot").defer("snapshot__body", "snapshot__fields")
    return [_version(look) for look in looks[:MOST_VERSIONS]]


def _version(intake: Intake) -> Version:
    snapshot: Snapshot | None = getattr(intake, "snapshot", None)
    changes: dict[str, Any] = snapshot.changes if snapshot else {}
    diffs = [
        change_words(name, str(changes[name].get("old", "")), str(changes[name].get("new", "")))
        for name in FIELDS
        if name in changes
    ]
    return Version(intake, snapshot, diffs)


class VersionsMixin:
    """The page's raw source, on a page of its own; mix in before ModelAdmin."""

    admin_site: Any

    def get_urls(self) -> list[URLPattern]:
        """Add the page with the raw source of one look."""
        view = self.admin_site.admin_view(self.source_view)
        route = path("<int:pk>/source/<int:snapshot_pk>/", view, name="jobs_job_source")
        return [route, *super().get_urls()]  # type: ignore[misc]

    def source_view(self, request: HttpRequest, pk: int, snapshot_pk: int) -> HttpResponse:
        """Show a page's source as text, cut to what a person can look through."""
        job: Job = cast(Any, self).seen(request, pk, "view")
        look = get_object_or_404(
            Snapshot.objects.defer("body", "fields", "changes").annotate(
                source=Substr("body", 1, LONGEST_SOURCE + 1)
            ),
            pk=snapshot_pk,
            intake__job=job,
        )
        source: str = getattr(look, "source", "")
        context = {
            "opts": Job._meta,
            "title": "Raw source",
            "job": job,
            "snapshot": look,
            "source": reveal(source[:LONGEST_SOURCE]),
            "is_cut": len(source) > LONGEST_SOURCE,
            "longest": LONGEST_SOURCE,
        }
        return show_page(self.admin_site, request, "jobs/admin_job_source.html", context)
