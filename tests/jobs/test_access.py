"""Whose jobs a recruiter meets when handing in addresses: their own and their teams', and no others."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User
from django.utils import timezone

from jobs.errors import PostingError
from jobs.models import Intake, Job, Team
from jobs.services.access import default_team, may_see, teams_of
from jobs.services.bulk import start_bulk_import
from jobs.services.intake import ELSEWHERE, start_intake

pytestmark = pytest.mark.django_db

ADDRESS = "https://example.com/jobs/1"


def member(name: str, *teams: Team) -> User:
    user = User.objects.create_user(name, is_staff=True)
    user.teams.set(teams)
    return user


def hand_in(user: User | None, origin: str = Job.Origin.RECRUITER) -> Intake:
    return start_intake(url=ADDRESS, created_by=user, origin=origin, now=timezone.now())


@pytest.fixture
def north(db: None) -> Team:
    return Team.objects.create(name="North")


@pytest.fixture
def south(db: None) -> Team:
    return Team.objects.create(name="South")


def test_a_new_job_belongs_to_its_maker_s_only_team(north: Team, south: Team) -> None:
    assert hand_in(member("rita", north)).job.team == north
    assert default_team(user=member("both", north, south)) is None
    assert default_team(user=member("none")) is None
    assert default_team(user=None) is None


def test_colleagues_come_to_the_same_job(north: Team) -> None:
    assert hand_in(member("rita", north)) == hand_in(member("rolf", north))


def test_another_team_learns_only_that_the_posting_is_there(north: Team, south: Team) -> None:
    job = hand_in(member("rita", north)).job
    stranger = member("sara", south)

    assert not may_see(user=stranger, job=job)
    with pytest.raises(PostingError) as refusal:
        hand_in(stranger)
    assert refusal.value.message == ELSEWHERE


def test_a_list_says_no_more_than_that_either(north: Team, south: Team) -> None:
    hand_in(member("rita", north))
    bulk = start_bulk_import(text=ADDRESS, created_by=member("sara", south), now=timezone.now())

    line = bulk.lines.get()
    assert (line.problem, line.job, line.intake) == (ELSEWHERE, None, None)


def test_a_recruiter_gets_a_job_that_no_visitor_holds_a_link_to(north: Team) -> None:
    practised = hand_in(None, Job.Origin.PRACTICE).job
    rita = member("rita", north)
    job = hand_in(rita).job

    practised.refresh_from_db()
    assert job != practised
    assert (job.origin, job.created_by, job.team) == ("recruiter", rita, north)
    assert (practised.origin, practised.canonical_url) == ("practice", None)


def test_a_list_of_addresses_takes_over_no_visitor_s_job_either(north: Team) -> None:
    practised = hand_in(None, Job.Origin.PRACTICE).job
    bulk = start_bulk_import(text=ADDRESS, created_by=member("rita", north), now=timezone.now())

    assert bulk.lines.get().job not in (None, practised)


def test_a_visitor_comes_to_a_published_job_without_taking_it(north: Team) -> None:
    rita = member("rita", north)
    job = hand_in(rita).job
    Job.objects.filter(pk=job.pk).update(status=Job.Status.PUBLISHED)

    assert hand_in(None, Job.Origin.PRACTICE).job == job
    job.refresh_from_db()
    assert (job.origin, job.created_by) == ("recruiter", rita)


@pytest.mark.parametrize("status", ["draft", "closed", "rejected"])
def test_a_visitor_never_sees_a_job_that_is_not_published(north: Team, status: str) -> None:
    job = hand_in(member("rita", north)).job
    Job.objects.filter(pk=job.pk).update(status=status)
    intake = hand_in(None, Job.Origin.PRACTICE)

    assert intake.job != job
    assert (intake.status, intake.job.origin, intake.job.canonical_url) == ("queued", "practice", None)


def test_the_teams_of_a_user_are_those_they_are_in(north: Team, south: Team) -> None:
    assert list(teams_of(member("rita", north))) == [north]
