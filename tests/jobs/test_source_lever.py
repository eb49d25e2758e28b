"""What is read from Lever."""

from __future__ import annotations

import json

import pytest

from jobs.scraping.page import Page
from jobs.scraping.posting import Posting
from jobs.scraping.reasons import Reason
from jobs.scraping.sources import lever
from tests.jobs.ats import answer
from tests.jobs.mangled import mangled

JOB = "0f9a4c1e-1111-4222-8333-123456789abc"
URL = f"https://jobs.lever.co/rio-works/{JOB}"


def read(**values: object) -> Posting:
    """The fixture's posting, with other values in it."""
    found = lever.read(Page(json.dumps(json.loads(answer("lever.json")) | values), URL))
    assert found
    return found


@pytest.mark.parametrize(
    ("url", "host"),
    [
        (URL, "api.lever.co"),
        (f"{URL}/apply", "api.lever.co"),
        (f"{URL}?lever-via=x#y", "api.lever.co"),
        (URL.replace("jobs.", "jobs.eu."), "api.eu.lever.co"),
    ],
)
def test_american_and_european_postings_are_read_from_their_own_api(url: str, host: str) -> None:
    assert lever.api_urls(url) == (f"https://{host}/v0/postings/rio-works/{JOB}?mode=json",)


@pytest.mark.parametrize(
    "url",
    [
        "https://jobs.lever.co/rio-works",
        f"https://jobs.lever.co/../{JOB}",
        f"https://jobs.lever.co/%2e%2e%2f/{JOB}",
        f"{URL}%3Fx",
        f"{URL}%23x",
        f"https://jobs.lever.co/rio@works/{JOB}",
        f"https://jobs.lever.co.evil.example/rio-works/{JOB}",
        f"https://jobs.evillever.co/rio-works/{JOB}",
        f"https://jobs.lever.co@evil.example/rio-works/{JOB}",
    ],
)
def test_other_addresses_and_smuggled_ids_have_no_api(url: str) -> None:
    assert lever.api_urls(url) == ()


def test_the_answer_fills_the_fields() -> None:
    found = read()

    assert found.is_posting
    assert found.job_title == "Cable Car Conductor"
    assert found.location == "Porto; Gaia (remote)"
    assert found.job_type == "TEMPORARY"
    assert found.requirements == "• No fear of heights\n• Both banks by heart"


def test_the_employer_is_named_as_the_text_spells_it() -> None:
    assert read().company_name == "RioWorks"
    assert read().provenance["company_name"]["confidence"] == 0.6


def test_an_employer_whom_no_text_names_is_a_guess_from_the_address() -> None:
    found = read(description="We hang over the river.", hostedUrl="https://jobs.lever.co.evil.example/evil/1")

    assert found.company_name == "Rio Works"
    assert found.provenance["company_name"]["confidence"] == 0.3


def test_the_whole_text_has_lists_pay_and_closing_words() -> None:
    text = read().description

    assert text.index("You ring the bell") < text.index("Requirements:\n• No fear")
    assert "every sunset" in text
    assert text.endswith("We pay for your gloves.")


def test_words_about_pay_stand_in_where_no_range_is_given() -> None:
    pay = {"currency": "EUR", "interval": "per-hour-wage", "min": 9.5, "max": 11}

    assert read().salary_range == "1,500 EUR per month"
    assert read(salaryRange=pay).salary_range == "9.50 to 11 EUR per hour"


def test_plain_text_stands_in_for_missing_markup() -> None:
    assert "hangs over the river" in read(description="").description


@pytest.mark.parametrize(("kind", "is_remote"), [("remote", True), ("hybrid", False), ("onsite", False)])
def test_the_kind_of_workplace_is_said(kind: str, is_remote: bool) -> None:
    assert ("remote" in read(workplaceType=kind).location) == is_remote


def test_a_posting_that_is_gone_is_expired() -> None:
    found = lever.read(Page('{"ok": false, "error": "Document not found"}', URL))

    assert found
    assert found.reason == Reason.EXPIRED


@pytest.mark.parametrize("body", ["", "[]", "{}", '{"text": "x"}', '{"ok": true}', "<html></html>"])
def test_other_answers_are_left_to_others(body: str) -> None:
    assert lever.read(Page(body, URL)) is None


def test_no_wrong_part_raises() -> None:
    whole = json.loads(answer("lever.json")) | {"salaryRange": {"currency": "EUR", "min": 1, "max": 2}}
    for body in mangled(whole):
        lever.read(Page(body, URL))


def test_the_address_chooses_from_a_whole_list() -> None:
    own = json.loads(answer("lever.json")) | {"id": JOB}
    body = json.dumps([own | {"id": "another", "text": "Ticket Collector"}, own])
    found = lever.read(Page(body, URL))

    assert found
    assert found.job_title == "Cable Car Conductor"
    assert lever.read(Page(body, URL.replace(JOB, JOB.replace("0f9a", "0f9b")))) is None


def test_missing_categories_leave_only_their_fields_empty() -> None:
    found = lever.read(
        Page(json.dumps({"text": "Conductor", "hostedUrl": URL, "description": "<p>Ring.</p>"}), URL)
    )

    assert found
    assert (found.job_title, found.description, found.location, found.job_type) == (
        "Conductor",
        "Ring.",
        "",
        "",
    )


def test_the_descriptions_pieces_stand_in_for_the_whole() -> None:
    whole = {"description": "", "descriptionPlain": ""}
    text = read(
        **whole, opening="<p>We hang.</p>", descriptionBodyPlain="You ring the small bell."
    ).description

    assert text.startswith("We hang.\n\nYou ring the small bell.")
