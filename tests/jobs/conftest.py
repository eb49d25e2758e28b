"""What the tests of the intake share."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.auth.models import Permission, User
from django.test import Client

from jobs.models import Job, Team
from tests.jobs.desk import make_read_job, make_recruiter
from tests.jobs.site import PAGES, Site


@pytest.fixture
def site(settings: Any) -> Iterator[Site]:
    """A site that this installation may fetch from."""
    site = Site()
    settings.FETCH_TEST_ADDRESSES = [site.address]
    # Tests of the pause between two visits set one.
    settings.FETCH_HOST_INTERVAL = 0
    yield site
    site.close()


@pytest.fixture
def recruiter(client: Client, db: None) -> User:
    """A signed-in recruiter who may add, view and change jobs."""
    user = User.objects.create_user("rita", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(content_type__app_label="jobs"))
    client.force_login(user)
    return user


@pytest.fixture
def job(db: None) -> Job:
    """A recruiter's draft with its text."""
    return Job.objects.create(
        job_title="Pump Engineer", company_name="Saltmarsh Works", description="Keep the fields dry. " * 8
    )


@pytest.fixture
def team(db: None) -> Team:
    """A team for `rita` and her jobs."""
    return Team.objects.create(name="Coast")


@pytest.fixture
def rita(client: Client, team: Team) -> User:
    """A signed-in recruiter of the team, who may add, view and change its jobs."""
    user = make_recruiter("rita", team)
    client.force_login(user)
    return user


@pytest.fixture
def read_job(team: Team) -> Job:
    """A draft of the team as a reading leaves it."""
    return make_read_job(team)


def page(name: str) -> str:
    """The text of a page in tests/jobs/pages."""
    return (PAGES / name).read_text(encoding="utf-8")
