"""What a link leads to."""

from __future__ import annotations

import pytest

from interviews.models import Interview, Kind, PlanVersion, PracticeInterview
from interviews.services.entry import find_link, open_interview
from interviews.services.errors import JobClosed, JobNotReady, LinkExpired, LinkNotFound, LinkRevoked
from interviews.services.invitations import revoke_invitation
from jobs.models import Job
from tests.interviews.makers import (
    NOW,
    at,
    make_candidate,
    make_interview,
    make_invitation,
    make_job,
    make_practice,
)

pytestmark = pytest.mark.django_db


def test_an_invitation_leads_to_a_hiring_interview_with_its_own_plan() -> None:
    invitation = make_invitation()
    link = find_link(link_id=invitation.public_id, now=NOW)
    assert (link.kind, link.job, link.plan_document) == (
        Kind.HIRING,
        invitation.job,
        invitation.plan.document,
    )
    assert isinstance(open_interview(link=link, known=None, now=NOW), Interview)


def test_a_job_leads_to_practice() -> None:
    job = make_job(status=Job.Status.DRAFT)
    link = find_link(link_id=job.public_id, now=NOW)
    assert (link.kind, link.job) == (Kind.PRACTICE, job)
    interview = open_interview(link=link, known=None, now=NOW)
    assert isinstance(interview, PracticeInterview)
    assert (interview.job, interview.plan) == (job.public_json(), link.plan_document)
    assert open_interview(link=link, known=interview, now=NOW) == interview


def test_practice_stores_no_plan_beside_its_own() -> None:
    job = make_job()
    open_interview(link=find_link(link_id=job.public_id, now=NOW), known=None, now=NOW)
    assert not PlanVersion.objects.exists()


def test_practice_for_another_job_does_not_open_this_one() -> None:
    link = find_link(link_id=make_job().public_id, now=NOW)
    other = make_practice(job=make_job())
    assert open_interview(link=link, known=other, now=NOW) != other


def test_an_interview_takes_over_the_extra_time_of_its_invitation() -> None:
    for candidate in (None, make_candidate()):
        invitation = make_invitation(candidate=candidate, extra_time=50)
        link = find_link(link_id=invitation.public_id, now=NOW)
        assert open_interview(link=link, known=None, now=NOW).extra_time == 50


@pytest.mark.parametrize("link_id", ["", "x", "../admin", "' OR 1=1", "\x00"])
def test_an_unknown_link_is_not_valid(link_id: str) -> None:
    with pytest.raises(LinkNotFound):
        find_link(link_id=link_id, now=NOW)


def test_an_expired_link_opens_nothing_new() -> None:
    invitation = make_invitation(expires_at=at(seconds=-1))
    with pytest.raises(LinkExpired):
        find_link(link_id=invitation.public_id, now=NOW)


def test_a_personal_link_that_was_used_in_time_goes_on_after_it_expired() -> None:
    invitation = make_invitation(candidate=make_candidate(), expires_at=at(seconds=60))
    before = find_link(link_id=invitation.public_id, now=NOW)
    interview = open_interview(link=before, known=None, now=NOW)
    after = find_link(link_id=invitation.public_id, now=at(seconds=120))
    assert open_interview(link=after, known=None, now=at(seconds=120)) == interview


def test_an_open_link_goes_on_after_it_expired_for_the_browser_that_used_it_only() -> None:
    invitation = make_invitation(expires_at=at(seconds=60))
    link = find_link(link_id=invitation.public_id, now=NOW)
    known = open_interview(link=link, known=None, now=NOW)
    late = at(seconds=120)
    assert find_link(link_id=invitation.public_id, now=late, known=known) == link
    with pytest.raises(LinkExpired):
        find_link(link_id=invitation.public_id, now=late)
    with pytest.raises(LinkExpired):
        find_link(link_id=invitation.public_id, now=late, known=make_interview())


def test_a_withdrawn_link_says_so() -> None:
    invitation = make_invitation()
    assert revoke_invitation(invitation=invitation, now=NOW)
    with pytest.raises(LinkRevoked):
        find_link(link_id=invitation.public_id, now=NOW)


def test_a_closed_job_takes_no_new_interviews() -> None:
    job = make_job(status=Job.Status.CLOSED)
    invitation = make_invitation(job=job)
    for link_id in (job.public_id, invitation.public_id):
        with pytest.raises(JobClosed):
            find_link(link_id=link_id, now=NOW)


def test_a_job_of_which_nothing_is_known_yet_is_not_ready() -> None:
    job = make_job(job_title="", description="")
    with pytest.raises(JobNotReady):
        find_link(link_id=job.public_id, now=NOW)


def test_a_personal_invitation_has_one_interview_whoever_opens_it() -> None:
    candidate = make_candidate()
    link = find_link(link_id=make_invitation(candidate=candidate).public_id, now=NOW)
    first = open_interview(link=link, known=None, now=NOW)
    assert open_interview(link=link, known=None, now=NOW) == first
    assert open_interview(link=link, known=make_interview(), now=NOW) == first
    assert first.candidate == candidate


def test_two_browsers_on_an_open_link_have_an_interview_each() -> None:
    link = find_link(link_id=make_invitation().public_id, now=NOW)
    first = open_interview(link=link, known=None, now=NOW)
    assert open_interview(link=link, known=None, now=NOW) != first
    assert open_interview(link=link, known=first, now=NOW) == first


def test_an_interview_of_another_link_does_not_open_this_one() -> None:
    link = find_link(link_id=make_invitation().public_id, now=NOW)
    for other in (make_interview(job=link.job), make_practice(job=link.job)):
        assert open_interview(link=link, known=other, now=NOW) != other
