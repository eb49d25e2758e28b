"""Recruiters read plans as people do and write the next version."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django.asserts import assertContains

from interviews.models import PlanVersion
from tests.interviews.makers import PLAN, make_job, make_plan

pytestmark = pytest.mark.django_db

ADD = reverse("admin:interviews_planversion_add")


def page_of(plan: PlanVersion) -> str:
    return reverse("admin:interviews_planversion_change", args=[plan.pk])


def editor_of(plan: PlanVersion) -> str:
    return reverse("admin:interviews_planversion_yaml", args=[plan.pk])


def test_a_plan_is_laid_out_for_people(recruiter: Client) -> None:
    page = recruiter.get(page_of(make_plan(make_job()))).content.decode()
    for words in (
        "Which bread did you bake first?",
        "Craft",
        "Teaches it.",
        "A person reads this.",
        "10 minutes",
    ):
        assert words in page


def test_an_edit_makes_the_next_version(recruiter: Client) -> None:
    plan = make_plan(make_job())
    assert "schema: parley.plan/1" in recruiter.get(editor_of(plan)).content.decode()
    recruiter.post(editor_of(plan), {"text": PLAN.replace("minutes: 10", "minutes: 15")})
    newest = PlanVersion.objects.latest("pk")
    assert (newest.version, newest.minutes, newest.job, newest.source) == (2, 15, plan.job, "edited")
    assert newest.created_by is not None and newest.created_by.username == "rita"
    plan.refresh_from_db()
    assert plan.minutes == 10


def test_saving_without_a_change_makes_no_version(recruiter: Client) -> None:
    plan = make_plan(make_job())
    page = recruiter.post(editor_of(plan), {"text": PLAN}, follow=True).content.decode()
    assert "Nothing was changed" in page
    assert PlanVersion.objects.count() == 1


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (PLAN.replace("language: en", "language: no"), "line 5"),
        (PLAN + "colour: red\n", "colour"),
        ("- just a list", "mapping"),
        ("a: [", "not valid YAML"),
    ],
)
def test_a_mistake_is_said_with_its_place_and_the_text_is_kept(
    recruiter: Client, text: str, problem: str
) -> None:
    plan = make_plan(make_job())
    answer = recruiter.post(editor_of(plan), {"text": text})
    assert answer.status_code == 422
    assert problem in answer.content.decode()
    assert PlanVersion.objects.count() == 1


def test_a_new_plan_is_drafted_when_none_is_given(recruiter: Client) -> None:
    job = make_job()
    recruiter.post(ADD, {"job": job.pk, "text": ""})
    assert PlanVersion.objects.get().source == "drafted"


def test_a_draft_is_as_long_as_wanted(recruiter: Client) -> None:
    recruiter.post(ADD, {"job": make_job().pk, "text": "", "minutes": "35"})
    assert PlanVersion.objects.get().minutes == 35


@pytest.mark.parametrize("minutes", ["4", "121", "half an hour"])
def test_a_draft_is_no_longer_than_an_interview_may_be(recruiter: Client, minutes: str) -> None:
    answer = recruiter.post(ADD, {"job": make_job().pk, "text": "", "minutes": minutes})
    assert answer.status_code == 422
    assert not PlanVersion.objects.exists()


def test_the_list_offers_to_show_all_only_where_something_is_left_out(recruiter: Client) -> None:
    make_plan(make_job())
    plans = reverse("admin:interviews_planversion_changelist")
    assert "Show all" not in recruiter.get(plans).content.decode()
    assert "Show all" in recruiter.get(plans, {"q": "baker"}).content.decode()


def test_a_version_has_no_history_of_changes(recruiter: Client) -> None:
    plan = make_plan(make_job())
    assert "/history/" not in recruiter.get(page_of(plan)).content.decode()


def test_a_plan_that_is_written_already_can_be_taken(recruiter: Client) -> None:
    job = make_job()
    recruiter.post(ADD, {"job": job.pk, "text": PLAN})
    plan = PlanVersion.objects.get()
    assert (plan.source, plan.job, plan.key) == ("imported", job, "baker")


def test_minutes_are_said_without_needless_zeros(recruiter: Client) -> None:
    text = PLAN.replace('bake first?", minutes: 3', 'bake first?", minutes: 3.5')
    page = recruiter.get(page_of(make_plan(make_job(), text=text))).content.decode()
    assert "3.5 min" in page and "3.50 min" not in page


def test_markup_in_a_plan_stays_text(recruiter: Client) -> None:
    plan = make_plan(make_job(), text=PLAN.replace("Thank you.", "<script>alert(1)</script>"))
    assert "<script>alert(1)" not in recruiter.get(page_of(plan)).content.decode()


def test_a_job_leads_to_the_plan_that_candidates_get(recruiter: Client) -> None:
    plan = make_plan(make_job())
    answer = recruiter.get(reverse("admin:interviews_planversion_of_job", args=[plan.job_id]))
    assert answer.headers["Location"] == page_of(plan)


def test_a_job_without_a_plan_leads_to_the_page_that_drafts_one(recruiter: Client) -> None:
    job = make_job()
    answer = recruiter.get(reverse("admin:interviews_planversion_of_job", args=[job.pk]), follow=True)
    assert answer.redirect_chain[-1][0] == f"{ADD}?job={job.pk}"
    assert "This job has no plan yet" in answer.content.decode()
    assert not PlanVersion.objects.exists()


def test_the_page_says_whether_the_interviewers_voice_is_made(recruiter: Client) -> None:
    page = recruiter.get(page_of(make_plan(make_job())))
    assertContains(page, "<dt>Voice</dt><dd>being made</dd>", html=True)


def test_a_plan_in_a_language_without_a_pack_is_called_by_its_name(recruiter: Client) -> None:
    plan = make_plan(text=PLAN.replace("language: en", "language: pl"))
    assertContains(recruiter.get(page_of(plan)), "<dd>Polish</dd>")
