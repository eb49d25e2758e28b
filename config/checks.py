"""System checks that stop a misconfigured start with a sentence that says what mends it."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Warning, register


@register()
def check_livekit(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """A media server needs its three settings together."""
    given = [bool(value) for value in (settings.LIVEKIT_URL, settings.LIVEKIT_API_KEY, settings.LIVEKIT_API_SECRET)]
    if any(given) and not all(given):
        return [
            Warning(
                "LIVEKIT_URL, LIVEKIT_API_KEY and LIVEKIT_API_SECRET must be set together: interviews are typed only.",
                hint="Set all three, or none.",
                id="parley.W001",
            )
        ]
    return []
