"""Links that lead nowhere any more say so, and what to do."""

from __future__ import annotations

import pytest
from django.utils import timezone

from interviews.models import Invitation
from jobs.models import Job
from tests.interviews.makers import NOW, make_candidate, make_invitation, make_job
from tests.interviews.views.visitor import Visitor, text_of, the_interview

NESTED = ["", "/", "?step=check", "/done", "/answer", "/state"]


@pytest.mark.parametrize("rest", NESTED)
def test_an_unknown_link(visitor: Visitor, rest: str) -> None:
    reply = visitor.get(f"/interview/AAAAAAAAAAAAAAAAAAAAAA{rest}")
    assert reply.status_code == 404
    assert "This link is not valid" in text_of(reply)


@pytest.mark.parametrize("rest", NESTED)
def test_an_expired_link(visitor: Visitor, rest: str) -> None:
    link = make_invitation(expires_at=NOW.replace(year=2020)).public_id
    reply = visitor.get(f"/interview/{link}{rest}")
    assert reply.status_code == 410
    assert "This link has expired" in text_of(reply)


@pytest.mark.parametrize("rest", NESTED)
def test_a_withdrawn_link(visitor: Visitor, rest: str) -> None:
    link = make_invitation(revoked_at=NOW).public_id
    reply = visitor.get(f"/interview/{link}{rest}")
    assert reply.status_code == 410
    assert "This link was withdrawn" in text_of(reply)


def test_a_closed_position(visitor: Visitor) -> None:
    reply = visitor.get(f"/interview/{make_job(status=Job.Status.CLOSED).public_id}")
    assert reply.status_code == 410
    assert "not open for interviews" in text_of(reply)


def test_a_posting_that_is_still_being_read_links_to_its_progress(visitor: Visitor) -> None:
    job = make_job(job_title="", description="")
    reply = visitor.get(f"/interview/{job.public_id}")
    assert reply.status_code == 409
    assert f"/jobs/{job.public_id}/" in text_of(reply)


def test_whoever_has_begun_may_go_on_after_the_link_expired(visitor: Visitor) -> None:
    invitation = make_invitation()
    link = invitation.public_id
    visitor.type_instead(link)
    Invitation.objects.update(expires_at=NOW.replace(year=2020))
    assert visitor.answer(link, "Rye.").status_code == 302
    assert visitor.get(f"/interview/{link}/answer").status_code == 200


def test_withdrawing_the_link_stops_even_who_has_begun(visitor: Visitor) -> None:
    link = make_invitation().public_id
    visitor.type_instead(link)
    Invitation.objects.update(revoked_at=timezone.now())
    assert visitor.get(f"/interview/{link}/answer").status_code == 410
    assert visitor.post(f"/interview/{link}/token").status_code == 410


@pytest.mark.parametrize(
    ("status", "words"),
    [
        ("finished", "This interview is finished"),
        ("left", "You ended this interview early"),
        ("abandoned", "This interview was ended"),
    ],
)
def test_an_interview_that_is_over_says_how_and_links_to_what_was_said(
    visitor: Visitor, status: str, words: str
) -> None:
    link = make_invitation(candidate=make_candidate()).public_id
    visitor.type_instead(link)
    interview = the_interview()
    interview.status = status
    interview.save()
    reply = visitor.get(f"/interview/{link}")
    assert reply.status_code == 410
    assert words in text_of(reply)
    assert f"/interview/{link}/done" in text_of(reply)
