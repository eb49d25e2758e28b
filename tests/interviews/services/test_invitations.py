"""Links are issued for published jobs and can be withdrawn."""

from __future__ import annotations

import pytest

from interviews.services.errors import Invalid, JobClosed
from interviews.services.invitations import invitation_url, issue_invitation, revoke_invitation
from jobs.models import Job
from tests.interviews.makers import NOW, at, make_candidate, make_invitation, make_job, make_plan

pytestmark = pytest.mark.django_db


def test_an_invitation_uses_the_newest_plan_by_default() -> None:
    job = make_job()
    plan = make_plan(job)
    candidate = make_candidate()
    invitation = issue_invitation(job=job, candidate=candidate, expires_at=at(seconds=60))
    assert (invitation.plan, invitation.candidate, invitation.is_usable(NOW)) == (plan, candidate, True)


@pytest.mark.parametrize("status", [Job.Status.DRAFT, Job.Status.CLOSED])
def test_nobody_is_invited_to_a_job_that_is_not_published(status: str) -> None:
    with pytest.raises(JobClosed, match="not published"):
        issue_invitation(job=make_job(status=status))


def test_the_plan_of_another_job_is_refused_and_one_of_the_library_is_not() -> None:
    job = make_job()
    with pytest.raises(Invalid):
        issue_invitation(job=job, plan=make_plan(make_job()))
    assert issue_invitation(job=job, plan=make_plan()).job == job


def test_a_link_is_withdrawn_once() -> None:
    invitation = make_invitation()
    assert revoke_invitation(invitation=invitation, now=NOW)
    assert not revoke_invitation(invitation=invitation, now=at(seconds=5))
    assert invitation.revoked_at == NOW


def test_the_address_is_whole_and_cannot_be_guessed() -> None:
    invitation = make_invitation()
    assert invitation_url(invitation=invitation) == f"http://127.0.0.1:8000/interview/{invitation.public_id}"
    assert len(invitation.public_id) >= 22
