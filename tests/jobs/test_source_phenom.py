"""What is read from Phenom."""

from __future__ import annotations

import json
from typing import Any

import pytest

from jobs.scraping.page import Page
from jobs.scraping.posting import Posting
from jobs.scraping.reasons import Reason
from jobs.scraping.sources import phenom
from tests.jobs.ats import answer
from tests.jobs.mangled import mangled

URL = "https://careers.carillon-works.example/global/en/job/R-100001/Bell-Tuner"
MARK = "phApp.ddo = "


def state() -> Any:
    """The state of the fixture's page."""
    body = answer("phenom.html")
    return json.JSONDecoder().raw_decode(body, body.index(MARK) + len(MARK))[0]


def page(data: str) -> Page:
    """A page with this state."""
    return Page(f"<html><script>var phApp = {{}};{MARK}{data}; more();</script></html>", URL)


def read(**values: object) -> Posting | None:
    """The fixture's posting, with other values in it."""
    data = state()
    data["jobDetail"]["data"]["job"] |= values
    return phenom.read(page(json.dumps(data)))


def test_the_page_itself_is_read() -> None:
    assert phenom.api_urls(URL, answer("phenom.html")) == ()


def test_the_job_is_found_in_the_state_whatever_scripts_follow() -> None:
    found = phenom.read(Page(answer("phenom.html"), URL))

    assert found
    assert found.is_posting
    assert found.job_title == "Bell Tuner"
    assert found.company_name == "Carillon Works NV"
    assert found.location == "Ghent, East Flanders, Belgium; Bruges, West Flanders, Belgium"
    assert found.job_type == "FULL_TIME"
    assert 'one is called "Roland" & is cross' in found.description
    assert "• No fear of stairs" in found.description
    assert found.salary_range == ""


@pytest.mark.parametrize(
    ("values", "location"),
    [
        ({"multi_location": None}, "Ghent, East Flanders, Belgium"),
        ({"multi_location": [], "cityStateCountry": "", "location": "Ghent"}, "Ghent"),
        ({"multi_location": [], "cityStateCountry": "", "location": "", "state": ""}, "Ghent, Belgium"),
    ],
)
def test_the_place_is_the_fullest_there_is(values: dict[str, object], location: str) -> None:
    found = read(**values)

    assert found
    assert found.location == location


@pytest.mark.parametrize(
    ("host", "name"),
    [
        ("careers.carillon-works.example", "Carillon Works"),
        ("jobs.bell.co.uk", "Bell"),
        ("bell.com", "Bell"),
        ("x.y.bell.com", "Bell"),
    ],
)
def test_an_unnamed_employer_is_taken_from_the_sites_name(host: str, name: str) -> None:
    data = state()
    data["jobDetail"]["data"]["job"] |= {"companyName": "", "description": "<p>Keep them in tune.</p>"}
    found = phenom.read(Page(f"<script>{MARK}{json.dumps(data)}</script>", f"https://{host}/job/1/x"))

    assert found
    assert found.company_name == name
    assert found.provenance["company_name"]["confidence"] == 0.3


def test_sums_of_pay_are_read() -> None:
    found = read(salaryMin="41000", salaryMax=45000, salaryCurrency="EUR")

    assert found
    assert found.salary_range == "41,000 to 45,000 EUR"


@pytest.mark.parametrize("detail", [{"status": 404}, {"status": 200, "hits": 0, "data": {"job": None}}])
def test_a_job_that_is_gone_is_expired(detail: dict[str, object]) -> None:
    found = phenom.read(page(json.dumps({"jobDetail": detail})))

    assert found
    assert found.reason == Reason.EXPIRED


@pytest.mark.parametrize(
    "body",
    [
        "",
        "{}",
        "<html></html>",
        '<script>phApp.ddo = {"eagerLoadRefineSearch": {"data": {"jobs": []}}};</script>',
        '<script>phApp.ddo = {"jobDetail": {"data": {"job": {"title": "x"}}}};</script>',
        '<script>phApp.ddo = {"jobDetail": ;</script>',
        "<script>phApp.ddo = " + '{"jobDetail":' * 50_000 + "</script>",
    ],
)
def test_lists_teasers_and_broken_states_are_left_to_others(body: str) -> None:
    assert phenom.read(Page(body, URL)) is None


def test_no_wrong_part_raises() -> None:
    for data in mangled(state()):
        phenom.read(page(data))
