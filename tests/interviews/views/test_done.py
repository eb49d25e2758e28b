"""After the interview: thanks, what happens next, what was said."""

from __future__ import annotations

from interviews.models import Invitation, PracticeInterview
from interviews.services.families import FAMILIES
from jobs.models import Job
from tests.interviews.makers import SECRETS
from tests.interviews.views.visitor import Visitor, text_of, the_interview


def finish(visitor: Visitor, link_id: str) -> str:
    visitor.type_instead(link_id)
    visitor.answer(link_id, "Rye, at home.")
    for family in FAMILIES:
        family.objects.update(status="finished")
    return text_of(visitor.get(f"/interview/{link_id}/done"))


def test_a_candidate_is_thanked_by_name_and_told_what_happens(
    visitor: Visitor, invitation: Invitation
) -> None:
    page = finish(visitor, invitation.public_id)
    assert "Thank you" in page
    assert "Ada Okafor" in page
    assert "A person at" in page
    assert "Rye, at home." in page


def test_the_transcript_tells_nothing_that_was_not_asked(visitor: Visitor, invitation: Invitation) -> None:
    visitor.type_instead(invitation.public_id)
    visitor.post(f"/interview/{invitation.public_id}/leave")
    page = text_of(visitor.get(f"/interview/{invitation.public_id}/done"))
    assert "Which bread did you bake first?" in page
    assert [secret for secret in SECRETS if secret in page] == []


def test_practice_can_be_tried_again(visitor: Visitor, job: Job, plan: object) -> None:
    assert "Try again" in finish(visitor, job.public_id)
    reply = visitor.post(f"/interview/{job.public_id}/again")
    assert reply.headers["Location"] == f"/interview/{job.public_id}"
    visitor.agree(job.public_id)
    assert PracticeInterview.objects.count() == 2


def test_an_interview_for_a_job_cannot_be_tried_again(visitor: Visitor, invitation: Invitation) -> None:
    assert "Try again" not in finish(visitor, invitation.public_id)
    assert visitor.post(f"/interview/{invitation.public_id}/again").status_code == 403
    assert the_interview().status == "finished"


def test_a_running_interview_is_not_thanked_for(visitor: Visitor, invitation: Invitation) -> None:
    visitor.type_instead(invitation.public_id)
    reply = visitor.get(f"/interview/{invitation.public_id}/done")
    assert reply.headers["Location"] == f"/interview/{invitation.public_id}"
