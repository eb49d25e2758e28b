"""Duplicates: found, compared side by side, merged and taken apart again."""

from __future__ import annotations

from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from jobs.admin.duplicate_groups import GROUNDS, differences, duplicate_groups, gains
from jobs.admin.pages import show_page
from jobs.errors import PostingError
from jobs.models import Job
from jobs.services.duplicates import find_duplicates, merge_jobs, unmerge_job


def duplicates_notice(*, job: Job, user: User) -> SafeString:
    """Return what the page of a job says about its duplicates; empty when there is nothing to say."""
    if job.merged_into_id:
        found = []
    else:
        found = [(item.job, GROUNDS[item.reason].lower()) for item in find_duplicates(job=job, user=user)]
    merged = list(Job.objects.visible_to(user).filter(merged_into=job))
    if not found and not merged and not job.merged_into_id:
        return SafeString("")
    # Since the merge it may have become another team's.
    kept = Job.objects.visible_to(user).filter(pk=job.merged_into_id).first() if job.merged_into_id else None
    context = {"job": job, "found": found, "merged": merged, "kept": kept}
    return render_to_string("jobs/admin_duplicates_notice.html", context)


class DuplicatesMixin:
    """Mix in before ModelAdmin: the pages on which duplicates are looked at, merged and unmerged."""

    admin_site: Any

    def get_urls(self) -> list[URLPattern]:
        """Add the duplicates' own addresses."""
        wrap = self.admin_site.admin_view
        own = [
            path("duplicates/", wrap(self.duplicates_view), name="jobs_job_duplicates"),
            path("duplicates/<int:left>/<int:right>/", wrap(self.compare_view), name="jobs_job_compare"),
            path("<int:pk>/merge/<int:other>/", wrap(self.merge_view), name="jobs_job_merge"),
            path("<int:pk>/unmerge/", wrap(self.unmerge_view), name="jobs_job_unmerge"),
        ]
        return [*own, *super().get_urls()]  # type: ignore[misc]

    def duplicates_view(self, request: HttpRequest) -> HttpResponse:
        """Every group among the jobs that this person sees."""
        if not cast(Any, self).has_view_permission(request):
            raise PermissionDenied
        groups = duplicate_groups(user=cast(User, request.user))
        return show_page(
            self.admin_site, request, "jobs/admin_duplicates.html", {"title": "Duplicates", "groups": groups}
        )

    def compare_view(self, request: HttpRequest, left: int, right: int) -> HttpResponse:
        """Two jobs side by side."""
        admin: Any = self
        first, second = admin.seen(request, left, "view"), admin.seen(request, right, "view")
        context = {
            "title": "Are these the same job?",
            "left": first,
            "right": second,
            "rows": differences(first, second),
            "may_merge": admin.has_change_permission(request),
        }
        return show_page(self.admin_site, request, "jobs/admin_duplicates_compare.html", context)

    def merge_view(self, request: HttpRequest, pk: int, other: int) -> HttpResponse:
        """Say what will happen, then merge `other` into the job `pk`."""
        admin: Any = self
        keep, duplicate = admin.seen(request, pk, "change"), admin.seen(request, other, "change")
        if request.method != "POST":
            context = {
                "title": f"Keep “{keep}”?",
                "keep": keep,
                "other": duplicate,
                "gains": gains(keep=keep, other=duplicate),
            }
            return show_page(self.admin_site, request, "jobs/admin_duplicates_merge.html", context)
        try:
            merge_jobs(keep=keep, duplicate=duplicate, user=cast(User, request.user))
        except PostingError as error:
            messages.error(request, error.message)
        else:
            undo = reverse("admin:jobs_job_unmerge", args=[duplicate.pk])
            said = '“{}” is merged into this job. <a class="underline" href="{}">Undo</a>'
            messages.success(request, format_html(said, duplicate, undo))
        return redirect("admin:jobs_job_change", keep.pk)

    def unmerge_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Ask, then take a merge back."""
        admin: Any = self
        job: Job = admin.seen(request, pk, "change")
        if job.merged_into_id:
            # It loses what it took over, so that is a change of both.
            admin.seen(request, job.merged_into_id, "change")
        if request.method != "POST":
            context = {"title": f"Take “{job}” out again?", "job": job, "kept": job.merged_into}
            return show_page(self.admin_site, request, "jobs/admin_duplicates_unmerge.html", context)
        try:
            job = unmerge_job(job=job)
        except PostingError as error:
            messages.error(request, error.message)
        else:
            messages.success(request, f"“{job}” stands for itself again.")
        return redirect("admin:jobs_job_change", pk)
