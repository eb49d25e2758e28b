"""Deleting: what was said goes with the person who said it, and with nothing else."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from interviews.models import Candidate, Interview, Invitation, Turn
from interviews.services.plans import import_plan
from jobs.models import Job
from tests.interviews.makers import PLAN, make_candidate, make_invitation, make_job, say, started

pytestmark = pytest.mark.django_db


@pytest.fixture
def administrator(db: None) -> Client:
    client = Client()
    client.force_login(User.objects.create_superuser("root"))
    return client


@pytest.fixture
def interview(db: None) -> Interview:
    """Held from a personal link, with a plan of the library."""
    candidate = make_candidate()
    plan = import_plan(text=PLAN, job=None)
    invitation = make_invitation(candidate=candidate, job=make_job(), plan=plan)
    opened = Interview.objects.create(
        job=invitation.job,
        plan=plan,
        invitation=invitation,
        candidate=candidate,
        status="consented",
        personal=True,
    )
    say(started(opened), "I baked rye.")
    return opened


@pytest.mark.parametrize("model", [Job, Invitation])
def test_an_interview_outlives_its_job_and_its_link(
    administrator: Client, interview: Interview, model: type[Job] | type[Invitation]
) -> None:
    page = reverse(
        f"admin:{model._meta.app_label}_{model._meta.model_name}_delete", args=[model.objects.get().pk]
    )
    assert "protected" in administrator.get(page).content.decode()
    administrator.post(page, {"post": "yes"})
    assert Turn.objects.filter(interview=interview, text="I baked rye.").exists()


def test_a_candidate_who_wants_to_be_forgotten_is_forgotten_whole(
    administrator: Client, interview: Interview
) -> None:
    page = reverse("admin:interviews_candidate_delete", args=[interview.candidate_id])
    assert "Ada Okafor for Baker" in administrator.get(page).content.decode()
    assert Candidate.objects.exists()
    administrator.post(page, {"post": "yes"})
    assert [model.objects.count() for model in (Candidate, Invitation, Interview, Turn)] == [0, 0, 0, 0]
    assert Job.objects.exists()


def test_interviews_outlive_the_people_who_invited(administrator: Client, interview: Interview) -> None:
    rita = User.objects.create_user("rita")
    Invitation.objects.update(created_by=rita)
    administrator.post(reverse("admin:auth_user_delete", args=[rita.pk]), {"post": "yes"})
    assert not User.objects.filter(username="rita").exists()
    assert Interview.objects.filter(pk=interview.pk).exists()
