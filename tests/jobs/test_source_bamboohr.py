"""What is read from BambooHR."""

from __future__ import annotations

import json

import pytest

from jobs.scraping.page import Page
from jobs.scraping.reasons import Reason
from jobs.scraping.sources import bamboohr
from tests.jobs.ats import answer
from tests.jobs.mangled import mangled

URL = "https://saltmarsh.bamboohr.com/careers/36"


def changed(**values: object) -> Page:
    """The fixture with other values in its job."""
    data = json.loads(answer("bamboohr.json"))
    data["result"]["jobOpening"] |= values
    return Page(json.dumps(data), URL)


@pytest.mark.parametrize(
    "url",
    [
        URL,
        f"{URL}/",
        f"{URL}?source=aWQ9MTA%3D",
        f"{URL}/detail",
        "https://saltmarsh.bamboohr.com/jobs/view.php?id=36",
        "https://saltmarsh.bamboohr.com/jobs/view.php?source=x&id=36",
    ],
)
def test_a_posting_is_read_from_the_answer_behind_its_page(url: str) -> None:
    assert bamboohr.api_urls(url) == ("https://saltmarsh.bamboohr.com/careers/36/detail",)


@pytest.mark.parametrize(
    "url",
    [
        "https://saltmarsh.bamboohr.com/careers",
        "https://saltmarsh.bamboohr.com/careers/../36",
        "https://saltmarsh.bamboohr.com/careers/%2e%2e%2f36",
        "https://saltmarsh.bamboohr.com/careers/36%3Fx",
        "https://saltmarsh.bamboohr.com/careers/36%23x",
        "https://saltmarsh.bamboohr.com/careers/36@evil.example",
        "https://saltmarsh.bamboohr.com/careers/%D9%A3%D9%A6",
        "https://saltmarsh.bamboohr.com/jobs/view.php?id=../36",
        "https://saltmarsh.bamboohr.com/jobs/view.php",
        "https://www.bamboohr.com/careers/36",
        "https://bamboohr.com/careers/36",
        "https://saltmarsh.bamboohr.com.evil.example/careers/36",
        "https://saltmarsh.evil-bamboohr.com/careers/36",
        "https://saltmarsh.bamboohr.com@evil.example/careers/36",
        "https://a.b.bamboohr.com/careers/36",
    ],
)
def test_other_addresses_and_smuggled_ids_have_no_answer(url: str) -> None:
    assert bamboohr.api_urls(url) == ()


def test_the_answer_fills_the_fields() -> None:
    found = bamboohr.read(Page(answer("bamboohr.json"), URL))

    assert found
    assert found.is_posting
    assert found.job_title == "Sluice Keeper & Eel Counter"
    assert found.location == "Ribe, Jutland, Denmark"
    assert found.job_type == "PART_TIME"
    assert found.salary_range == "190 to 210 DKK per hour"
    assert "• Patience with eels" in found.description


def test_the_employer_is_named_as_the_text_spells_it() -> None:
    found = bamboohr.read(Page(answer("bamboohr.json"), URL))

    assert found
    assert found.company_name == "SaltMarsh"
    assert found.provenance["company_name"]["confidence"] == 0.6


@pytest.mark.parametrize(("kind", "is_remote"), [("0", False), ("1", True), ("2", False)])
def test_only_one_kind_of_place_means_remote(kind: str, is_remote: bool) -> None:
    found = bamboohr.read(changed(locationType=kind))

    assert found
    assert "Ribe, Jutland, Denmark" in found.location
    assert ("remote" in found.location.casefold()) == is_remote


@pytest.mark.parametrize("status", ["Closed", "Filled", "On Hold"])
def test_an_opening_that_is_not_open_is_expired_and_keeps_its_fields(status: str) -> None:
    found = bamboohr.read(changed(jobOpeningStatus=status))

    assert found
    assert found.reason == Reason.EXPIRED
    assert found.job_title


@pytest.mark.parametrize(
    "body", ["", "[]", "{}", '{"result": []}', '{"result": {"jobOpening": null}}', "<html>"]
)
def test_other_answers_are_left_to_others(body: str) -> None:
    assert bamboohr.read(Page(body, URL)) is None


def test_no_wrong_part_raises() -> None:
    for body in mangled(json.loads(answer("bamboohr.json"))):
        bamboohr.read(Page(body, URL))
