"""Recruiters make links, send them and withdraw them."""

from __future__ import annotations

from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from interviews.models import Candidate, Invitation
from interviews.services.invitations import invitation_url
from jobs.models import Job
from tests.interviews.makers import make_candidate, make_invitation, make_job, make_plan

pytestmark = pytest.mark.django_db

ADD = reverse("admin:interviews_invitation_add")


def add(client: Client, **data: Any) -> HttpResponse:
    fields = {
        "job": "",
        "plan": "",
        "candidate": "",
        "candidate_name": "",
        "candidate_email": "",
        "expires_at_0": "",
        "expires_at_1": "",
    }
    return client.post(ADD, {**fields, **data}, follow=True)  # type: ignore[return-value]


def test_an_invitation_for_somebody_new_shows_the_link_to_send(recruiter: Client) -> None:
    job = make_job()
    plan = make_plan(job)
    page = add(recruiter, job=job.pk, candidate_name=" Bo  Lund ", candidate_email="bo@example.org")
    invitation = Invitation.objects.get()
    assert invitation_url(invitation=invitation) in page.content.decode()
    assert (invitation.plan, invitation.candidate) == (plan, Candidate.objects.get(name="Bo Lund"))
    assert invitation.created_by is not None and invitation.created_by.username == "rita"


def test_an_open_invitation_needs_nothing_but_the_job(recruiter: Client) -> None:
    add(recruiter, job=make_job().pk)
    assert Invitation.objects.get().candidate is None


def test_somebody_who_needs_more_time_gets_it(recruiter: Client) -> None:
    add(recruiter, job=make_job().pk, extra_time="25")
    invitation = Invitation.objects.get()
    assert invitation.extra_time == 25
    page = recruiter.get(reverse("admin:interviews_invitation_change", args=[invitation.pk]))
    assert "25 % more" in page.content.decode()


def test_more_time_is_given_in_steps(recruiter: Client) -> None:
    page = add(recruiter, job=make_job().pk, extra_time="400").content.decode()
    assert "not one of the available choices" in page
    assert not Invitation.objects.exists()


def test_an_invitation_for_somebody_known(recruiter: Client) -> None:
    candidate = make_candidate()
    make_invitation(candidate=candidate)
    add(recruiter, job=make_job().pk, candidate=candidate.pk)
    assert Invitation.objects.latest("pk").candidate == candidate
    assert Invitation.objects.count() == 2


@pytest.mark.parametrize("status", [Job.Status.DRAFT, Job.Status.CLOSED])
def test_a_job_that_is_not_published_cannot_be_chosen(recruiter: Client, status: str) -> None:
    add(recruiter, job=make_job(status=status).pk)
    assert not Invitation.objects.exists()


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        ({"candidate_email": "bo@example.org"}, "Enter the name"),
        ({"candidate_name": "Bo", "candidate": "known"}, "not both"),
        ({"plan": "other"}, "belongs to another job"),
        ({"candidate_name": "Bo", "candidate_email": "nonsense"}, "valid email"),
    ],
)
def test_what_does_not_fit_is_said_and_nothing_is_made(
    recruiter: Client, data: dict[str, Any], problem: str
) -> None:
    known, other = make_candidate(), make_plan(make_job())
    make_invitation(candidate=known)
    chosen = {"known": known.pk, "other": other.pk}
    page = add(recruiter, job=make_job().pk, **{key: chosen.get(value, value) for key, value in data.items()})
    assert problem in page.content.decode()
    assert Invitation.objects.count() == 1
    assert Candidate.objects.count() == 1


def test_the_link_from_a_job_has_it_chosen(recruiter: Client) -> None:
    job = make_job()
    page = recruiter.get(ADD, {"job": job.pk}).content.decode()
    assert f'<option value="{job.pk}" selected' in page


def test_only_the_last_day_of_a_stored_invitation_may_change(recruiter: Client) -> None:
    invitation = make_invitation()
    recruiter.post(
        reverse("admin:interviews_invitation_change", args=[invitation.pk]),
        {"job": make_job().pk, "expires_at_0": "2026-12-01", "expires_at_1": "12:00"},
    )
    before, after = invitation.job, Invitation.objects.get(pk=invitation.pk)
    assert after.job == before
    assert after.expires_at is not None


def test_withdrawing_asks_first(recruiter: Client) -> None:
    invitation = make_invitation()
    url = reverse("admin:interviews_invitation_revoke", args=[invitation.pk])
    assert "Withdraw this link?" in recruiter.get(url).content.decode()
    invitation.refresh_from_db()
    assert invitation.revoked_at is None
    recruiter.post(url, {"_form_submitted": "on"})
    invitation.refresh_from_db()
    assert invitation.revoked_at is not None
    assert "Withdrawn" in recruiter.get(reverse("admin:interviews_invitation_changelist")).content.decode()
