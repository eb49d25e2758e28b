"""What only practice has: tips on an answer, and one question once more."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters

from interviews.http import candidate_view, limit, own_interview
from interviews.models import PracticeInterview
from interviews.services.asked import asked_turn
from interviews.services.consent import has_consent
from interviews.services.errors import InterviewOver
from interviews.services.practice_answers import tips_on_last_answer, tips_while_typing
from interviews.services.retries import make_retry
from interviews.speech.languages import can_talk
from interviews.views import typed

TYPED, VOICE = PracticeInterview.Mode.TYPED, PracticeInterview.Mode.VOICE


@sensitive_post_parameters("text")
@candidate_view("GET", "HEAD", "POST")
def tips(request: HttpRequest, link_id: str) -> HttpResponse:
    """Reply with tips: on what is being typed (POST; nothing of it is kept), or on the last answer (GET)."""
    interview = own_practice(request, link_id)
    limit(request, f"tips:{interview.public_id}", capacity=120, per_seconds=60)
    if request.method == "POST":
        return _on_typed(request, link_id, interview)
    if not request.htmx:  # type: ignore[attr-defined]
        return redirect("interviews:entry", link_id=link_id)
    answer = tips_on_last_answer(interview=interview)
    context = {"answer": answer, "language": interview.language}
    return render(request, "interviews/practice/last_answer.html", context)


def _on_typed(request: HttpRequest, link_id: str, interview: PracticeInterview) -> HttpResponse:
    """Reply with the tips alone to the page's script, and with the whole page where scripts are off."""
    if interview.is_over:
        raise InterviewOver
    text = request.POST.get("text", "")
    found = tips_while_typing(interview=interview, text=text)
    if request.htmx:  # type: ignore[attr-defined]
        context = {"tips": found, "language": interview.language}
        return render(request, "interviews/practice/tips_list.html", context)
    if interview.mode != TYPED or interview.started_at is None:
        return redirect("interviews:entry", link_id=link_id)
    if request.POST.get("asked") != str(asked_turn(interview=interview)):
        return typed.gone_on(request, link_id, interview, text)
    return typed.show(request, link_id, interview, draft=text, tips=found)


@candidate_view("POST")
def retry(request: HttpRequest, link_id: str) -> HttpResponse:
    """Begin with one question again: at once when typed, at the check of the sound when spoken."""
    interview = own_practice(request, link_id)
    limit(request, "open", capacity=120, per_seconds=60)
    is_typed = request.POST.get("mode") == TYPED or not can_talk(interview.language)
    mode = TYPED if is_typed else VOICE
    question = request.POST.get("question", "")
    new = make_retry(interview=interview, question=question, mode=mode, now=timezone.now())
    if mode == TYPED and has_consent(interview=new):
        return typed.start(request, link_id=new.public_id)
    return redirect(reverse("interviews:entry", args=[new.public_id]) + "?step=check")


def own_practice(request: HttpRequest, link_id: str) -> PracticeInterview:
    """Return this visitor's practice interview. Raises Http404 for an interview for hiring."""
    interview = own_interview(request, link_id)
    if not isinstance(interview, PracticeInterview):
        raise Http404
    return interview
