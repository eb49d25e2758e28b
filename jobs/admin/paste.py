"""The page on which a recruiter gives a job the text that its page did not."""

from __future__ import annotations

from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path
from unfold.widgets import UnfoldAdminTextareaWidget, UnfoldAdminTextInputWidget

from jobs.admin.pages import OWN_FILE_FIELD, show_page
from jobs.forms import PostingTextForm
from jobs.models import Intake, Job


class RecruiterTextForm(PostingTextForm):
    """The same in the admin's look."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("title", "company"):
            self.fields[name].widget = UnfoldAdminTextInputWidget()
        self.fields["text"].widget = UnfoldAdminTextareaWidget(attrs={"rows": 16})
        self.fields["file"].widget.attrs |= OWN_FILE_FIELD


class PasteMixin:
    """Mix in before ModelAdmin."""

    admin_site: Any

    def get_urls(self) -> list[URLPattern]:
        """Add the page."""
        view = self.admin_site.admin_view(self.text_view)
        return [path("<int:pk>/text/", view, name="jobs_job_text"), *super().get_urls()]  # type: ignore[misc]

    def text_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Take the text or a file for a job that waits for it."""
        job: Job = cast(Any, self).seen(request, pk, "change")
        intake = needs_text(job)
        if intake is None:
            messages.info(request, "This job has its text. Change it here.")
            return redirect("admin:jobs_job_change", pk)
        is_sent = request.method == "POST"
        form = RecruiterTextForm.of_request(request) if is_sent else RecruiterTextForm.of_job(job)
        if is_sent and form.is_valid() and form.complete(job=job, user=cast(User, request.user)):
            messages.success(request, "The text is in. Check what was found in it.")
            return redirect("admin:jobs_job_change", pk)
        context = {
            "title": "Paste or upload the text",
            "job": job,
            "intake": intake,
            "form": form,
        }
        status = 422 if form.errors else 200
        return show_page(self.admin_site, request, "jobs/admin_text.html", context, status=status)


def doubt_about(job: Job) -> Intake | None:
    """The reading whose problem nobody decided about yet: no text, closed, or no posting by its look."""
    return None if job.reviewed_at or job.status != Job.Status.DRAFT else needs_text(job)


def needs_text(job: Job) -> Intake | None:
    """The reading that waits for a person; None when the job has its text or is still being read."""
    intake = job.intakes.filter(kind=Intake.Kind.FIRST).first()
    return intake if intake is not None and intake.status == Intake.Status.NEEDS_TEXT else None
