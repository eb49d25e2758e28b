"""The candidate's yes."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from interviews.http import candidate_view, own_interview
from interviews.services.consent import give_consent
from interviews.services.errors import ConsentChanged, NameMissing
from interviews.views.entry import show_consent


@candidate_view("POST")
def consent(request: HttpRequest, link_id: str) -> HttpResponse:
    """Store the consent to the very text that was shown, then go on to the check of the sound."""
    interview = own_interview(request, link_id)
    if request.POST.get("agree") != "yes":
        problem = "Tick the box if you agree. Without it the interview cannot begin."
        return show_consent(request, link_id, interview, problem=problem, status=400)
    try:
        give_consent(
            interview=interview,
            sha256=request.POST.get("sha256", ""),
            candidate_name=request.POST.get("candidate_name", ""),
            records=request.POST.get("records") == "yes",
            now=timezone.now(),
        )
    except NameMissing as error:
        return show_consent(request, link_id, interview, problem=error.message, status=400)
    except ConsentChanged as error:
        return show_consent(request, link_id, interview, problem=error.message, status=409)
    return redirect(reverse("interviews:entry", args=[link_id]) + "?step=check")
