"""What is read from SmartRecruiters."""

from __future__ import annotations

import json

import pytest

from jobs.scraping import extract
from jobs.scraping.page import Page
from jobs.scraping.reasons import Reason
from jobs.scraping.sources import smartrecruiters
from tests.jobs.ats import answer
from tests.jobs.mangled import mangled

HOST = "https://jobs.smartrecruiters.com"
URL = f"{HOST}/CampanaWerke/744000012345678-bell-founder"
UUID = "6f1d2c3b-1111-4222-8333-444455556666"
API = "https://api.smartrecruiters.com/v1/companies/CampanaWerke/postings/"


def changed(**values: object) -> Page:
    """The answer with other values."""
    return Page(json.dumps(json.loads(answer("smartrecruiters.json")) | values), URL)


@pytest.mark.parametrize(
    ("url", "job"),
    [
        (URL, "744000012345678"),
        (f"{URL}?oga=true", "744000012345678"),
        (f"{HOST}/CampanaWerke/744000012345678", "744000012345678"),
        (URL.replace("jobs.", "careers."), "744000012345678"),
        (f"{HOST}/CampanaWerke/{UUID}", UUID),
        (f"{HOST}/oneclick-ui/company/CampanaWerke/publication/{UUID}?dcr_ci=CampanaWerke", UUID),
    ],
)
def test_a_hosted_posting_and_its_form_are_read_from_the_api(url: str, job: str) -> None:
    assert smartrecruiters.api_urls(url) == (API + job,)


@pytest.mark.parametrize(
    "url",
    [
        f"{HOST}/CampanaWerke",
        f"{HOST}/CampanaWerke/bell-founder",
        f"{HOST}/../744000012345678",
        f"{HOST}/Campana%2fWerke/744000012345678",
        f"{HOST}/Campana%3FWerke/744000012345678",
        f"{HOST}/CampanaWerke/744000012345678%23x",
        f"{HOST}/CampanaWerke/744000012345678@x",
        f"{HOST}/CampanaWerke/%2e%2e%2f744000012345678",
        f"{HOST}.evil.example/CampanaWerke/744000012345678",
        "https://jobs.evilsmartrecruiters.com/CampanaWerke/744000012345678",
        "https://jobs.smartrecruiters.com@evil.example/CampanaWerke/744000012345678",
    ],
)
def test_look_alikes_and_smuggled_ids_reach_no_api(url: str) -> None:
    assert smartrecruiters.api_urls(url) == ()


def test_the_answer_fills_the_fields() -> None:
    found = extract(answer("smartrecruiters.json"), URL)

    assert found["is_posting"]
    assert (found["title"], found["company"]) == ("Bell Founder", "Campana Werke")
    assert (found["location"], found["job_type"]) == ("Innsbruck, Tyrol, Austria", "FULL_TIME")
    assert found["language"] == "en"


def test_the_sections_are_the_parts_of_the_posting() -> None:
    found = extract(answer("smartrecruiters.json"), URL)

    assert found["requirements"] == "• An ear for overtones\n• Foundry papers"
    assert found["company_info"] == "Campana Werke casts bells that outlive their towers."
    headings = [line for line in found["description"].split("\n") if line.endswith(":")]
    assert headings == [
        "Company Description:",
        "Job Description:",
        "Qualifications:",
        "Additional Information:",
    ]


@pytest.mark.parametrize("nested", [False, True])
def test_the_compensation_is_read_in_both_of_its_shapes(nested: bool) -> None:
    pay = {"min": 3100, "max": 3600, "currency": "EUR", "period": "MONTHLY"}
    found = smartrecruiters.read(changed(compensation={"salary": pay} if nested else pay))

    assert found
    assert found.salary_range == "3,100 to 3,600 EUR per month"


def test_a_place_without_a_full_name_is_made_of_its_parts() -> None:
    found = smartrecruiters.read(changed(location={"city": "Graz", "country": "at", "remote": True}))

    assert found
    assert found.location == "Graz, AT (remote)"


def test_a_job_that_is_not_active_is_expired() -> None:
    found = smartrecruiters.read(changed(active=False))

    assert found
    assert found.reason == Reason.EXPIRED


def test_a_list_without_the_job_means_that_it_is_gone() -> None:
    empty = Page('{"offset": 0, "limit": 100, "totalFound": 0, "content": []}', URL)
    others = Page('{"totalFound": 1, "content": [{"id": "1", "uuid": "2"}]}', URL)
    part_of_it = Page('{"totalFound": 900, "content": [{"id": "1", "uuid": "2"}]}', URL)

    assert [getattr(smartrecruiters.read(page), "reason", None) for page in (empty, others, part_of_it)] == [
        Reason.EXPIRED,
        Reason.EXPIRED,
        None,
    ]


@pytest.mark.parametrize(
    "body", ["", "[]", "{}", '{"name": "x"}', '{"content": "x", "totalFound": 0}', "<p>x</p>"]
)
def test_other_answers_are_left_to_others(body: str) -> None:
    assert smartrecruiters.read(Page(body, URL)) is None


def test_no_wrong_part_raises() -> None:
    for document in (answer("smartrecruiters.json"), '{"totalFound": 1, "content": [{"id": "1"}]}'):
        for body in mangled(json.loads(document)):
            smartrecruiters.read(Page(body, URL))


def test_an_answer_without_the_text_tells_the_rest_and_is_not_called_gone() -> None:
    data = json.loads(answer("smartrecruiters.json"))
    whole = extract(json.dumps(data), URL)
    del data["jobAd"]
    found = extract(json.dumps(data), URL)

    assert (found["is_posting"], found["reason"]) == (False, "shell")
    assert [found[name] for name in ("title", "company", "location")] == [
        whole[name] for name in ("title", "company", "location")
    ]


def test_a_section_may_be_words_alone() -> None:
    assert (
        extract(changed(jobAd={"sections": {"jobDescription": "<p>Cast.</p>"}}).body, URL)["description"]
        == "Cast."
    )
