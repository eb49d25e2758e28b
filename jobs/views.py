"""The page that shows how far the reading of a posting is, and asks for what is missing."""

from __future__ import annotations

from datetime import timedelta

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods
from django_htmx.http import HttpResponseClientRedirect
from django_htmx.middleware import HtmxDetails

from jobs.forms import PostingTextForm
from jobs.limits import may_hand_in
from jobs.models import Intake, Job

PATIENCE = timedelta(seconds=20)
TOO_MANY = "That was a lot at once. Please wait a few minutes and try again; what you entered is still here."
STEPS = {
    Intake.Status.QUEUED: "Waiting for our turn",
    Intake.Status.FETCHING: "Fetching the page",
    Intake.Status.READING: "Reading the posting",
}


class HtmxRequest(HttpRequest):
    """A request as django-htmx's middleware leaves it."""

    htmx: HtmxDetails


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def progress(request: HtmxRequest, public_id: str) -> HttpResponse:
    """Show the steps while the posting is read, then lead to the interview or ask for what is missing."""
    job = get_object_or_404(Job, public_id=public_id)
    # Another look at the page is the recruiters' business: this page never reacts to it.
    intake = job.intakes.filter(kind=Intake.Kind.FIRST).first()
    if intake is None or intake.status == Intake.Status.DONE:
        return _redirect(request, reverse("interviews:entry", args=[job.public_id]))
    if request.method == "POST":
        return _take_text(request, intake)
    if _may_complete(job) and (intake.status == Intake.Status.NEEDS_TEXT or "paste" in request.GET):
        return _ask_for_text(request, intake, PostingTextForm.of_job(job))
    return _show_steps(request, intake)


def _may_complete(job: Job) -> bool:
    """Visitors complete what visitors handed in; a recruiter's job is completed in the admin."""
    return job.origin == Job.Origin.PRACTICE and job.status == Job.Status.DRAFT


def _redirect(request: HtmxRequest, address: str) -> HttpResponse:
    return HttpResponseClientRedirect(address) if request.htmx else redirect(address)


def _show_steps(request: HtmxRequest, intake: Intake) -> HttpResponse:
    is_slow = timezone.now() - intake.created_at > PATIENCE
    shown = f"{intake.status}-slow" if is_slow else intake.status
    # Nothing new: the page stays as it is, and a screen reader is not told the same thing every second.
    if request.htmx and request.GET.get("shown") == shown:
        return HttpResponse(status=204)
    context = {
        "intake": intake,
        "job": intake.job,
        "is_slow": is_slow,
        "shown": shown,
        "steps": _steps(intake),
    }
    return render(request, "jobs/progress.html#steps" if request.htmx else "jobs/progress.html", context)


def _steps(intake: Intake) -> list[tuple[str, str]]:
    """The named steps with `done`, `now` or nothing as their mark."""
    reached = list(STEPS).index(Intake.Status(intake.status)) if intake.is_waiting else len(STEPS)
    marks = ["done" if at < reached else "now" if at == reached else "" for at in range(len(STEPS))]
    return list(zip(STEPS.values(), marks, strict=True))


def _ask_for_text(
    request: HtmxRequest, intake: Intake, form: PostingTextForm, status: int = 400
) -> HttpResponse:
    if request.htmx:
        return HttpResponseClientRedirect(request.path)
    context = {"intake": intake, "job": intake.job, "form": form}
    return render(request, "jobs/needs_text.html", context, status=status if form.errors else 200)


def _take_text(request: HtmxRequest, intake: Intake) -> HttpResponse:
    if not _may_complete(intake.job):
        raise PermissionDenied
    form = PostingTextForm.of_request(request)
    if not may_hand_in(request):
        form.add_error(None, TOO_MANY)
        return _ask_for_text(request, intake, form, status=429)
    if not form.is_valid() or not form.complete(job=intake.job):
        return _ask_for_text(request, intake, form)
    return _redirect(request, reverse("interviews:entry", args=[intake.job.public_id]))
