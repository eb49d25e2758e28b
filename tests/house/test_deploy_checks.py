"""`check --deploy` speaks up about addresses that candidates could not use."""

from __future__ import annotations

from typing import Any

import pytest

from config.checks import check_livekit, check_microphone_needs_tls, check_site_url


@pytest.mark.parametrize("url", ["http://parley.example", "http://127.0.0.1:8000", "https://localhost"])
def test_invitations_need_a_public_https_address(settings: Any, url: str) -> None:
    settings.SITE_URL = url
    assert [warning.id for warning in check_site_url(None)] == ["parley.W002"]


def test_a_public_https_address_is_fine(settings: Any) -> None:
    settings.SITE_URL = "https://parley.example"
    assert check_site_url(None) == []


def test_browsers_need_a_secure_websocket(settings: Any) -> None:
    settings.LIVEKIT_PUBLIC_URL = "ws://media.example"
    assert [warning.id for warning in check_microphone_needs_tls(None)] == ["parley.W003"]


@pytest.mark.parametrize("url", ["", "wss://media.example"])
def test_a_secure_or_no_media_server_is_fine(settings: Any, url: str) -> None:
    settings.LIVEKIT_PUBLIC_URL = url
    assert check_microphone_needs_tls(None) == []


def test_half_a_media_server_is_noticed(settings: Any) -> None:
    settings.LIVEKIT_API_SECRET = ""
    assert [warning.id for warning in check_livekit(None)] == ["parley.W001"]
