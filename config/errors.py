"""Error pages that say what happened and what to do, and never show internals."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Tell a person whose form token is missing or stale to reload the page."""
    return render(request, "403_csrf.html", status=403)
