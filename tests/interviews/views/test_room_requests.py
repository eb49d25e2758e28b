"""What the room's page asks for: the way in, the state, and the way out."""

from __future__ import annotations

from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from interviews.models import Interview, Invitation
from interviews.services.workers import report_worker
from livekit_bridge.fake import FakeBridge, use_bridge
from tests.interviews.makers import started
from tests.interviews.views.visitor import Visitor, text_of, the_interview


def test_the_token_reply_is_livekits_own(visitor: Visitor, invitation: Invitation, settings: Any) -> None:
    visitor.agree(invitation.public_id)
    reply = visitor.post(f"/interview/{invitation.public_id}/token")
    assert reply.status_code == 200
    assert sorted(reply.json()) == ["participant_token", "server_url"]  # type: ignore[attr-defined]
    assert reply.json()["server_url"] == settings.LIVEKIT_PUBLIC_URL  # type: ignore[attr-defined]
    assert "no-store" in reply.headers["Cache-Control"]
    assert the_interview().wanted_at is not None


@pytest.mark.parametrize(
    ("status", "configured", "expected", "code"),
    [
        ("created", True, 403, "consent_missing"),
        ("finished", True, 410, "interview_over"),
        ("left", True, 410, "interview_over"),
        ("consented", False, 503, "media_unavailable"),
    ],
)
def test_a_refused_token_says_why_in_json(
    visitor: Visitor,
    invitation: Invitation,
    settings: Any,
    status: str,
    configured: bool,
    expected: int,
    code: str,
) -> None:
    visitor.agree(invitation.public_id)
    if status == "created":
        the_interview().consents.all().delete()
    Interview.objects.update(status=status)
    if not configured:
        settings.LIVEKIT_URL = settings.LIVEKIT_PUBLIC_URL = ""
    reply = visitor.post(f"/interview/{invitation.public_id}/token")
    assert reply.status_code == expected
    assert reply.json()["error"] == code  # type: ignore[attr-defined]
    assert reply.json()["detail"].endswith(".")  # type: ignore[attr-defined]


def test_whoever_waits_is_told_where_they_stand(visitor: Visitor, invitation: Invitation) -> None:
    visitor.agree(invitation.public_id)
    now = timezone.now()
    report_worker(name="one", capacity=0, active=0, load=0, draining=False, started_at=now, now=now)
    reply = visitor.post(f"/interview/{invitation.public_id}/token")
    assert (reply.status_code, reply.headers["Retry-After"]) == (503, "2")
    assert reply.json() == {  # type: ignore[attr-defined]
        "error": "queued",
        "detail": "All interviewers are busy. You are number 1; how long it takes is not known.",
        "position": 1,
        "estimate_s": None,
    }
    assert the_interview().queued_at is not None


def test_whoever_waits_is_no_error_in_the_log(
    visitor: Visitor, invitation: Invitation, caplog: pytest.LogCaptureFixture
) -> None:
    visitor.agree(invitation.public_id)
    report_worker(
        name="full",
        capacity=0,
        active=0,
        load=0,
        draining=False,
        started_at=timezone.now(),
        now=timezone.now(),
    )
    with caplog.at_level("INFO", logger="django.request"):
        visitor.post(f"/interview/{invitation.public_id}/token")
    assert [record.levelname for record in caplog.records if record.name == "django.request"] == ["INFO"]


def test_nobody_can_wait_in_the_place_of_another(
    visitor: Visitor, invitation: Invitation, client: Client
) -> None:
    visitor.agree(invitation.public_id)
    assert client.post(f"/interview/{invitation.public_id}/token").status_code == 403
    assert the_interview().queued_at is None


def test_a_flood_of_tokens_is_stopped(visitor: Visitor, invitation: Invitation) -> None:
    visitor.agree(invitation.public_id)
    # Time stands still, or a slow machine would earn the next token while it asks.
    with time_machine.travel(timezone.now(), tick=False), use_bridge(FakeBridge()):
        replies = [visitor.post(f"/interview/{invitation.public_id}/token") for _ in range(61)]
    assert replies[0].status_code == 200
    assert replies[-1].status_code == 429
    assert replies[-1].json()["error"] == "too_many"  # type: ignore[attr-defined]


def test_a_page_that_asks_for_tokens_without_end_brings_one_agent(
    visitor: Visitor, invitation: Invitation
) -> None:
    visitor.agree(invitation.public_id)
    media = FakeBridge()
    with time_machine.travel(timezone.now(), tick=False), use_bridge(media):
        for _ in range(20):
            visitor.post(f"/interview/{invitation.public_id}/token")
    assert len(media.dispatches) == 1


def test_the_state_is_what_was_said(visitor: Visitor, invitation: Invitation) -> None:
    link = invitation.public_id
    visitor.type_instead(link)
    visitor.answer(link, "Rye, in my grandmother's oven.")
    state = visitor.get(f"/interview/{link}/state").json()  # type: ignore[attr-defined]
    assert state["question_count"] == 3
    assert "Rye, in my grandmother's oven." in [caption["text"] for caption in state["captions"]]


def test_nothing_that_was_measured_of_an_answer_reaches_the_browser(
    visitor: Visitor, invitation: Invitation
) -> None:
    link = invitation.public_id
    visitor.type_instead(link)
    visitor.answer(link, "Rye.")
    the_interview().turns.update(
        timing={"speech_end": 4711}, words=[{"text": "Sourdough"}], latency_ms=4712, cut_off=True
    )
    pages = [
        text_of(visitor.get(f"/interview/{link}{path}")) for path in ("/state", "?step=check", "/answer")
    ]
    caption = visitor.get(f"/interview/{link}/state").json()["captions"][0]  # type: ignore[attr-defined]
    assert sorted(caption) == ["kind", "number", "role", "started_ms", "text"]
    for secret in ("4711", "4712", "Sourdough"):
        assert not any(secret in page for page in pages)


def test_a_reload_in_the_middle_welcomes_back(visitor: Visitor, invitation: Invitation) -> None:
    visitor.agree(invitation.public_id)
    started(the_interview())
    page = text_of(visitor.get(f"/interview/{invitation.public_id}"))
    assert "Welcome back" in page
    assert "Continue the interview" in page


def test_leaving_keeps_what_was_said_and_ends_it(visitor: Visitor, invitation: Invitation) -> None:
    link = invitation.public_id
    visitor.agree(link)
    started(the_interview())
    reply = visitor.post(f"/interview/{link}/leave")
    assert reply.headers["Location"] == f"/interview/{link}/done"
    assert the_interview().status == "left"
    assert visitor.post(f"/interview/{link}/leave").status_code == 302


def test_leaving_before_the_start_keeps_the_door_open(visitor: Visitor, invitation: Invitation) -> None:
    link = invitation.public_id
    visitor.agree(link)
    visitor.post(f"/interview/{link}/leave")
    assert the_interview().status == "consented"
    assert visitor.get(f"/interview/{link}/done").headers["Location"] == f"/interview/{link}"
