"""What is read from Workday."""

from __future__ import annotations

import json

import pytest

from jobs.scraping import extract
from jobs.scraping.page import Page
from jobs.scraping.reasons import Reason
from jobs.scraping.sources import workday
from tests.jobs.ats import answer
from tests.jobs.mangled import mangled

HOST = "https://nordkai.wd3.myworkdayjobs.com"
SHARED = "https://wd3.myworkdaysite.com"
JOB = "Hamburg/Harbour-Pilot-Trainer_R-10432-1"
URL = f"{HOST}/en-US/NordkaiCareers/job/{JOB}"
API = f"{HOST}/wday/cxs/nordkai/NordkaiCareers/job/{JOB}"
STATE = (
    '<script>window.workday = window.workday || {tenant: "nordkai", siteId: "NordkaiCareers", %s};</script>'
)


def changed(**values: object) -> Page:
    """The answer with other values in its job."""
    data = json.loads(answer("workday.json"))
    data["jobPostingInfo"] |= values
    return Page(json.dumps(data), URL)


@pytest.mark.parametrize(
    "url",
    [
        URL,
        URL.replace("/en-US", ""),
        f"{URL}/apply/autofillWithResume?source=x",
        f"{URL}?locations=abc#top",
    ],
)
def test_a_hosted_posting_is_read_from_its_endpoint(url: str) -> None:
    assert workday.api_urls(url) == (API,)


@pytest.mark.parametrize("kind", ["job", "details"])
def test_a_posting_without_its_town_and_one_beside_a_search_have_the_same_endpoint(kind: str) -> None:
    url = f"{HOST}/NordkaiCareers/{kind}/Harbour-Pilot-Trainer_R-10432-1"

    assert workday.api_urls(url) == (
        f"{HOST}/wday/cxs/nordkai/NordkaiCareers/job/Harbour-Pilot-Trainer_R-10432-1",
    )


@pytest.mark.parametrize("language", ["", "/de-DE"])
def test_a_shared_host_names_the_tenant_in_its_path(language: str) -> None:
    url = f"{SHARED}{language}/recruiting/nordkai/Nordkai_Careers/job/{JOB}"

    assert workday.api_urls(url) == (f"{SHARED}/wday/cxs/nordkai/Nordkai_Careers/job/{JOB}",)


def test_letters_of_a_town_stay_encoded() -> None:
    url = f"{HOST}/NordkaiCareers/job/L%C3%BCbeck/Lotse_R-1"

    assert workday.api_urls(url) == (f"{HOST}/wday/cxs/nordkai/NordkaiCareers/job/L%C3%BCbeck/Lotse_R-1",)


def test_a_domain_of_the_customer_is_asked_only_where_the_page_is_workdays() -> None:
    url = f"https://jobs.nordkai.example/en-US/NordkaiCareers/job/{JOB}"

    assert workday.api_urls(url) == ()
    assert workday.api_urls(url, '<a href="https://nordkai.wd3.myworkdayjobs.com/x">') == ()
    assert workday.api_urls(url, STATE % 'appName: "cxs"') == (
        f"https://jobs.nordkai.example/wday/cxs/nordkai/NordkaiCareers/job/{JOB}",
    )


@pytest.mark.parametrize(
    "url",
    [
        f"{HOST}/NordkaiCareers",
        f"{HOST}/job/{JOB}",
        f"{HOST}/NordkaiCareers/jobs/{JOB}",
        f"{SHARED}/recruiting/nordkai",
        f"{SHARED}/nordkai/Nordkai_Careers/job/{JOB}",
        f"{HOST}/NordkaiCareers/job/../x",
        f"{HOST}/NordkaiCareers/job/%2e%2e%2fx/R-1",
        f"{HOST}/NordkaiCareers/job/Hamburg/R-1%3Fx",
        f"{HOST}/NordkaiCareers/job/Hamburg/R-1%23x",
        f"{HOST}/NordkaiCareers/job/Hamburg/R-1@x",
        f"{HOST}/NordkaiCareers/job/Hamburg/R-1%252fx",
        f"{HOST}.evil.example/NordkaiCareers/job/{JOB}",
        f"https://nordkai.wd3.evilmyworkdayjobs.com/NordkaiCareers/job/{JOB}",
        f"https://nordkai.wd3.myworkdayjobs.com@evil.example/NordkaiCareers/job/{JOB}",
    ],
)
def test_look_alikes_and_smuggled_ids_reach_no_endpoint(url: str) -> None:
    assert workday.api_urls(url) == ()


def test_the_answer_fills_the_fields() -> None:
    found = extract(answer("workday.json"), URL)

    assert found["is_posting"]
    assert (found["title"], found["job_type"]) == ("Harbour Pilot Trainer", "FULL_TIME")
    assert found["location"] == "Hamburg; Kiel; Bremen"
    assert found["requirements"] == "• A pilot's licence\n• Patience with beginners"
    assert found["valid_through"] == "2026-12-15"


def test_a_legal_entity_loses_its_number_and_a_name_keeps_its_own() -> None:
    data = json.loads(answer("workday.json"))
    names = {}
    for name in ("DE07 Nordkai Lotsen GmbH", "2100 Nordkai", "7 Seas Pilots", "24 Knots"):
        data["hiringOrganization"]["name"] = name
        names[name] = extract(json.dumps(data), URL)["company"]

    assert list(names.values()) == ["Nordkai Lotsen GmbH", "Nordkai", "7 Seas Pilots", "24 Knots"]


def test_without_it_the_tenant_names_the_employer() -> None:
    data = json.loads(answer("workday.json"))
    del data["hiringOrganization"]

    assert extract(json.dumps(data), URL)["company"] == "Nordkai"


def test_a_single_town_says_its_country() -> None:
    found = workday.read(changed(additionalLocations=[]))

    assert found
    assert found.location == "Hamburg, Germany"


@pytest.mark.parametrize(
    ("kind", "is_remote"),
    [
        ("Fully Remote", True),
        ("Remote", True),
        ("Partially Remote", False),
        ("Hybrid", False),
        ("Not Remote", False),
    ],
)
def test_work_that_is_remote_only_in_part_is_not_remote(kind: str, is_remote: bool) -> None:
    found = workday.read(changed(remoteType=kind))

    assert found
    assert ("remote" in found.location) == is_remote


@pytest.mark.parametrize(
    "body",
    [
        '{"errorCode": "S21", "errorCaseId": "x", "httpStatus": 404, "message": "not found"}',
        '{"errorCode": "S22", "message": "permission denied"}',
        '{"jobPostingInfo": null}',
        '{"jobPostingInfo": {"title": "x", "posted": false}}',
        STATE % "postingAvailable: false",
    ],
)
def test_a_job_that_is_gone_is_expired(body: str) -> None:
    found = workday.read(Page(body, URL))

    assert found
    assert found.reason == Reason.EXPIRED


@pytest.mark.parametrize(
    "body",
    [
        "",
        "[]",
        "{}",
        '{"errorCode": "E1"}',
        '{"errorCode": []}',
        STATE % "postingAvailable: true",
        "<p>x</p>",
    ],
)
def test_other_answers_are_left_to_others(body: str) -> None:
    assert workday.read(Page(body, URL)) is None


def test_no_wrong_part_raises() -> None:
    for body in mangled(json.loads(answer("workday.json"))):
        workday.read(Page(body, URL))


@pytest.mark.parametrize(
    "name",
    [
        "IL00 Nordkai Lotsen GmbH",
        "2100 Nordkai Lotsen GmbH",
        "DE01-Nordkai Lotsen GmbH",
        "CO_0123 - Nordkai Lotsen GmbH",
        "Nordkai Lotsen GmbH (DE01)",
        "Nordkai Lotsen GmbH",
    ],
)
def test_a_payrolls_code_is_no_part_of_the_employers_name(name: str) -> None:
    data = json.loads(answer("workday.json")) | {"hiringOrganization": {"name": name}}

    assert extract(json.dumps(data), URL)["company"] == "Nordkai Lotsen GmbH"


@pytest.mark.parametrize("name", ["3M Deutschland GmbH", "1000mikes AG", "Studio 54", "Nordkai (Hamburg)"])
def test_a_number_that_belongs_to_a_name_stays(name: str) -> None:
    data = json.loads(answer("workday.json")) | {"hiringOrganization": {"name": name}}

    assert extract(json.dumps(data), URL)["company"] == name
