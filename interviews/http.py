"""What candidates' views share: whose interview it is, how refusals look, and what no cache may keep."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.log import log_response
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from interviews.models import AnyInterview
from interviews.services import errors
from interviews.services.entry import Link, find_link, open_interview
from interviews.services.families import find_interview
from interviews.services.retries import find_own_practice
from interviews.throttle import allow

View = Callable[..., HttpResponse]

SESSION_KEY = "interviews"
REMEMBERED = 50
STATUS = {
    errors.Invalid: 400,
    errors.NotAllowed: 403,
    errors.NotFound: 404,
    errors.Conflict: 409,
    errors.Gone: 410,
    errors.Unavailable: 503,
}
HEADINGS = {
    "link_not_found": "We cannot find this interview",
    "link_expired": "This link no longer works",
    "link_revoked": "This link no longer works",
    "job_closed": "Interviews are closed",
    "job_not_ready": "Almost ready",
    "not_yours": "This interview belongs to another browser",
    "interview_over": "Nothing more to do here",
    "resume_link_invalid": "This link does not work",
    "resume_link_expired": "This link no longer works",
    "resume_link_used": "This link no longer works",
    "too_many": "That was a lot at once",
}


class NotYours(errors.NotAllowed):
    """The interview exists for the browser that opened it, or for whoever has the personal link."""

    code = "not_yours"
    message = "Open it in the browser in which you began, or begin again from the link that you were sent."


class TooMany(errors.InterviewError):
    """More requests than a person makes (HTTP 429)."""

    code = "too_many"
    message = "Please wait a few minutes and try again. Nothing that you entered before is lost."


def candidate_view(*methods: str, json: bool = False) -> Callable[[View], View]:
    """Accept only `methods`, keep the reply out of every cache, and turn refusals into pages (or JSON)."""
    refuse = refuse_as_json if json else refuse_as_page

    def decorate(view: View) -> View:
        @wraps(view)
        def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            try:
                return view(request, *args, **kwargs)
            except errors.InterviewError as error:
                return refuse(request, error, kwargs.get("link_id", ""))

        return never_cache(require_http_methods(methods)(answer))

    return decorate


def refuse_as_page(request: HttpRequest, error: errors.InterviewError, link_id: str = "") -> HttpResponse:
    """Return the page that says why not and what to do."""
    context = {
        "heading": HEADINGS.get(error.code, "This is not possible right now"),
        "detail": error.message,
        "code": error.code,
        "link_id": link_id,
        # Nobody shall lose what they wrote to a refusal.
        "words": request.POST.get("text", ""),
    }
    return render(request, "interviews/refused.html", context, status=status_of(error))


def refuse_as_json(request: HttpRequest, error: errors.InterviewError, link_id: str = "") -> HttpResponse:
    """Return `{"error": code, "detail": sentence}` and what else programs may want to know."""
    body = {"error": error.code, "detail": error.message, **error.facts}
    headers = {"Retry-After": str(error.retry_after)} if error.retry_after else None
    response = JsonResponse(body, status=status_of(error), headers=headers)
    if error.retry_after:
        # Pages that wait are told so every 2 s: no fault of anybody's.
        log_response("%s: %s", request.path, error.code, response=response, request=request, level="info")
    return response


def status_of(error: errors.InterviewError) -> int:
    """The HTTP status of a refusal."""
    if isinstance(error, TooMany):
        return 429
    return next((status for kind, status in STATUS.items() if isinstance(error, kind)), 400)


def enter(request: HttpRequest, link_id: str) -> tuple[Link, AnyInterview | None]:
    """Return the link and this visitor's interview behind it, if any. Raises what `find_link` does."""
    known = known_interview(request, link_id)
    link = find_link(link_id=link_id, now=timezone.now(), known=known)
    return link, known or link.find_personal()


def begin(request: HttpRequest, link_id: str, link: Link) -> AnyInterview:
    """Open the interview behind `link`; this browser remembers it unless the link itself is personal."""
    limit(request, "open", capacity=120, per_seconds=60)
    interview = open_interview(link=link, known=known_interview(request, link_id), now=timezone.now())
    if link.candidate is None:
        remember_interview(request, link_id, interview)
    return interview


def remember_interview(request: HttpRequest, link_id: str, interview: AnyInterview) -> None:
    """Let this browser go on with the interview whenever it opens the link."""
    known = {**request.session.get(SESSION_KEY, {}), link_id: interview.public_id}
    request.session[SESSION_KEY] = dict(list(known.items())[-REMEMBERED:])


def own_interview(request: HttpRequest, link_id: str) -> AnyInterview:
    """Return this visitor's interview behind the link. Raises NotYours, and what `find_link` does."""
    _, interview = enter(request, link_id)
    if interview is None:
        raise NotYours
    return interview


def set_aside(request: HttpRequest, interview: AnyInterview) -> None:
    """Let this browser begin anew from the link of its practice interview, which keeps its own address."""
    known = request.session.get(SESSION_KEY, {}).items()
    others = {link_id: public_id for link_id, public_id in known if public_id != interview.public_id}
    request.session[SESSION_KEY] = {**others, interview.public_id: interview.public_id}


def known_interview(request: HttpRequest, link_id: str) -> AnyInterview | None:
    """Return the interview that this browser opened from the link, or the practice that belongs to it."""
    begun = request.session.get(SESSION_KEY, {})
    if public_id := begun.get(link_id):
        return find_interview(public_id=public_id)
    return find_own_practice(public_id=link_id, begun=set(begun.values())) if begun else None


def limit(request: HttpRequest, action: str, *, capacity: int, per_seconds: int) -> None:
    """Raise TooMany when this address did `action` more than `capacity` times within `per_seconds`."""
    if not allows(request, action, capacity=capacity, per_seconds=per_seconds):
        raise TooMany


def allows(request: HttpRequest, action: str, *, capacity: int, per_seconds: int) -> bool:
    """Whether this address may do `action` once more: `capacity` times within `per_seconds`."""
    key = f"{action}:{client_address(request)}"
    return allow(key=key, capacity=capacity, per_seconds=per_seconds, now=timezone.now())


def client_address(request: HttpRequest) -> str:
    """Return the visitor's address; behind our own proxy, the one that the proxy saw."""
    forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "") if settings.SECURE_PROXY_SSL_HEADER else ""
    return forwarded.rpartition(",")[2].strip() or str(request.META["REMOTE_ADDR"])
