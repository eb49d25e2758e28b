"""System checks that stop a misconfigured start with a sentence that says what mends it."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import CheckMessage, Tags, Warning, register


@register()
def check_livekit(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """A media server needs its three settings together."""
    given = [
        bool(value) for value in (settings.LIVEKIT_URL, settings.LIVEKIT_API_KEY, settings.LIVEKIT_API_SECRET)
    ]
    if any(given) and not all(given):
        return [
            Warning(
                "LIVEKIT_URL and its API key and secret must be set together: interviews are typed.",
                hint="Set all three, or none.",
                id="parley.W001",
            )
        ]
    return []


@register(Tags.security, deploy=True)
def check_site_url(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Invitations carry SITE_URL; in production it must be an address that candidates can reach."""
    parts = urlsplit(settings.SITE_URL)
    if parts.scheme == "https" and parts.hostname not in {"localhost", "127.0.0.1"}:
        return []
    return [
        Warning(
            f"SITE_URL is {settings.SITE_URL}: the links in invitations would not work, or not be private.",
            hint="Set SITE_URL to the public https address.",
            id="parley.W002",
        )
    ]


@register(Tags.security, deploy=True)
def check_microphone_needs_tls(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """A page served over https may not open a plain websocket."""
    url = settings.LIVEKIT_PUBLIC_URL
    if not url or urlsplit(url).scheme in {"wss", "https"}:
        return []
    return [
        Warning(
            f"LIVEKIT_PUBLIC_URL is {url}: browsers refuse it from an https page.",
            hint="Set LIVEKIT_PUBLIC_URL to the media server's wss address.",
            id="parley.W003",
        )
    ]
