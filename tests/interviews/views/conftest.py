"""Visitors of the candidates' pages."""

from __future__ import annotations

import pytest
from django.test import Client

from interviews.models import Invitation, PlanVersion
from jobs.models import Job
from tests.interviews.makers import make_invitation, make_job, make_plan
from tests.interviews.views.visitor import Visitor


@pytest.fixture
def visitor(db: None) -> Visitor:
    return Visitor(Client(enforce_csrf_checks=True))


@pytest.fixture
def stranger(db: None) -> Visitor:
    return Visitor(Client(enforce_csrf_checks=True))


@pytest.fixture
def job(db: None) -> Job:
    return make_job()


@pytest.fixture
def plan(job: Job) -> PlanVersion:
    return make_plan(job)


@pytest.fixture
def invitation(job: Job, plan: PlanVersion) -> Invitation:
    return make_invitation(job=job, plan=plan)
