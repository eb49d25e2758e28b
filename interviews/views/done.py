"""After the interview: thanks, what happens next, and what was said."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from interviews.http import NotYours, candidate_view, forget_interview, own_interview
from interviews.services.room_view import room_view
from interviews.views.entry import page


@candidate_view("GET", "HEAD")
def done(request: HttpRequest, link_id: str) -> HttpResponse:
    """Thank the candidate and show what they may read; an interview that still runs goes on instead."""
    interview = own_interview(request, link_id)
    if not interview.is_over:
        return redirect("interviews:entry", link_id=link_id)
    view = room_view(interview=interview, now=timezone.now())
    return render(request, "interviews/done.html", page(link_id, interview, view=view))


@candidate_view("POST")
def again(request: HttpRequest, link_id: str) -> HttpResponse:
    """Begin a new practice interview for the same position."""
    interview = own_interview(request, link_id)
    if not interview.is_practice:
        raise NotYours("Only practice can be repeated. Ask the person who sent the link for a new one.")
    forget_interview(request, link_id)
    return redirect("interviews:entry", link_id=link_id)
