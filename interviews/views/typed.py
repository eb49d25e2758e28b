"""The interview by typing: the same engine, one form."""

from __future__ import annotations

import secrets

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django_htmx.http import HttpResponseClientRedirect

from interviews.engine.events import Event, Heard, Pressed
from interviews.forms import AnswerForm
from interviews.http import candidate_view, limit, own_interview
from interviews.models import AnyInterview, Interview, Turn
from interviews.services.room_view import Caption, RoomView, room_view
from interviews.services.sessions import switch_mode
from interviews.services.turns import opening_event, record_event
from interviews.services.understanding import understand_event
from interviews.services.words import MAX_CHARS
from interviews.views.entry import page
from livekit_bridge.rooms import is_configured

# What the buttons say on the candidate's behalf, in words that the engine knows.
SKIP = {"en": "I would rather skip this question.", "de": "Diese Frage möchte ich überspringen."}


@candidate_view("POST")
def start(request: HttpRequest, link_id: str) -> HttpResponse:
    """Begin to type, or go on typing after talking."""
    interview = own_interview(request, link_id)
    if interview.mode != Interview.Mode.TYPED or interview.started_at is None:
        switch_mode(interview=interview, mode=Interview.Mode.TYPED, now=timezone.now())
        report_id = f"typed-{interview.lease_epoch}"
        event = opening_event(interview=interview)
        record_event(interview=interview, event=event, now=timezone.now(), report_id=report_id)
    return redirect("interviews:answer", link_id=link_id)


@candidate_view("GET", "HEAD", "POST")
def answer(request: HttpRequest, link_id: str) -> HttpResponse:
    """Show the question and a field; take an answer, a skip, or the wish to read the question again."""
    interview = own_interview(request, link_id)
    if interview.is_over:
        return _go(request, reverse("interviews:done", args=[link_id]))
    if interview.mode != Interview.Mode.TYPED or interview.started_at is None:
        return _go(request, reverse("interviews:entry", args=[link_id]) + "?step=check")
    if request.method != "POST":
        return _show(request, link_id, interview)
    limit(request, f"answer:{interview.public_id}", capacity=30, per_seconds=60)
    return _take(request, link_id, interview)


def _take(request: HttpRequest, link_id: str, interview: AnyInterview) -> HttpResponse:
    action = request.POST.get("action", "answer")
    words = request.POST if action == "answer" else {**request.POST.dict(), "text": action}
    form = AnswerForm(words)
    if not form.is_valid():
        return _show(request, link_id, interview, form=form, draft=request.POST.get("text", ""))
    event = _event(action, form.cleaned_data["text"], interview.language)
    # The page holds the words until the reply is there, so nothing is lost while a model reads them.
    event = understand_event(interview=interview, event=event)
    outcome = record_event(
        interview=interview, event=event, now=timezone.now(), report_id=form.cleaned_data["report_id"]
    )
    if outcome.interview.is_over:
        return _go(request, reverse("interviews:done", args=[link_id]))
    # Asking for the question again must not cost the words that were being written.
    if request.htmx or action == "repeat":  # type: ignore[attr-defined]
        draft = request.POST.get("text", "") if action == "repeat" else ""
        return _show(request, link_id, outcome.interview, draft=draft)
    return redirect("interviews:answer", link_id=link_id)


def _event(action: str, text: str, language: str) -> Event:
    if action == "repeat":
        return Pressed("repeat")
    if action == "skip":
        return Heard(text=SKIP.get(language.partition("-")[0], SKIP["en"]))
    return Heard(text=text)


def _show(
    request: HttpRequest,
    link_id: str,
    interview: AnyInterview,
    *,
    form: AnswerForm | None = None,
    draft: str = "",
) -> HttpResponse:
    """Render the page, or its changing part for HTMX, with `draft` in the field."""
    view = room_view(interview=interview, now=timezone.now())
    earlier, latest = _split(view)
    context = page(
        link_id,
        interview,
        view=view,
        earlier=earlier,
        latest=latest,
        form=form,
        draft=draft,
        report_id=secrets.token_hex(16),
        max_chars=MAX_CHARS,
        can_talk=is_configured(),
    )
    template = "interviews/typed.html#exchange" if request.htmx else "interviews/typed.html"  # type: ignore[attr-defined]
    # HTMX swaps successful replies only, so a refused answer comes back as a success to it.
    status = 400 if form is not None and not request.htmx else 200  # type: ignore[attr-defined]
    return render(request, template, context, status=status)


def _split(view: RoomView) -> tuple[list[Caption], list[Caption]]:
    """Return what was said up to the last answer, and what the interviewer said since, less the headline."""
    turns = list(view.captions)
    answers = [index for index, turn in enumerate(turns) if turn.role == Turn.Role.CANDIDATE]
    cut = answers[-1] + 1 if answers else 0
    return turns[:cut], [turn for turn in turns[cut:] if turn.text != view.question_text]


def _go(request: HttpRequest, url: str) -> HttpResponse:
    return HttpResponseClientRedirect(url) if request.htmx else redirect(url)  # type: ignore[attr-defined]
