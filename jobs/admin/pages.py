"""Renders a page of our own within the admin's frame."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def show_page(
    admin_site: Any, request: HttpRequest, template: str, context: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    """Return the page; `context` needs a `title`."""
    return render(request, template, {**admin_site.each_context(request), **context}, status=status)
