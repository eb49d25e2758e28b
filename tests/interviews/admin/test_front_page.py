"""The admin begins with what a recruiter has to do today."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django.fixtures import Settings

from interviews.services.workers import report_worker
from jobs.models import Job
from tests.interviews.makers import make_job, started

pytestmark = pytest.mark.django_db

FRONT = reverse("admin:index")


def test_an_empty_installation_teaches_the_first_steps(recruiter: Client) -> None:
    page = recruiter.get(FRONT).content.decode()
    assert "Three steps to the first interview" in page
    assert reverse("admin:interviews_invitation_add") in page


def test_practice_from_the_home_page_is_no_work_for_recruiters(recruiter: Client) -> None:
    make_job(origin=Job.Origin.PRACTICE, status=Job.Status.DRAFT)
    assert "Three steps" in recruiter.get(FRONT).content.decode()


def test_what_waits_is_counted_and_linked(recruiter: Client) -> None:
    make_job(status=Job.Status.DRAFT)
    started()
    page = recruiter.get(FRONT)
    assert [(card.count, card.text) for card in page.context["cards"]] == [
        (1, "job to review"),
        (0, "postings changed or gone"),
        (0, "imports running"),
        (1, "live now"),
        (0, "finished, to read"),
    ]
    for card in page.context["cards"]:
        assert recruiter.get(card.link, follow=True).status_code == 200


def test_recruiters_learn_that_nobody_could_talk_to_a_candidate(recruiter: Client) -> None:
    remark, now = "No interviewer is running", timezone.now()
    assert remark in recruiter.get(FRONT).content.decode()
    report_worker(name="one", capacity=1, active=0, load=0, draining=False, started_at=now, now=now)
    assert remark not in recruiter.get(FRONT).content.decode()


def test_where_interviews_are_typed_nobody_misses_an_interviewer(
    recruiter: Client, settings: Settings
) -> None:
    settings.LIVEKIT_URL = settings.LIVEKIT_PUBLIC_URL = ""
    assert "No interviewer is running" not in recruiter.get(FRONT).content.decode()


def test_recruiters_see_their_work_and_not_the_machine_room(recruiter: Client) -> None:
    page = recruiter.get(FRONT).content.decode()
    for name in ("interview", "invitation", "planversion", "candidate"):
        assert reverse(f"admin:interviews_{name}_changelist") in page
    assert "Machine room" not in page
    assert reverse("admin:auth_user_changelist") not in page


def test_administrators_see_both(db: None) -> None:
    client = Client()
    client.force_login(User.objects.create_superuser("root"))
    page = client.get(FRONT).content.decode()
    assert "Machine room" in page
    assert client.get(reverse("admin:auth_user_changelist")).status_code == 200
    assert client.get(reverse("admin:auth_user_add")).status_code == 200
    assert client.get(reverse("admin:auth_group_changelist")).status_code == 200
