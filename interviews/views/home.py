"""The home page: a posting goes in, a practice interview comes out."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from interviews.forms import PostingForm
from interviews.http import SESSION_KEY, candidate_view, limit
from interviews.models import PracticeInterview
from jobs.errors import PostingError
from jobs.models import Job
from jobs.services.intake import start_intake
from jobs.services.pasted import import_text

RECENT = 10


@candidate_view("GET", "HEAD", "POST")
def home(request: HttpRequest) -> HttpResponse:
    """Show the form and this browser's practice interviews; take a posting's address or text."""
    form = PostingForm(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        limit(request, "posting", capacity=20, per_seconds=600)
        if form.is_valid() and (reply := _take_posting(form)):
            return reply
    context = {"form": form, "recent": recent_practice(request)}
    return render(request, "interviews/home.html", context, status=400 if form.errors else 200)


def recent_practice(request: HttpRequest) -> list[tuple[str, PracticeInterview]]:
    """This browser's practice interviews behind their links, newest first."""
    links = {public_id: link_id for link_id, public_id in request.session.get(SESSION_KEY, {}).items()}
    # A retry stands under the interview that it belongs to.
    whole = PracticeInterview.objects.filter(public_id__in=links, retry_of=None)
    practice = whole.prefetch_related("retries")[:RECENT]
    return [(links[interview.public_id], interview) for interview in practice]


def _take_posting(form: PostingForm) -> HttpResponse | None:
    """Return where it goes on, or None after telling the form what is wrong."""
    url, text = form.cleaned_data["url"], form.cleaned_data["text"]
    try:
        if text:
            job = import_text(text=text, source_url=url)
            return redirect("interviews:entry", link_id=job.public_id)
        intake = start_intake(url=url, origin=Job.Origin.PRACTICE, now=timezone.now())
        return redirect("jobs:progress", public_id=intake.job.public_id)
    except PostingError as error:
        form.add_error("text" if text else "url", error.message)
        return None
