"""The way from one device to another: a link there, and what it opens here."""

from __future__ import annotations

import segno
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.decorators.debug import sensitive_post_parameters

from interviews.http import candidate_view, limit, own_interview, remember_interview
from interviews.services.errors import InterviewOver
from interviews.services.resume_links import is_personal, redeem_code, resume_url
from interviews.views.entry import page


@candidate_view("GET", "HEAD")
def device(request: HttpRequest, link_id: str) -> HttpResponse:
    """Show the link that takes the interview along, as text and as a picture for a camera."""
    interview = own_interview(request, link_id)
    if interview.is_over:
        raise InterviewOver
    url = resume_url(interview=interview, link_id=link_id)
    context = page(link_id, interview, url=url, qr=_qr(url), is_personal=is_personal(interview=interview))
    return render(request, "interviews/device.html", context)


@sensitive_post_parameters("code")
@candidate_view("GET", "HEAD", "POST")
@ensure_csrf_cookie
def resume(request: HttpRequest, link_id: str) -> HttpResponse:
    """Ask whether to go on here; then let this browser have the interview that the code opens."""
    limit(request, "resume", capacity=30, per_seconds=600)
    if request.method == "POST":
        interview = redeem_code(code=request.POST.get("code", ""), link_id=link_id, now=timezone.now())
        remember_interview(request, link_id, interview)
        return redirect("interviews:entry", link_id=link_id)
    return render(request, "interviews/resume.html", {"link_id": link_id})


def _qr(url: str) -> str:
    # The picture is made of numbers; nothing of the address stands in it as text.
    return mark_safe(segno.make(url, error="l", micro=False).svg_inline(omitsize=True))  # noqa: S308
