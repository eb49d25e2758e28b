"""Companies: their visible jobs, what is known about them, and two that become one."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from jobs.models import Company, Job, Team
from jobs.services.companies import company_for
from tests.jobs.hidden_world import client_of, make_hidden_world, person

pytestmark = pytest.mark.django_db

LIST = reverse("admin:jobs_company_changelist")


@pytest.fixture
def team(db: None) -> Team:
    return Team.objects.create(name="Coast")


@pytest.fixture
def browser(team: Team) -> Client:
    return client_of(person("rita", team))


def make_company(name: str, team: Team | None, *titles: str, **fields: Any) -> Company:
    company = company_for(name=name)
    assert company is not None
    for title in titles:
        Job.objects.create(
            job_title=title, company=company, company_name=name, team=team, description="x" * 90, **fields
        )
    return company


def at(name: str, company: Company) -> str:
    return reverse(f"admin:jobs_company_{name}", args=[company.pk])


def test_the_list_counts_the_jobs_that_its_reader_sees(browser: Client, team: Team) -> None:
    make_company("Saltmarsh Works", team, "Pump Engineer", "Lock Keeper")
    make_company("Saltmarsh Works", Team.objects.create(name="Hills"), "Shepherd", status="published")
    rows = browser.get(LIST).context["cl"].result_list
    assert [(row.name, row.job_count, row.open_count) for row in rows] == [("Saltmarsh Works", 2, 0)]


def test_a_company_of_other_teams_is_not_listed(browser: Client) -> None:
    make_hidden_world()
    assert "Obscura" not in browser.get(LIST).content.decode()


def test_the_page_lists_the_jobs_that_its_reader_sees(browser: Client, team: Team) -> None:
    company = make_company("Saltmarsh Works", team, "Pump Engineer")
    make_company("Saltmarsh Works", Team.objects.create(name="Hills"), "Shepherd")
    page = browser.get(at("change", company)).content.decode()
    assert "Pump Engineer" in page
    assert "Shepherd" not in page


def test_name_website_and_text_are_corrected(browser: Client, team: Team) -> None:
    company = make_company("SALTMARSH WORKS LTD", team, "Pump Engineer")
    fields = {
        "name": "Saltmarsh Works",
        "website": "https://saltmarsh.example/",
        "about": "Pumps since 1921.",
    }
    browser.post(at("change", company), fields)
    company.refresh_from_db()
    assert (company.name, company.website, company.about) == tuple(fields.values())
    assert company_for(name="Saltmarsh Works Ltd") == company


def test_an_address_that_is_none_is_refused(browser: Client, team: Team) -> None:
    company = make_company("Saltmarsh Works", team, "Pump Engineer")
    browser.post(at("change", company), {"name": "Saltmarsh Works", "website": "javascript:alert(1)"})
    company.refresh_from_db()
    assert company.website == ""


def test_its_text_goes_to_the_jobs_that_have_none(browser: Client, team: Team) -> None:
    company = make_company("Saltmarsh Works", team, "Pump Engineer")
    make_company("Saltmarsh Works", team, "Lock Keeper", company_info="We keep locks.")
    make_company("Saltmarsh Works", Team.objects.create(name="Hills"), "Shepherd")
    Company.objects.update(about="Pumps since 1921.")
    assert "Jobs that have a text of their own keep it." in browser.get(at("give", company)).content.decode()
    browser.post(at("give", company), {"_form_submitted": "on"})
    texts = dict(Job.objects.values_list("job_title", "company_info"))
    assert texts == {
        "Pump Engineer": "Pumps since 1921.",
        "Lock Keeper": "We keep locks.",
        "Shepherd": "",
    }
    assert Job.objects.get(job_title="Pump Engineer").provenance["company_info"]["source"] == "person"


def test_what_merging_does_is_said_before_it_is_done(browser: Client, team: Team) -> None:
    keep = make_company("Saltmarsh Works", team, "Pump Engineer")
    other = make_company("Saltmarsh Pumps", team, "Lock Keeper")
    page = browser.post(at("merge_into", other), {"keep": keep.pk}).content.decode()
    assert "This cannot be undone." in page
    assert Company.objects.count() == 2


def test_merging_gives_the_jobs_to_the_one_that_stays(browser: Client, team: Team) -> None:
    keep = make_company("Saltmarsh Works", team, "Pump Engineer")
    other = make_company("Saltmarsh Pumps", team, "Lock Keeper")
    browser.post(at("merge_into", other), {"keep": keep.pk, "confirm": "1"})
    assert Company.objects.get() == keep
    assert set(Job.objects.values_list("company", flat=True)) == {keep.pk}
    assert company_for(name="Saltmarsh Pumps Ltd") == keep


def test_a_company_is_not_merged_into_nothing_or_into_another_teams(browser: Client, team: Team) -> None:
    world = make_hidden_world()
    company = make_company("Saltmarsh Works", team, "Pump Engineer")
    for keep in ("", company.pk, world.objects["company"].pk):
        answer = browser.post(at("merge_into", company), {"keep": keep, "confirm": "1"})
        assert answer.status_code == 422
    assert Company.objects.count() == 2


def test_a_company_with_another_teams_jobs_is_the_administrators_to_merge(
    browser: Client, team: Team
) -> None:
    company = make_company("Saltmarsh Works", team, "Pump Engineer")
    make_company("Saltmarsh Works", Team.objects.create(name="Hills"), "Shepherd")
    keep = make_company("Saltmarsh Pumps", team, "Lock Keeper")
    sent = {"keep": keep.pk, "confirm": "1"}
    assert (
        "Ask an administrator" in browser.post(at("merge_into", company), sent, follow=True).content.decode()
    )
    assert Company.objects.count() == 2
    client_of(User.objects.create_superuser("root")).post(at("merge_into", company), sent)
    assert Company.objects.get() == keep


def test_hostile_names_stay_text(browser: Client, team: Team) -> None:
    company = make_company("<script>alert(1)</script> Works", team, "<script>alert(2)</script>")
    for where in (LIST, at("change", company), at("merge_into", company)):
        assert "<script>alert(" not in browser.get(where).content.decode()
