"""What the tests of the intake share."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.auth.models import Permission, User
from django.test import Client

from jobs.models import Job
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


def page(name: str) -> str:
    """The text of a page in tests/jobs/pages."""
    return (PAGES / name).read_text(encoding="utf-8")
