"""What the room's page asks the server for: the way in, the state, and the way out."""

from __future__ import annotations

from dataclasses import asdict

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils import timezone

from interviews.http import candidate_view, limit, own_interview
from interviews.services.consent import has_consent
from interviews.services.dispatching import report_missing_agent
from interviews.services.errors import ConsentMissing, InterviewOver
from interviews.services.room_view import room_view
from interviews.services.sessions import issue_token, leave_interview


@candidate_view("POST", json=True)
def token(request: HttpRequest, link_id: str) -> HttpResponse:
    """Return LiveKit's standard token reply."""
    interview = own_interview(request, link_id)
    # Who waits in the queue asks every 2 s.
    limit(request, f"token:{interview.public_id}", capacity=60, per_seconds=60)
    return JsonResponse(asdict(issue_token(interview=interview, now=timezone.now())))


@candidate_view("GET", json=True)
def state(request: HttpRequest, link_id: str) -> HttpResponse:
    """Return what was said so far and how far the interview is."""
    interview = own_interview(request, link_id)
    return JsonResponse(asdict(room_view(interview=interview, now=timezone.now())))


@candidate_view("POST", json=True)
def agent_missing(request: HttpRequest, link_id: str) -> HttpResponse:
    """Take the page's word that nobody is there: `{"agent": "here" | "coming" | "missing"}`."""
    interview = own_interview(request, link_id)
    limit(request, f"agent-missing:{interview.public_id}", capacity=30, per_seconds=60)
    if interview.is_over:
        raise InterviewOver
    if not has_consent(interview=interview):
        raise ConsentMissing
    return JsonResponse({"agent": report_missing_agent(interview=interview, now=timezone.now())})


@candidate_view("POST")
def leave(request: HttpRequest, link_id: str) -> HttpResponse:
    """End the interview early; everything said stays."""
    interview = own_interview(request, link_id)
    if not interview.is_over:
        leave_interview(interview=interview, now=timezone.now())
    return redirect("interviews:done", link_id=link_id)
