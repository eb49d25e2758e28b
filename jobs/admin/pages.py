"""Renders a page of our own within the admin's frame."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

# Unfold writes a chosen file's name into the nearest text field, which is no companion of ours.
OWN_FILE_FIELD = {"x-init": "$el.hasChangeListener = true"}


def show_page(
    admin_site: Any, request: HttpRequest, template: str, context: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    """Return the page; `context` needs a `title`."""
    return render(request, template, {**admin_site.each_context(request), **context}, status=status)
