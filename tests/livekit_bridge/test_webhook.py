"""Webhooks: only the media server's, and each once."""

from __future__ import annotations

import asyncio
import base64
import hashlib
import json
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from livekit import api, rtc
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from livekit_bridge.models import WebhookEvent
from livekit_bridge.signals import webhook_received
from livekit_bridge.tokens import candidate_token
from tests.livekit_server import running_livekit

URL = "/livekit/webhook"
JOINED = {
    "event": "participant_joined",
    "id": "EV_1",
    "createdAt": "1767322800",
    "room": {"name": "interview-abc", "sid": "RM_1", "metadata": '{"jobTitle": "Baker"}'},
    "participant": {"identity": "candidate-abc", "sid": "PA_1", "name": "Ada Lovelace", "metadata": "{}"},
}


@pytest.fixture
def heard() -> Iterator[list[WebhookEvent]]:
    events: list[WebhookEvent] = []

    def note(event: WebhookEvent, **_: Any) -> None:
        events.append(event)

    webhook_received.connect(note)
    yield events
    webhook_received.disconnect(note)


def sign(body: bytes, *, secret: str = "", key: str = "", ttl: timedelta = timedelta(minutes=5)) -> str:
    token = api.AccessToken(key or settings.LIVEKIT_API_KEY, secret or settings.LIVEKIT_API_SECRET).with_ttl(
        ttl
    )
    return token.with_sha256(base64.b64encode(hashlib.sha256(body).digest()).decode()).to_jwt()


def deliver(client: Client, event: Any = JOINED, *, auth: str | None = None) -> int:
    body = event if isinstance(event, bytes) else json.dumps(event).encode()
    token = sign(body) if auth is None else auth
    headers = {"Authorization": token} if token else {}
    return client.post(URL, body, content_type="application/webhook+json", headers=headers).status_code


@pytest.mark.django_db
def test_a_signed_event_is_stored_and_announced(client: Client, heard: list[WebhookEvent]) -> None:
    assert deliver(client) == 200
    stored = WebhookEvent.objects.get()
    assert (stored.event_id, stored.kind) == ("EV_1", "participant_joined")
    assert (stored.room, stored.participant) == ("interview-abc", "candidate-abc")
    assert stored.handled_at is not None
    assert [event.pk for event in heard] == [stored.pk]


@pytest.mark.django_db
def test_no_cross_site_token_is_asked_for() -> None:
    assert deliver(Client(enforce_csrf_checks=True)) == 200


@pytest.mark.django_db
def test_names_and_job_texts_are_not_kept(client: Client) -> None:
    deliver(client)
    kept = json.dumps(WebhookEvent.objects.get().payload)
    assert "Ada" not in kept
    assert "Baker" not in kept
    assert "PA_1" in kept


@pytest.mark.django_db
def test_a_repeat_is_accepted_and_announced_once(client: Client, heard: list[WebhookEvent]) -> None:
    assert [deliver(client) for _ in range(3)] == [200, 200, 200]
    assert WebhookEvent.objects.count() == len(heard) == 1


@pytest.mark.django_db
def test_an_event_whose_receiver_fails_is_delivered_again(client: Client, heard: list[WebhookEvent]) -> None:
    def fail(**_: Any) -> None:
        raise RuntimeError("not now")

    webhook_received.connect(fail)
    try:
        with pytest.raises(RuntimeError):
            deliver(client)
    finally:
        webhook_received.disconnect(fail)
    assert not WebhookEvent.objects.exists()
    assert deliver(client) == 200
    assert WebhookEvent.objects.get().handled_at is not None


@pytest.mark.django_db
@pytest.mark.parametrize(
    "auth",
    [
        "",
        "nonsense",
        "Bearer nonsense",
        "eyJhbGciOiJub25lIn0.e30.",
        sign(json.dumps(JOINED).encode(), secret="somebody-else's-secret-of-sufficient-length"),
        sign(json.dumps(JOINED).encode(), key="somebody-else"),
        sign(b"another body"),
        sign(json.dumps(JOINED).encode(), ttl=timedelta(minutes=-5)),
    ],
)
def test_a_forgery_is_refused(client: Client, heard: list[WebhookEvent], auth: str) -> None:
    assert deliver(client, auth=auth) == 401
    assert not heard
    assert not WebhookEvent.objects.exists()


@pytest.mark.django_db
def test_a_candidates_own_token_signs_nothing(client: Client) -> None:
    token = candidate_token(room="r", identity="i", name="", interview_id="1", job_json={})
    assert deliver(client, auth=token) == 401


@pytest.mark.django_db
def test_without_a_secret_nothing_is_accepted(client: Client, settings: Settings) -> None:
    auth = sign(json.dumps(JOINED).encode())
    settings.LIVEKIT_API_SECRET = ""
    assert deliver(client, auth=auth) == 401


@pytest.mark.django_db
@pytest.mark.parametrize(
    "body", [b"", b"not json", b"[]", b"\xff\xfe", b"{}", b'{"event": "room_started"}', b'{"id": "EV_2"}']
)
def test_a_signed_body_that_is_no_event_is_refused(client: Client, body: bytes) -> None:
    auth = sign(body)
    assert deliver(client, body, auth=auth) == 401
    assert not WebhookEvent.objects.exists()


@pytest.mark.django_db
def test_a_huge_body_is_refused_unread(client: Client) -> None:
    assert deliver(client, b"x" * 70_000) == 413


@pytest.mark.parametrize("method", ["get", "put", "delete", "patch", "head"])
def test_other_methods_are_refused(client: Client, method: str) -> None:
    assert getattr(client, method)(URL).status_code == 405


@pytest.mark.django_db
def test_hostile_names_are_stored_as_text(client: Client) -> None:
    room = {"name": "<script>" + "r" * 500}
    assert deliver(client, {**JOINED, "room": room}) == 200
    assert len(WebhookEvent.objects.get().room) == 200


@pytest.mark.django_db(transaction=True)
def test_a_real_media_server_is_understood(live_server: LiveServer, tmp_path: Path) -> None:
    port = int(live_server.url.rpartition(":")[2])
    with running_livekit(tmp_path, webhook_port=port) as server:
        asyncio.run(visit(server.url))
        joined = WebhookEvent.objects.filter(
            kind="participant_joined", room="real", participant="candidate-1"
        )
        deadline = time.monotonic() + 20
        while not joined.exists() and time.monotonic() < deadline:
            time.sleep(0.05)
        assert joined.count() == 1


async def visit(url: str) -> None:
    token = candidate_token(room="real", identity="candidate-1", name="", interview_id="1", job_json={})
    room = rtc.Room()
    await room.connect(url, token, rtc.RoomOptions(rtc_config=rtc.RtcConfiguration(ice_servers=[])))
    await room.disconnect()
