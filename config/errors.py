"""Error pages that say what happened and what to do, and never show internals."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Tell a person whose form token is missing or stale what to do, and give back what they wrote."""
    # Only to whoever wrote it here: another site's form shall put no words on our page.
    is_own = request.headers.get("Sec-Fetch-Site") == "same-origin"
    words = request.POST.get("text", "") if is_own else ""
    return render(request, "403_csrf.html", {"words": words}, status=403)
