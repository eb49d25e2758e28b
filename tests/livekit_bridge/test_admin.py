"""Who may look at webhook deliveries."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Permission, User
from django.test import Client

from livekit_bridge.models import WebhookEvent

LIST = "/admin/livekit_bridge/webhookevent/"


@pytest.fixture
def event(db: None) -> WebhookEvent:
    return WebhookEvent.objects.create(
        event_id="EV_1", kind="room_started", room="<b>room</b>", payload={"a": 1}
    )


def test_a_superuser_reads_them(admin_client: Client, event: WebhookEvent) -> None:
    listed = admin_client.get(LIST)
    assert "room_started" in listed.content.decode()
    assert "<b>room</b>" not in listed.content.decode()
    assert admin_client.get(f"{LIST}{event.pk}/change/").status_code == 200


def test_nobody_changes_them(admin_client: Client, event: WebhookEvent) -> None:
    assert admin_client.get(f"{LIST}add/").status_code == 403
    assert admin_client.post(f"{LIST}{event.pk}/change/", {"kind": "other"}).status_code == 403
    assert admin_client.post(f"{LIST}{event.pk}/delete/", {"post": "yes"}).status_code == 403
    event.refresh_from_db()
    assert event.kind == "room_started"


def test_a_recruiter_does_not_see_them_even_with_the_permission(client: Client, event: WebhookEvent) -> None:
    recruiter = User.objects.create_user("recruiter", is_staff=True)
    recruiter.user_permissions.set(Permission.objects.filter(content_type__app_label="livekit_bridge"))
    client.force_login(recruiter)
    assert client.get(LIST).status_code == 403
    assert client.get(f"{LIST}{event.pk}/change/").status_code == 403


def test_a_stranger_is_sent_to_the_login(client: Client, event: WebhookEvent) -> None:
    assert client.get(LIST).status_code == 302
