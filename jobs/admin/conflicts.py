"""The top of a job's page: what lacks, clashes or is suspicious; and where a clash is settled."""

from __future__ import annotations

from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.models import User
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path
from django.utils import timezone
from django.views.decorators.http import require_POST

from jobs.admin.columns import review_state
from jobs.admin.duplicates import duplicates_notice
from jobs.admin.field_words import label_of
from jobs.admin.paste import doubt_about
from jobs.admin.warnings import warning_notes
from jobs.errors import PostingError
from jobs.models import Job
from jobs.scraping.posting import FIELDS
from jobs.services.review import resolve_conflict


class ConflictsMixin:
    """What stands above a job's form; mix in before ModelAdmin."""

    admin_site: Any
    change_form_outer_before_template = "jobs/admin_job_notices.html"

    def get_urls(self) -> list[URLPattern]:
        """Add where a conflict is settled."""
        view = self.admin_site.admin_view(require_POST(self.resolve_view))
        return [path("<int:pk>/resolve/", view, name="jobs_job_resolve"), *super().get_urls()]  # type: ignore[misc]

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Add what stands above the form."""
        response = super().change_view(request, object_id, form_url, extra_context)  # type: ignore[misc]
        job = (getattr(response, "context_data", None) or {}).get("original")
        if job is not None:
            response.context_data |= top_context(job, cast(User, request.user))
        return cast(HttpResponse, response)

    def resolve_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Keep a person's words or take the page's; `take` is "<field>:mine" or "<field>:page"."""
        job: Job = cast(Any, self).seen(request, pk, "change")
        field, _, take = request.POST.get("take", "").partition(":")
        if field not in FIELDS or take not in {"mine", "page"}:
            raise Http404
        choice: Any = take
        try:
            resolve_conflict(
                job=job,
                field=field,
                take=choice,
                user=cast(User, request.user),
                now=timezone.now(),
            )
        except PostingError as error:
            messages.error(request, error.message)
        else:
            kept = "Your words stay" if take == "mine" else "The page's words are taken"
            messages.success(request, f"{kept}: {label_of(field).lower()}.")
        return redirect("admin:jobs_job_change", pk)


def top_context(job: Job, user: User) -> dict[str, Any]:
    """What the top of a job's page shows."""
    return {
        "job": job,
        "clashes": [label_of(name) for name in FIELDS if name in job.conflicts],
        "warnings": warning_notes(job),
        "textless": doubt_about(job),
        "duplicates": duplicates_notice(job=job, user=user),
        "is_waiting": (review_state(job) or ("",))[0] == "waiting",
    }
