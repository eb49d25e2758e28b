"""How often a visitor may hand in a posting's text: the count is kept by whom the settings name."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

from django.conf import settings
from django.http import HttpRequest
from django.utils.module_loading import import_string

TEXTS = 20
PER_SECONDS = 600


def may_hand_in(request: HttpRequest) -> bool:
    """Whether this visitor may hand in one more text or file: 20 in ten minutes."""
    allows = cast(Callable[..., bool], import_string(settings.VISITOR_LIMITER))
    return allows(request, "posting-text", capacity=TEXTS, per_seconds=PER_SECONDS)
