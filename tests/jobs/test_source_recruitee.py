"""What is read from Recruitee."""

from __future__ import annotations

import json

import pytest

from jobs.scraping import extract
from jobs.scraping.page import Page
from jobs.scraping.reasons import Reason
from jobs.scraping.sources import recruitee
from tests.jobs.ats import answer
from tests.jobs.mangled import mangled

HOST = "https://polderwacht.recruitee.com"
URL = f"{HOST}/o/dike-warden"
APIS = (f"{HOST}/api/offers/dike-warden", f"{HOST}/api/offers/")


def offer(**values: object) -> dict[str, object]:
    """The offer with other values."""
    found: dict[str, object] = json.loads(answer("recruitee_offer.json"))["offer"]
    return found | values


def changed(**values: object) -> Page:
    """The answer with other values in its offer."""
    return Page(json.dumps({"offer": offer(**values)}), URL)


@pytest.mark.parametrize(
    "path", ["/o/dike-warden", "/o/dike-warden/c/new", "/en/o/dike-warden", "/l/nl/o/dike-warden"]
)
def test_a_hosted_posting_is_read_from_its_own_answer_or_the_list(path: str) -> None:
    assert recruitee.api_urls(f"{HOST}{path}?source=x") == APIS


def test_a_domain_of_the_customer_is_asked_only_where_the_page_is_recruitees() -> None:
    url = "https://werk.polderwacht.example/o/dike-warden"
    page = '<script src="https://careers.recruiteecdn.com/app.js"></script>'

    assert recruitee.api_urls(url) == ()
    assert recruitee.api_urls(url, page) == (
        "https://werk.polderwacht.example/api/offers/dike-warden",
        "https://werk.polderwacht.example/api/offers/",
    )


@pytest.mark.parametrize(
    "url",
    [
        HOST,
        f"{HOST}/o/",
        f"{HOST}/x/dike-warden",
        f"{HOST}/o/../x",
        f"{HOST}/o/%2e%2e%2fx",
        f"{HOST}/o/x%3Fy",
        f"{HOST}/o/x%23y",
        f"{HOST}/o/x@y",
        "https://api.recruitee.com/o/dike-warden",
        "https://a.b.recruitee.com/o/dike-warden",
        "https://polderwacht.recruitee.com.evil.example/o/dike-warden",
        "https://polderwacht.evilrecruitee.com/o/dike-warden",
        "https://polderwacht.recruitee.com@evil.example/o/dike-warden",
    ],
)
def test_look_alikes_and_smuggled_names_reach_no_api(url: str) -> None:
    assert recruitee.api_urls(url) == ()


def test_the_answer_fills_the_fields() -> None:
    found = extract(answer("recruitee_offer.json"), URL)

    assert found["is_posting"]
    assert (found["title"], found["company"]) == ("Dike Warden", "Polderwacht")
    assert found["location"] == "Lemmer, Friesland, Netherlands; Middelburg, Zeeland, Netherlands"
    assert found["job_type"] == "PART_TIME, TEMPORARY"
    assert found["requirements"] == "• Good boots\n• A licence for the quad"
    assert "Requirements:\n• Good boots" in found["description"]
    assert found["valid_through"] == "2026-12-20"


def test_sums_that_are_text_are_sums() -> None:
    found = recruitee.read(changed())

    assert found
    assert found.salary_range == "2,600 to 3,100 EUR per month"


def test_the_address_chooses_from_the_list() -> None:
    offers = {"offers": [offer(slug="other", title="Other", careers_url=f"{HOST}/o/other"), offer()]}

    assert extract(json.dumps(offers), URL)["title"] == "Dike Warden"
    assert extract(json.dumps(offers), f"{HOST}/o/other")["title"] == "Other"


def test_an_offers_address_may_be_none() -> None:
    offers = {"offers": [offer(slug="other", careers_url="https://[x"), offer()]}

    assert extract(json.dumps(offers), URL)["title"] == "Dike Warden"


def test_remote_work_is_said_and_older_offers_have_one_place() -> None:
    found = recruitee.read(changed(locations=[], remote=True))

    assert found
    assert found.location == "Lemmer, Netherlands (remote)"


@pytest.mark.parametrize(
    "page",
    [
        changed(status="closed"),
        Page('{"offer": null}', URL),
        Page('{"offers": []}', URL),
        Page(json.dumps({"offers": [offer(slug="other", careers_url="")]}), URL),
    ],
    ids=["closed", "null", "empty list", "not in the list"],
)
def test_a_job_that_is_gone_is_expired(page: Page) -> None:
    found = recruitee.read(page)

    assert found
    assert found.reason == Reason.EXPIRED


@pytest.mark.parametrize("body", ["", "[]", "{}", '{"jobs": []}', "<p>x</p>"])
def test_other_answers_are_left_to_others(body: str) -> None:
    assert recruitee.read(Page(body, URL)) is None


def test_offers_of_another_kind_are_left_to_others() -> None:
    assert recruitee.read(Page('{"offers": [{"price": 1}]}', "https://shop.example/offers")) is None


def test_no_wrong_part_raises() -> None:
    for document in ({"offer": offer()}, {"offers": [offer()]}):
        for body in mangled(document):
            recruitee.read(Page(body, URL))
