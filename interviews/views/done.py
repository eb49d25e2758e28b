"""After the interview: thanks, what happens next, and what was said."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from interviews.http import NotYours, candidate_view, own_interview, set_aside
from interviews.models import PracticeInterview
from interviews.services.practice_answers import answers_of, tries_of
from interviews.services.retries import whole_of
from interviews.services.room_view import room_view
from interviews.speech.languages import can_talk
from interviews.views.entry import page


@candidate_view("GET", "HEAD")
def done(request: HttpRequest, link_id: str) -> HttpResponse:
    """Thank the candidate and show what they may read; an interview that still runs goes on instead."""
    interview = own_interview(request, link_id)
    if not interview.is_over:
        return redirect("interviews:entry", link_id=link_id)
    context = page(link_id, interview, view=room_view(interview=interview, now=timezone.now()))
    if not isinstance(interview, PracticeInterview):
        return render(request, "interviews/done.html", context)
    context["can_talk"] = can_talk(interview.language)
    if interview.retry_of is None:
        context["reviewed"] = answers_of(interview=interview)
        return render(request, "interviews/practice/done.html", context)
    context |= {"whole": whole_of(interview), "tries": tries_of(retry=interview)}
    return render(request, "interviews/practice/retried.html", context)


@candidate_view("POST")
def again(request: HttpRequest, link_id: str) -> HttpResponse:
    """Begin a new practice interview for the same position; the one before stays in the list."""
    interview = own_interview(request, link_id)
    if not isinstance(interview, PracticeInterview):
        raise NotYours("Only practice can be repeated. Ask the person who sent the link for a new one.")
    set_aside(request, whole_of(interview))
    return redirect("interviews:entry", link_id=interview.job_json["id"])
