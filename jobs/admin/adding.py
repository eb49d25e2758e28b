"""Add a job from the address of its posting, and follow how far the reading is."""

from __future__ import annotations

from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django_htmx.http import HttpResponseClientRedirect
from unfold.decorators import action
from unfold.enums import ActionVariant

from jobs.admin.dialogs import ADD_DIALOG, AddressForm
from jobs.admin.pages import show_page
from jobs.models import Intake, Job
from jobs.services.intake import start_intake

READ_AGAIN = {
    Intake.Outcome.SAME: (messages.SUCCESS, "The page says what it said before."),
    Intake.Outcome.CHANGED: (messages.WARNING, "The page has changed. See “Versions” for what is different."),
    Intake.Outcome.GONE: (
        messages.WARNING,
        "The posting is gone. Close the job if it is filled.",
    ),
    Intake.Outcome.FAILED: (messages.WARNING, "The page could not be read this time."),
}


class AddingMixin:
    """The list's first button, and the page that waits for the reading; mix in before ModelAdmin."""

    admin_site: Any

    def get_urls(self) -> list[URLPattern]:
        """Add the page that shows how far a posting is read."""
        view = self.admin_site.admin_view(self.reading_view)
        route = path("<int:pk>/reading/", view, name="jobs_job_reading")
        return [route, *super().get_urls()]  # type: ignore[misc]

    def reading_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Wait for the latest intake, then show the job with what came out."""
        admin: Any = self
        job: Job = admin.seen(request, pk, "view")
        intake = job.intakes.first()
        if intake and intake.is_waiting:
            context = {"title": "Reading the posting", "intake": intake}
            return show_page(self.admin_site, request, "jobs/admin_reading.html", context)
        messages.add_message(request, *_outcome(intake))
        following = _after_reading(request, admin, job, intake)
        # The page that waits asks by htmx, which would put a redirect's answer into the page.
        return HttpResponseClientRedirect(following) if cast(Any, request).htmx else redirect(following)

    @action(
        description="Add from a URL",
        permissions=["add"],
        url_path="add-from-url",
        icon="link",
        variant=ActionVariant.PRIMARY,
        dialog={**ADD_DIALOG, "form_class": AddressForm},
    )
    def add_from_address(self, request: HttpRequest, form: AddressForm) -> HttpResponse:
        """Start the reading of a posting."""
        url = form.cleaned_data["url"]
        # Only signed-in recruiters come here.
        recruiter = cast(User, request.user)
        now = timezone.now()
        intake = start_intake(url=url, created_by=recruiter, origin=Job.Origin.RECRUITER, now=now)
        if not intake.is_waiting:
            messages.info(request, "This posting was added before. Here is its job.")
            return HttpResponseClientRedirect(reverse("admin:jobs_job_change", args=[intake.job_id]))
        return HttpResponseClientRedirect(reverse("admin:jobs_job_reading", args=[intake.job_id]))


def _outcome(intake: Intake | None) -> tuple[int, str]:
    if intake and intake.outcome in READ_AGAIN:
        return READ_AGAIN[Intake.Outcome(intake.outcome)]
    if intake is None or intake.status == Intake.Status.DONE:
        return messages.SUCCESS, "The posting is read. Check what was found, then publish the job."
    return messages.WARNING, f"{intake.problem} We kept what was found. Fill in the rest here."


def _after_reading(request: HttpRequest, admin: Any, job: Job, intake: Intake | None) -> str:
    """A posting that was read is reviewed next; one that lacks its text is filled in on its page."""
    is_read = intake is not None and intake.status == Intake.Status.DONE and intake.kind == Intake.Kind.FIRST
    waits = job.status == Job.Status.DRAFT and job.reviewed_at is None
    if is_read and waits and admin.has_change_permission(request, job):
        return reverse("admin:jobs_job_review_one", args=[job.pk])
    return reverse("admin:jobs_job_change", args=[job.pk])
