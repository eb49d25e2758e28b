"""The admin's first page and its navigation."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest


def dashboard(request: HttpRequest, context: dict[str, Any]) -> dict[str, Any]:
    """Add what needs a recruiter today to the admin's index."""
    return context


def navigation(request: HttpRequest) -> list[dict[str, Any]]:
    """The sidebar: a recruiter's work first, the machine room last."""
    return []
