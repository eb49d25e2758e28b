"""Whose interview it is: the link's holder's when it is personal, the browser's that opened it otherwise."""

from __future__ import annotations

import pytest

from interviews.models import Interview, Invitation
from jobs.models import Job
from tests.interviews.makers import SECRETS, make_candidate, make_invitation
from tests.interviews.views.visitor import Visitor, text_of, the_interview

READS = ["state", "answer", "done", "device"]
WRITES = ["consent", "token", "agent-missing", "leave", "type", "answer", "draft", "again"]


@pytest.mark.parametrize("name", READS)
def test_another_browser_cannot_read_the_interview_of_an_open_link(
    visitor: Visitor, stranger: Visitor, invitation: Invitation, name: str
) -> None:
    visitor.type_instead(invitation.public_id)
    visitor.answer(invitation.public_id, "My secret rye recipe.")
    reply = stranger.get(f"/interview/{invitation.public_id}/{name}")
    assert reply.status_code == 403
    assert "rye" not in stranger.seen


@pytest.mark.parametrize("name", WRITES)
def test_another_browser_cannot_change_the_interview_of_an_open_link(
    visitor: Visitor, stranger: Visitor, invitation: Invitation, name: str
) -> None:
    visitor.type_instead(invitation.public_id)
    before = Interview.objects.values().get()
    stranger.get(f"/interview/{invitation.public_id}")
    stranger.get("/")
    assert stranger.post(f"/interview/{invitation.public_id}/{name}").status_code == 403
    assert Interview.objects.values().get() == before


def test_another_browser_on_the_same_open_link_gets_its_own_interview(
    visitor: Visitor, stranger: Visitor, invitation: Invitation
) -> None:
    visitor.agree(invitation.public_id, name="Ada")
    stranger.agree(invitation.public_id, name="Ben")
    assert sorted(interview.display_name for interview in Interview.objects.all()) == ["Ada", "Ben"]


def test_practice_belongs_to_the_browser_that_opened_it(
    visitor: Visitor, stranger: Visitor, job: Job, plan: object
) -> None:
    visitor.type_instead(job.public_id)
    assert stranger.get(f"/interview/{job.public_id}/state").status_code == 403


def test_a_personal_link_is_the_key_in_any_browser(visitor: Visitor, stranger: Visitor) -> None:
    link = make_invitation(candidate=make_candidate()).public_id
    visitor.type_instead(link)
    assert "Which bread" in text_of(stranger.get(f"/interview/{link}/answer"))
    assert Interview.objects.count() == 1


def test_the_id_of_the_interview_itself_opens_nothing(visitor: Visitor, invitation: Invitation) -> None:
    visitor.agree(invitation.public_id)
    assert visitor.get(f"/interview/{the_interview().public_id}").status_code == 404


@pytest.mark.parametrize("name", WRITES)
def test_forms_of_other_sites_are_refused(visitor: Visitor, invitation: Invitation, name: str) -> None:
    visitor.agree(invitation.public_id)
    before = Interview.objects.values().get()
    assert visitor.client.post(f"/interview/{invitation.public_id}/{name}").status_code == 403
    assert Interview.objects.values().get() == before


@pytest.mark.parametrize(
    ("method", "name"),
    [
        ("get", "consent"),
        ("get", "token"),
        ("get", "agent-missing"),
        ("get", "leave"),
        ("get", "type"),
        ("get", "again"),
        ("get", "draft"),
        ("post", ""),
        ("post", "state"),
        ("post", "done"),
        ("post", "device"),
        ("delete", "answer"),
        ("put", "resume"),
    ],
)
def test_other_methods_are_refused(visitor: Visitor, invitation: Invitation, method: str, name: str) -> None:
    visitor.agree(invitation.public_id)
    token = visitor.client.cookies["csrftoken"].value
    path = f"/interview/{invitation.public_id}/{name}"
    reply = getattr(visitor.client, method)(path, headers={"X-CSRFToken": token})
    assert reply.status_code == 405


def test_nothing_of_the_plan_is_told_before_it_is_asked(visitor: Visitor, invitation: Invitation) -> None:
    link = invitation.public_id
    visitor.get("/")
    visitor.type_instead(link)
    visitor.post(f"/interview/{link}/token")
    for path in ("", "?step=welcome", "?step=consent", "?step=check", "/state", "/answer", "/done"):
        visitor.get(f"/interview/{link}{path}")
    visitor.post(f"/interview/{link}/type")
    visitor.answer(link, "", action="repeat")
    assert "Which bread did you bake first?" in visitor.seen
    assert [secret for secret in SECRETS if secret in visitor.seen] == []
