"""What is read from Rippling."""

from __future__ import annotations

import json

import pytest

from jobs.scraping.page import Page
from jobs.scraping.posting import Posting
from jobs.scraping.reasons import Reason
from jobs.scraping.sources import rippling
from tests.jobs.ats import answer
from tests.jobs.mangled import mangled

JOB = "1b2c3d4e-1111-4222-8333-123456789abc"
URL = f"https://ats.rippling.com/oarlock-lines/jobs/{JOB}"


def read(**values: object) -> Posting:
    """The fixture's posting, with other values in it."""
    found = rippling.read(Page(json.dumps(json.loads(answer("rippling.json")) | values), URL))
    assert found
    return found


def hosted(job: object) -> str:
    """A hosted page with this job in its state."""
    state = {"props": {"pageProps": {"apiData": {"jobPost": job, "jobBoard": {"slug": "oarlock-lines"}}}}}
    text = json.dumps(state)
    return f'<html><body><script id="__NEXT_DATA__" type="application/json">{text}</script></body></html>'


@pytest.mark.parametrize(
    "url",
    [
        URL,
        f"{URL}/apply?step=application",
        f"https://ats.us1.rippling.com/oarlock-lines/jobs/{JOB}",
        f"https://ats.rippling.com/en-GB/oarlock-lines/jobs/{JOB}",
    ],
)
def test_a_posting_is_read_from_the_board_api(url: str) -> None:
    address = f"https://api.rippling.com/platform/api/ats/v1/board/oarlock-lines/jobs/{JOB}"

    assert rippling.api_urls(url) == (address,)


@pytest.mark.parametrize(
    "url",
    [
        "https://ats.rippling.com/oarlock-lines/jobs",
        f"https://ats.rippling.com/../jobs/{JOB}",
        f"https://ats.rippling.com/%2e%2e%2foarlock/jobs/{JOB}",
        f"https://ats.rippling.com/oarlock%3Flines/jobs/{JOB}",
        f"https://ats.rippling.com/oarlock lines/jobs/{JOB}",
        "https://ats.rippling.com/oarlock-lines/jobs/..%2f..%2fx",
        f"{URL}%23x",
        f"https://ats.rippling.com.evil.example/oarlock-lines/jobs/{JOB}",
        f"https://evilrippling.com/oarlock-lines/jobs/{JOB}",
        f"https://ats.rippling.com@evil.example/oarlock-lines/jobs/{JOB}",
    ],
)
def test_other_addresses_and_smuggled_ids_have_no_api(url: str) -> None:
    assert rippling.api_urls(url) == ()


def test_the_answer_fills_the_fields() -> None:
    found = read()

    assert found.is_posting
    assert found.job_title == "Ferry Timetable Poet"
    assert found.company_name == "Oarlock Lines"
    assert found.location == "Bergen, Norway; Remote (Norway)"
    assert found.job_type == "FULL_TIME"
    assert found.company_info.startswith("Oarlock Lines has rowed")
    assert "• Two languages" in found.description


def test_pay_is_the_whole_span_of_the_ranges_in_one_currency() -> None:
    assert read().salary_range == "500,000 to 560,000 NOK per year"


def test_pay_by_the_hour_stays_pay_by_the_hour() -> None:
    pay = [{"currency": "USD", "frequency": "HOUR", "rangeStart": 18, "rangeEnd": 25}]

    assert read(payRangeDetails=pay).salary_range == "18 to 25 USD per hour"


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        ({"label": "HOURLY_PT"}, "PART_TIME"),
        ({"label": "SALARIED_FT", "id": None}, "FULL_TIME"),
        ({"label": "CONTRACTOR"}, "CONTRACTOR"),
        ({"label": "ODD", "id": "Internship"}, "INTERN"),
        ("Temporary", "TEMPORARY"),
        (None, ""),
    ],
)
def test_codes_for_employment_are_understood(kind: object, name: str) -> None:
    assert read(employmentType=kind).job_type == name


def test_places_may_be_objects() -> None:
    assert (
        read(workLocations=[{"label": "Bergen"}, {"name": "Lerwick"}, {}, None]).location == "Bergen; Lerwick"
    )


def test_an_unnamed_employer_is_taken_from_the_address_and_the_text() -> None:
    found = read(companyName=None)

    assert found.company_name == "Oarlock Lines"
    assert found.provenance["company_name"]["confidence"] == 0.6


def test_a_hosted_page_holds_the_same_object() -> None:
    assert rippling.read(Page(hosted(json.loads(answer("rippling.json"))), URL)) == read()


def test_a_hosted_page_without_its_job_is_expired() -> None:
    found = rippling.read(Page(hosted(None), URL))

    assert found
    assert found.reason == Reason.EXPIRED


@pytest.mark.parametrize(
    "body", ["", "[]", "{}", '{"name": "x", "description": "y"}', "<html></html>", hosted({"name": "x"})]
)
def test_other_answers_are_left_to_others(body: str) -> None:
    assert rippling.read(Page(body, URL)) is None


def test_another_sites_state_is_left_to_others() -> None:
    assert rippling.read(Page(hosted(json.loads(answer("rippling.json"))), "https://x.example/1")) is None


def test_no_wrong_part_raises() -> None:
    for body in mangled(json.loads(answer("rippling.json"))):
        rippling.read(Page(body, URL))
