"""Duplicates are found, compared side by side, merged with a warning, and taken apart again."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import Permission, User
from django.test import Client
from django.urls import reverse

from jobs.models import Job, Team
from jobs.services.derived import derive
from tests.jobs.hidden_world import client_of, make_hidden_world, person

pytestmark = pytest.mark.django_db

LIST = reverse("admin:jobs_job_duplicates")
TEXT = "Keep the fields dry and the pumps running in all weathers with a small crew. " * 6


@pytest.fixture
def team(db: None) -> Team:
    return Team.objects.create(name="Coast")


@pytest.fixture
def rita(team: Team) -> User:
    return person("rita", team)


@pytest.fixture
def browser(rita: User) -> Client:
    return client_of(rita)


def make_job(team: Team, **fields: Any) -> Job:
    values = {
        "job_title": "Pump Engineer",
        "company_name": "Saltmarsh Works",
        "description": TEXT,
        "team": team,
    }
    job = Job(**{**values, **fields})
    derive(job=job, changed={"description", "company_name"})
    job.save()
    return job


def at(name: str, *jobs: Job) -> str:
    return reverse(f"admin:jobs_job_{name}", args=[job.pk for job in jobs])


def test_the_same_text_makes_a_group(browser: Client, team: Team) -> None:
    first, second = make_job(team), make_job(team, job_title="Engineer, pumps", company_name="Other")
    page = browser.get(LIST).content.decode()
    assert "The same text: Pump Engineer" in page
    assert at("compare", first, second) in page


def test_the_same_position_at_the_same_place_makes_a_group(browser: Client, team: Team) -> None:
    make_job(team, location="Norwich")
    make_job(
        team, location="Norwich, Norfolk", company_name="SALTMARSH WORKS LTD", description="Other. " * 60
    )
    assert "The same position: Pump Engineer" in browser.get(LIST).content.decode()


def test_the_same_position_elsewhere_is_another_job(browser: Client, team: Team) -> None:
    make_job(team, location="Norwich")
    make_job(team, location="Hull", description="Other. " * 60)
    assert "No duplicates" in browser.get(LIST).content.decode()


def test_one_pair_is_listed_once(browser: Client, team: Team) -> None:
    make_job(team)
    make_job(team)
    assert len(browser.get(LIST).context["groups"]) == 1


def test_a_merged_job_is_no_duplicate_any_more(browser: Client, team: Team) -> None:
    first, second = make_job(team), make_job(team)
    browser.post(at("merge", first, second))
    assert "No duplicates" in browser.get(LIST).content.decode()


def test_groups_cost_the_same_number_of_queries_whatever_their_number(
    browser: Client, team: Team, django_assert_max_num_queries: Any
) -> None:
    for number in range(30):
        make_job(team, job_title=f"Pilot {number // 2}", description=f"Text {number // 2}. " * 30)
    with django_assert_max_num_queries(12):
        assert len(browser.get(LIST).context["groups"]) == 15


def test_what_differs_comes_first_and_is_marked(browser: Client, team: Team) -> None:
    first, second = make_job(team), make_job(team, salary_range="£40,000 a year")
    rows = browser.get(at("compare", first, second)).context["rows"]
    assert [(row.label, row.differs) for row in rows[:2]] == [("Salary range", True), ("Job title", False)]


def test_what_a_merge_does_is_said_before_it_is_done(browser: Client, team: Team) -> None:
    first = make_job(team)
    second = make_job(team, salary_range="£40,000 a year", status=Job.Status.PUBLISHED)
    page = browser.get(at("merge", first, second)).content.decode()
    assert "takes over what it lacks: salary range" in page
    assert "You can undo this." in page
    second.refresh_from_db()
    assert (second.merged_into, second.status) == (None, "published")


def test_a_merge_keeps_one_and_offers_to_undo_it(browser: Client, team: Team) -> None:
    first = make_job(team)
    second = make_job(team, salary_range="£40,000 a year", status=Job.Status.PUBLISHED)
    page = browser.post(at("merge", first, second), follow=True).content.decode()
    assert at("unmerge", second) in page
    first.refresh_from_db()
    second.refresh_from_db()
    assert first.salary_range == "£40,000 a year"
    assert (second.merged_into, second.status) == (first, "closed")

    assert "gets the status back" in browser.get(at("unmerge", second)).content.decode()
    browser.post(at("unmerge", second))
    first.refresh_from_db()
    second.refresh_from_db()
    assert first.salary_range == ""
    assert (second.merged_into, second.status) == (None, "published")


@pytest.mark.parametrize("name", ["merge", "unmerge"])
def test_what_was_done_meanwhile_is_said(browser: Client, team: Team, name: str) -> None:
    first, second = make_job(team), make_job(team)
    if name == "merge":
        browser.post(at("merge", first, second))
        page = browser.post(at("merge", first, second), follow=True).content.decode()
        assert "was merged already" in page
    else:
        page = browser.post(at("unmerge", first), follow=True).content.decode()
        assert "not merged into another one" in page


def test_a_jobs_page_names_its_duplicates(browser: Client, team: Team) -> None:
    first, second = make_job(team), make_job(team)
    page = browser.get(at("change", first)).content.decode()
    assert "Another job may be the same:" in page
    assert at("compare", first, second) in page


def test_both_sides_of_a_merge_say_so(browser: Client, team: Team) -> None:
    first, second = make_job(team), make_job(team)
    browser.post(at("merge", first, second))
    assert "Merged into this job:" in browser.get(at("change", first)).content.decode()
    page = browser.get(at("change", second)).content.decode()
    assert "This job was merged into" in page
    assert at("unmerge", second) in page


def test_another_teams_duplicate_is_not_named(browser: Client, team: Team) -> None:
    world = make_hidden_world()
    job = make_job(team)
    Job.objects.filter(pk=job.pk).update(text_key="same", position_key="same")
    assert "No duplicates" in browser.get(LIST).content.decode()
    assert "may be the same" not in browser.get(at("change", job)).content.decode()
    assert browser.post(at("merge", job, world.jobs[0])).status_code == 404


def test_who_may_only_look_merges_nothing(team: Team) -> None:

    vera = person("vera", team, group="")
    vera.user_permissions.add(Permission.objects.get(codename="view_job"))
    first, second = make_job(team), make_job(team)
    browser = client_of(vera)
    assert "Keep the first one" not in browser.get(at("compare", first, second)).content.decode()
    assert browser.post(at("merge", first, second)).status_code == 403


def test_hostile_words_stay_words(browser: Client, team: Team) -> None:
    evil = "<script>alert(1)</script>"
    first = make_job(team, job_title=evil)
    second = make_job(team, job_title=evil, location=evil)
    for where in (LIST, at("compare", first, second), at("merge", first, second), at("change", first)):
        assert evil not in browser.get(where).content.decode()
    assert evil not in browser.post(at("merge", first, second), follow=True).content.decode()
