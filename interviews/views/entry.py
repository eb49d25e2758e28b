"""What a link opens: the steps that lead to the room."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.csrf import ensure_csrf_cookie
from django_permissions_policy.decorators import permissions_policy_override

from interviews.http import begin, candidate_view, enter
from interviews.models import AnyInterview, Interview, Kind
from interviews.models.base import with_extra_time
from interviews.services.consent import consent_document, has_consent, offers_recording
from interviews.services.entry import Link
from interviews.services.recordings import may_record
from interviews.services.room_view import room_view
from interviews.speech.languages import can_talk
from livekit_bridge.rooms import is_configured

ROOM_POLICY: dict[str, str | list[str] | tuple[str]] = {
    **settings.PERMISSIONS_POLICY,
    "microphone": ["self"],
    "screen-wake-lock": ["self"],
}
# What every page says of the interview that it belongs to; the first does before there is one.
ABOUT = ("job_title", "company_name", "language", "minutes", "is_practice")
LIVEKIT_SCRIPT = "vendor/livekit-client/livekit-client.umd.js"


@candidate_view("GET", "HEAD")
@ensure_csrf_cookie
def entry(request: HttpRequest, link_id: str) -> HttpResponse:
    """Show the step that `?step=` names, or the furthest one that is open to this visitor."""
    link, interview = enter(request, link_id)
    if interview is not None and interview.is_over:
        return _over(request, link_id, interview)
    agreed = interview is not None and has_consent(interview=interview)
    step = request.GET.get("step", "check" if agreed else "welcome")
    if step == "welcome":
        return _welcome(request, link_id, link)
    interview = interview or begin(request, link_id, link)
    if step == "consent" or not agreed:
        return show_consent(request, link_id, interview)
    if interview.mode == Interview.Mode.TYPED and "step" not in request.GET:
        return redirect("interviews:answer", link_id=link_id)
    return _room(request, link_id=link_id, interview=interview)


def page(link_id: str, interview: AnyInterview, **more: Any) -> dict[str, Any]:
    """The context that every page of an interview shares."""
    about = {name: getattr(interview, name) for name in ABOUT}
    return {"link_id": link_id, "interview": interview, **about, **more}


def show_consent(
    request: HttpRequest, link_id: str, interview: AnyInterview, *, problem: str = "", status: int = 200
) -> HttpResponse:
    """Show the text that the candidate agrees to."""
    context = page(
        link_id,
        interview,
        document=consent_document(interview=interview),
        agreed=has_consent(interview=interview),
        name=request.POST.get("candidate_name", interview.display_name),
        records=request.POST.get("records") == "yes",
        problem=problem,
    )
    return render(request, "interviews/consent.html", context, status=status)


def _welcome(request: HttpRequest, link_id: str, link: Link) -> HttpResponse:
    plan = link.plan_document
    is_practice = link.kind == Kind.PRACTICE
    context = {
        "link_id": link_id,
        "job_title": link.job.job_title,
        "company_name": link.job.company_name,
        "language": plan["language"],
        "minutes": with_extra_time(plan["minutes"], link.extra_time),
        "is_practice": is_practice,
        "offers_recording": offers_recording(is_practice=is_practice, language=plan["language"]),
        "can_talk": can_talk(plan["language"]),
        "has_media": is_configured(),
        "candidate": link.candidate,
        "question_count": len(plan["questions"]),
    }
    return render(request, "interviews/welcome.html", context)


def _over(request: HttpRequest, link_id: str, interview: AnyInterview) -> HttpResponse:
    return render(request, "interviews/over.html", page(link_id, interview), status=410)


@permissions_policy_override(ROOM_POLICY)
def _room(request: HttpRequest, *, link_id: str, interview: AnyInterview) -> HttpResponse:
    if not can_talk(interview.language):
        context = page(link_id, interview, has_media=is_configured())
        return render(request, "interviews/no_media.html", context)
    view = asdict(room_view(interview=interview, now=timezone.now()))
    config = {
        **{
            f"{name}Url": reverse(f"interviews:{name}", args=[link_id]) for name in ("token", "state", "done")
        },
        "agentMissingUrl": reverse("interviews:agent_missing", args=[link_id]),
        "serverUrl": settings.LIVEKIT_PUBLIC_URL,
        "useServerIce": settings.LIVEKIT_USE_SERVER_ICE,
        "livekitScript": static(LIVEKIT_SCRIPT),
        "resume": view if interview.started_at else None,
    }
    context = page(link_id, interview, config=config, view=view, is_recorded=may_record(interview))
    return render(request, "interviews/room.html", context)
