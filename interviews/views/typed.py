"""The interview by typing: the same engine, one form."""

from __future__ import annotations

import secrets
from typing import Any

from django.db.models import Subquery
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters
from django_htmx.http import HttpResponseClientRedirect

from interviews.engine.events import Heard, Pressed
from interviews.forms import TypedForm
from interviews.http import candidate_view, limit, own_interview
from interviews.models import AnyInterview, Interview, Turn
from interviews.services.asked import asked_turn
from interviews.services.drafts import add_to_draft, find_draft, keep_draft
from interviews.services.room_view import Caption, RoomView, room_view
from interviews.services.sessions import switch_mode
from interviews.services.turns import opening_event, record_event
from interviews.services.typed_answers import record_typed
from interviews.services.understanding import understand_event
from interviews.services.words import MAX_CHARS
from interviews.speech.languages import can_talk
from interviews.views.entry import page

# Where a button leads that asks nothing of the interviewer.
PAGES = {"show": "interviews:answer", "device": "interviews:device"}


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


@sensitive_post_parameters("text")
@candidate_view("GET", "HEAD", "POST")
def answer(request: HttpRequest, link_id: str) -> HttpResponse:
    """Show what is asked and a field for the answer; take the answer, or the press of a control."""
    interview = own_interview(request, link_id)
    if interview.is_over:
        return _go(request, reverse("interviews:done", args=[link_id]))
    if interview.mode != Interview.Mode.TYPED or interview.started_at is None:
        return _go(request, reverse("interviews:entry", args=[link_id]) + "?step=check")
    if request.method != "POST":
        return show(request, link_id, interview)
    limit(request, f"answer:{interview.public_id}", capacity=30, per_seconds=60)
    return _take(request, link_id, interview)


def _take(request: HttpRequest, link_id: str, interview: AnyInterview) -> HttpResponse:
    form = TypedForm(request.POST)
    if not form.is_valid():
        draft = request.POST.get("text", "")
        return show(request, link_id, interview, form=form, draft=draft, status=400)
    turn = _turn_to if form.cleaned_data["action"] in PAGES else _record
    return turn(request, link_id, interview, form.cleaned_data)


def _turn_to(
    request: HttpRequest, link_id: str, interview: AnyInterview, sent: dict[str, Any]
) -> HttpResponse:
    """Show another page, or this one as it is now; the words stay a draft."""
    has_words = "text" in request.POST
    if has_words and not keep_draft(interview=interview, asked=sent["asked"], text=sent["text"]):
        return gone_on(request, link_id, interview, sent["text"])
    return _go(request, reverse(PAGES[sent["action"]], args=[link_id]))


def _record(
    request: HttpRequest, link_id: str, interview: AnyInterview, sent: dict[str, Any]
) -> HttpResponse:
    is_answer = sent["action"] == "answer"
    event = Heard(sent["text"]) if is_answer else Pressed(sent["action"])
    outcome = record_typed(
        interview=interview,
        # The page holds the words until the reply is there, so nothing is lost while a model reads them.
        event=understand_event(interview=interview, event=event),
        asked=sent["asked"],
        draft=None if "text" not in request.POST else "" if is_answer else sent["text"],
        report_id=sent["report_id"],
        now=timezone.now(),
    )
    if outcome is None:
        return gone_on(request, link_id, interview, sent["text"])
    return _go_on(request, link_id, outcome.interview)


def _go_on(request: HttpRequest, link_id: str, interview: AnyInterview) -> HttpResponse:
    if interview.is_over:
        return _go(request, reverse("interviews:done", args=[link_id]))
    if request.htmx:  # type: ignore[attr-defined]
        interview.refresh_from_db()
        return show(request, link_id, interview)
    return redirect("interviews:answer", link_id=link_id)


def gone_on(request: HttpRequest, link_id: str, interview: AnyInterview, text: str) -> HttpResponse:
    """Show what is asked now, with the words that came from a page which asked something else."""
    draft = add_to_draft(interview=interview, text=text)
    interview.refresh_from_db()
    if interview.is_over:
        return _go(request, reverse("interviews:done", args=[link_id]))
    return show(request, link_id, interview, draft=draft, has_gone_on=True, status=409)


def show(
    request: HttpRequest,
    link_id: str,
    interview: AnyInterview,
    *,
    draft: str | None = None,
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    """Render the page, or its changing part for HTMX, with `draft`, or what was kept, in the field."""
    view = room_view(interview=interview, now=timezone.now())
    asked = asked_turn(interview=interview)
    kept = find_draft(interview=interview, asked=asked) if draft is None else ""
    earlier, latest = _split(interview, view)
    context = page(
        link_id,
        interview,
        view=view,
        earlier=earlier,
        latest=latest,
        asked=asked,
        draft=kept if draft is None else draft,
        # Whoever only wants other words sees that theirs are still there.
        is_restored=bool(kept) and request.POST.get("action") != "rephrase",
        report_id=secrets.token_hex(16),
        max_chars=MAX_CHARS,
        can_talk=can_talk(interview.language),
        **more,
    )
    if not request.htmx:  # type: ignore[attr-defined]
        return render(request, "interviews/typed.html", context, status=status)
    # HTMX swaps successful replies only, so a refused answer comes back as a success to it.
    return render(request, "interviews/typed.html#exchange", context)


def _split(interview: AnyInterview, view: RoomView) -> tuple[list[Caption], list[Caption]]:
    """Return what was said before, and what the interviewer said last, less what stands in the headline."""
    newest = interview.turns.order_by("-number").values("sequence")[:1]
    last = interview.turns.filter(sequence=Subquery(newest), role=Turn.Role.AGENT)
    numbers = set(last.values_list("number", flat=True))
    headline = {view.question_text, view.follow_up}
    earlier = [turn for turn in view.captions if turn.number not in numbers]
    latest = [turn for turn in view.captions if turn.number in numbers and turn.text not in headline]
    return earlier, latest


def _go(request: HttpRequest, url: str) -> HttpResponse:
    return HttpResponseClientRedirect(url) if request.htmx else redirect(url)  # type: ignore[attr-defined]
