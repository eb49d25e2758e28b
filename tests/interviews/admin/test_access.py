"""Every page of the recruiter's admin is closed to everybody else."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse

from interviews.models import Interview
from interviews.roles import RECRUITERS, grant_roles
from tests.interviews.makers import (
    make_candidate,
    make_interview,
    make_invitation,
    make_job,
    make_plan,
    started,
)

pytestmark = pytest.mark.django_db

LISTS = ("interview", "invitation", "planversion", "candidate")
ADDS = ("invitation", "planversion")


def pages() -> list[str]:
    """The address of every page there is."""
    interview = started()
    invitation = make_invitation(candidate=make_candidate(), job=interview.job, plan=interview.plan)
    objects = {
        "interview": interview.pk,
        "invitation": invitation.pk,
        "planversion": interview.plan_id,
        "candidate": invitation.candidate_id,
    }
    return [
        *(reverse(f"admin:interviews_{name}_changelist") for name in LISTS),
        *(reverse(f"admin:interviews_{name}_add") for name in ADDS),
        *(reverse(f"admin:interviews_{name}_change", args=[pk]) for name, pk in objects.items()),
        *(reverse(f"admin:interviews_{name}_history", args=[pk]) for name, pk in objects.items()),
        reverse("admin:interviews_interview_live", args=[interview.pk]),
        reverse("admin:interviews_interview_stop", args=[interview.pk]),
        reverse("admin:interviews_interview_read", args=[interview.pk]),
        reverse("admin:interviews_planversion_yaml", args=[interview.plan_id]),
        reverse("admin:interviews_invitation_revoke", args=[invitation.pk]),
    ]


def test_a_recruiter_may_open_every_page(recruiter: Client) -> None:
    answers = {page: recruiter.get(page).status_code for page in [*pages(), reverse("admin:index")]}
    assert set(answers.values()) == {200}, answers


@pytest.mark.parametrize(
    ("who", "refusals"),
    # To staff, an object out of their sight is one that does not exist: the front page says so.
    [("anonymous", {302}), ("candidate", {302}), ("staff", {302, 403, 404})],
)
def test_others_may_open_none(
    strangers: dict[str, Callable[[], Client]], who: str, refusals: set[int]
) -> None:
    client = strangers[who]()
    answers = {page: client.get(page) for page in pages()}
    assert {page for page, answer in answers.items() if answer.status_code not in refusals} == set()
    led_to = {
        answer.headers["Location"].split("?")[0] for answer in answers.values() if answer.status_code == 302
    }
    assert led_to <= {reverse("admin:login"), reverse("admin:index")}


@pytest.mark.parametrize("who", ["anonymous", "candidate", "staff"])
def test_others_may_do_nothing(strangers: dict[str, Callable[[], Client]], who: str) -> None:
    interview = started()
    invitation = make_invitation(job=interview.job, plan=interview.plan)
    client = strangers[who]()
    client.post(reverse("admin:interviews_interview_stop", args=[interview.pk]), {"_form_submitted": "on"})
    client.post(
        reverse("admin:interviews_invitation_revoke", args=[invitation.pk]), {"_form_submitted": "on"}
    )
    client.post(reverse("admin:interviews_planversion_yaml", args=[interview.plan_id]), {"text": "x"})
    interview.refresh_from_db()
    invitation.refresh_from_db()
    assert interview.status == "live"
    assert invitation.revoked_at is None


@pytest.mark.parametrize(("who", "status"), [("anonymous", 302), ("candidate", 302), ("staff", 403)])
def test_others_do_not_come_from_a_job_to_its_plan(
    strangers: dict[str, Callable[[], Client]], who: str, status: int
) -> None:
    plan = make_plan(make_job())
    answer = strangers[who]().get(reverse("admin:interviews_planversion_of_job", args=[plan.job_id]))
    assert answer.status_code == status
    assert f"/planversion/{plan.pk}/" not in answer.headers.get("Location", "")


def test_a_recruiter_deletes_and_rewrites_nothing(recruiter: Client) -> None:
    interview = started()
    for url in (
        reverse("admin:interviews_interview_delete", args=[interview.pk]),
        reverse("admin:interviews_planversion_delete", args=[interview.plan_id]),
    ):
        assert recruiter.post(url, {"post": "yes"}).status_code == 403
    change = reverse("admin:interviews_interview_change", args=[interview.pk])
    assert recruiter.post(change, {"status": "finished"}).status_code == 403
    assert Interview.objects.get(pk=interview.pk).status == "live"


def test_the_front_page_tells_staff_without_permissions_what_to_do(
    strangers: dict[str, Callable[[], Client]],
) -> None:
    make_interview()
    page = strangers["staff"]().get(reverse("admin:index")).content.decode()
    assert "Ask an administrator" in page
    assert "Baker" not in page


def test_the_group_gets_what_it_lacks_again() -> None:
    group = Group.objects.get(name=RECRUITERS)
    group.permissions.clear()
    grant_roles()
    names = set(group.permissions.values_list("codename", flat=True))
    assert {"view_interview", "change_interview", "add_invitation", "view_job", "change_job"} <= names
    assert not [name for name in names if name.startswith("delete") or "user" in name]
