"""What is read from Ashby."""

from __future__ import annotations

import json

import pytest

from jobs.scraping import extract
from jobs.scraping.page import Page
from jobs.scraping.reasons import Reason
from jobs.scraping.sources import ashby
from tests.jobs.ats import answer
from tests.jobs.mangled import mangled

JOB = "91f0d2c4-7a38-4c55-8e21-6b9a0c1d2e3f"
URL = f"https://jobs.ashbyhq.com/ebbandflow/{JOB}"
API = "https://api.ashbyhq.com/posting-api/job-board/{}?includeCompensation=true"


def changed(**values: object) -> Page:
    """The board with other values in the job at URL."""
    board = json.loads(answer("ashby.json"))
    board["jobs"][1] |= values
    return Page(json.dumps(board), URL)


def state(old: str, new: str) -> Page:
    """The hosted page with something else in its state."""
    body = answer("ashby.html")
    assert old in body
    return Page(body.replace(old, new), URL)


@pytest.mark.parametrize(
    ("url", "org"),
    [
        (URL, "ebbandflow"),
        (f"{URL}/application?utm_source=x", "ebbandflow"),
        (URL.replace(JOB, JOB.upper()), "ebbandflow"),
        (f"https://jobs.ashbyhq.com/Ebb%20and%20Flow/{JOB}", "Ebb%20and%20Flow"),
    ],
)
def test_a_hosted_posting_is_read_from_its_board(url: str, org: str) -> None:
    assert ashby.api_urls(url) == (API.format(org),)


def test_a_board_embedded_in_the_employers_page_is_found_there() -> None:
    script = '<script src="https://jobs.ashbyhq.com/ebbandflow/embed?version=2"></script>'
    call = 'fetch("https://api.ashbyhq.com/posting-api/job-board/ebbandflow")'

    assert ashby.api_urls(f"https://ebb.example/jobs?ashby_jid={JOB}", script) == (API.format("ebbandflow"),)
    assert ashby.api_urls(f"https://ebb.example/jobs?ashby_jid={JOB}", call) == (API.format("ebbandflow"),)
    assert ashby.api_urls(f"https://ebb.example/jobs?ashby_jid={JOB}") == ()
    assert ashby.api_urls("https://ebb.example/jobs?ashby_jid=../x", script) == ()


@pytest.mark.parametrize(
    "url",
    [
        "https://jobs.ashbyhq.com/ebbandflow",
        f"https://jobs.ashbyhq.com/ebbandflow/{JOB}/x",
        f"https://jobs.ashbyhq.com/../{JOB}",
        f"https://jobs.ashbyhq.com/%2e%2e%2fx/{JOB}",
        f"https://jobs.ashbyhq.com/ebb%3Fx/{JOB}",
        f"https://jobs.ashbyhq.com/ebb%23x/{JOB}",
        f"https://jobs.ashbyhq.com/ebb@x/{JOB}",
        f"https://jobs.ashbyhq.com/ebb%252fx/{JOB}",
        f"https://jobs.ashbyhq.com.evil.example/ebbandflow/{JOB}",
        f"https://eviljobs.ashbyhq.com.example/ebbandflow/{JOB}",
        f"https://jobs.ashbyhq.com@evil.example/ebbandflow/{JOB}",
    ],
)
def test_look_alikes_and_smuggled_names_reach_no_api(url: str) -> None:
    assert ashby.api_urls(url) == ()


def test_the_address_chooses_from_the_board() -> None:
    found = extract(answer("ashby.json"), URL)

    assert found["is_posting"]
    assert (found["title"], found["job_type"]) == ("Buoy Engineer", "FULL_TIME")
    assert found["location"] == "Galway; Bergen (remote)"
    assert found["requirements"] == "• Five years of marine electronics\n• A strong stomach"


def test_tiers_of_one_currency_make_one_salary_without_bonus_and_equity() -> None:
    found = ashby.read(Page(answer("ashby.json"), URL))

    assert found
    assert found.salary_range == "48,000 to 66,000 EUR per year"
    assert found.salary
    assert found.salary.raw == "€48K \N{EN DASH} €66K • Offers Equity"


def test_hourly_pay_says_so() -> None:
    part = {
        "compensationType": "Salary",
        "interval": "1 HOUR",
        "currencyCode": "USD",
        "minValue": 45,
        "maxValue": 50,
    }
    found = ashby.read(changed(compensation={"compensationTiers": [{"components": [part]}]}))

    assert found
    assert found.salary_range == "45 to 50 USD per hour"


def test_tiers_of_different_currencies_are_not_mixed() -> None:
    tiers = [
        {
            "components": [
                {"compensationType": "Salary", "interval": "1 YEAR", "currencyCode": code, "minValue": 9}
            ]
        }
        for code in ("EUR", "USD")
    ]
    found = ashby.read(changed(compensation={"compensationTiers": tiers}))

    assert found
    assert found.salary is None


def test_the_employer_is_named_as_the_text_spells_it() -> None:
    found = ashby.read(changed(descriptionHtml="<p>EbbAndFlow keeps buoys.</p>"))

    assert found
    assert found.company_name == "EbbAndFlow"
    assert found.provenance["company_name"]["confidence"] < 0.9


def test_a_place_is_made_of_the_address_where_it_has_no_name() -> None:
    found = ashby.read(changed(location=None, secondaryLocations=[], isRemote=False, workplaceType="OnSite"))

    assert found
    assert found.location == "Galway, Connacht, Ireland"


def test_a_hosted_page_tells_the_same_and_the_employers_name() -> None:
    found = extract(answer("ashby.html"), URL)

    assert found["is_posting"]
    assert (found["title"], found["company"]) == ("Buoy Engineer", "Ebb & Flow")
    assert (found["location"], found["valid_through"]) == ("Galway; Bergen", "2026-12-31")


@pytest.mark.parametrize(
    "page",
    [
        Page(answer("ashby.json"), URL.replace("91f0", "91f1")),
        Page('{"jobs": [], "apiVersion": "1"}', URL),
        Page('{"data": {"jobPosting": null}}', URL),
        changed(isListed=False),
        Page(
            '<script>window.__appData = {"organization":null,"jobBoard":null,"posting":null};</script>', URL
        ),
    ],
    ids=["not on the board", "empty board", "null", "unlisted", "page with nulls"],
)
def test_a_job_that_is_gone_is_expired(page: Page) -> None:
    found = ashby.read(page)

    assert found
    assert found.reason == Reason.EXPIRED


@pytest.mark.parametrize(
    "body",
    [
        "",
        "[]",
        "{}",
        '{"jobs": {}}',
        '{"jobs": []}',
        '{"jobs": [{"id": 1}]}',
        "<p>x</p>",
        "window.__appData = {",
    ],
)
def test_other_answers_are_left_to_others(body: str) -> None:
    assert ashby.read(Page(body, URL)) is None


def test_a_state_on_another_host_is_left_to_others() -> None:
    assert ashby.read(Page(answer("ashby.html"), "https://ebb.example/jobs/1")) is None


def test_a_broken_state_is_left_to_others() -> None:
    assert ashby.read(state('{"ddRum"', "{" + '"a":[' * 60_000)) is None


def test_no_wrong_part_raises() -> None:
    for body in mangled(json.loads(answer("ashby.json"))):
        ashby.read(Page(body, URL))


def test_pay_that_a_board_only_sums_up_is_read() -> None:
    tiers = [{"tierSummary": "$150K \u2013 $190K \u2022 Offers Equity", "components": []}]
    pay = {"compensationTiers": tiers, "scrapeableCompensationSalarySummary": "$150K - $190K"}

    found = ashby.read(changed(compensation=pay))

    assert found is not None
    assert found.salary is not None
    assert (found.salary.low, found.salary.high) == (150_000, 190_000)


def test_one_posting_alone_and_a_pages_state_are_read_as_a_boards_are() -> None:
    own = json.loads(answer("ashby.json"))["jobs"][1]
    board = extract(changed().body, URL)

    alone = extract(json.dumps(own), URL)
    state = extract(json.dumps({"organization": {"name": "Ebb & Flow"}, "posting": own}), URL)

    assert [found["title"] for found in (alone, state)] == [board["title"]] * 2
    assert [found["location"] for found in (alone, state)] == [board["location"]] * 2
    assert state["company"] == "Ebb & Flow"
    assert ashby.read(Page(json.dumps(own | {"id": "another"}), URL)) is None


def test_a_job_without_an_id_is_known_by_its_address() -> None:
    board = json.loads(changed(jobUrl=URL).body)
    del board["jobs"][1]["id"]
    found = ashby.read(Page(json.dumps(board), URL))

    assert found
    assert found.job_title == board["jobs"][1]["title"]
