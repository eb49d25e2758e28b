"""What is read from Greenhouse."""

from __future__ import annotations

import json

import pytest

from jobs.scraping import extract
from jobs.scraping.page import Page
from jobs.scraping.reasons import Reason
from jobs.scraping.sources import greenhouse
from tests.jobs.ats import answer
from tests.jobs.mangled import mangled

URL = "https://job-boards.greenhouse.io/osprey/jobs/4455667"
OWN = "https://osprey.example/careers?gh_jid=4455667"
API = "https://boards-api.greenhouse.io/v1/boards/osprey/jobs/4455667?pay_transparency=true"


def changed(**values: object) -> Page:
    """The answer with other values."""
    return Page(json.dumps(json.loads(answer("greenhouse.json")) | values), URL)


@pytest.mark.parametrize(
    "url",
    [
        URL,
        f"{URL}/",
        f"{URL}?gh_src=abc",
        "https://boards.greenhouse.io/osprey/jobs/4455667#app",
        "https://boards.eu.greenhouse.io/osprey/jobs/4455667",
        "https://job-boards.eu.greenhouse.io/osprey/jobs/4455667",
        "https://boards.greenhouse.io/osprey?gh_jid=4455667",
        "https://boards.greenhouse.io/embed/job_app?for=osprey&token=4455667",
        "https://job-boards.greenhouse.io/embed/job_app?token=4455667&for=osprey&b=1",
        "https://boards-api.greenhouse.io/v1/boards/osprey/jobs/4455667",
    ],
)
def test_a_hosted_posting_is_read_from_the_api(url: str) -> None:
    assert greenhouse.api_urls(url) == (API,)


@pytest.mark.parametrize(
    "page",
    [
        '<script src="https://boards.greenhouse.io/embed/job_board/js?for=osprey"></script>',
        '<script src="https://boards.eu.greenhouse.io/embed/job_board/js?b=1&amp;for=osprey"></script>',
        '<iframe src="https://boards.greenhouse.io/embed/job_board?for=osprey&b=x"></iframe>',
        '<iframe src="https://job-boards.greenhouse.io/embed/job_app?for=osprey&amp;token=4455667"></iframe>',
        'fetch("https://boards-api.greenhouse.io/v1/boards/osprey/jobs/4455667")',
        '<a href="https://job-boards.greenhouse.io/osprey/jobs/1">Other</a>',
        '<div id="grnhse_app" data-board-token="osprey"></div>',
        '<div data-greenhouse-board="osprey"></div>',
        '<script>Grnhse.Settings = {boardToken: "osprey"}</script>',
        '<script type="application/json">{"urlToken":"osprey"}</script>',
        '<div data-page="{&quot;board_token&quot;:&quot;osprey&quot;}"></div>',
    ],
)
def test_the_employers_own_page_tells_whose_board_it_shows(page: str) -> None:
    assert greenhouse.api_urls(OWN, page) == (API,)


def test_an_embedded_form_tells_the_job_too() -> None:
    page = '<iframe src="https://boards.greenhouse.io/embed/job_app?for=osprey&amp;token=4455667"></iframe>'

    assert greenhouse.api_urls("https://osprey.example/careers/forecaster", page) == (API,)


@pytest.mark.parametrize(
    ("url", "page"),
    [
        (OWN, ""),
        (OWN, '<a href="https://evilgreenhouse.example/embed/job_board?for=osprey">'),
        ("https://osprey.example/careers", '<div data-board-token="osprey"></div>'),
        ("https://osprey.example/careers?gh_jid=../1", '<div data-board-token="osprey"></div>'),
        (OWN, '<div data-board-token="os/../prey"></div>'),
        ("https://boards.greenhouse.io.evil.example/osprey/jobs/1", ""),
        ("https://evilgreenhouse.io/osprey/jobs/1", ""),
        ("https://boards.greenhouse.io@evil.example/osprey/jobs/1", ""),
        ("https://boards.greenhouse.io/../x/jobs/1", ""),
        ("https://boards.greenhouse.io/os%2fprey/jobs/1", ""),
        ("https://boards.greenhouse.io/%2e%2e/jobs/1", ""),
        ("https://boards.greenhouse.io/osprey/jobs/1%3Fx", ""),
        ("https://boards.greenhouse.io/osprey/jobs/1%23x", ""),
        ("https://boards.greenhouse.io/osprey/jobs/1@x", ""),
        ("https://boards.greenhouse.io/osprey/jobs/%D9%A3", ""),
        ("https://boards.greenhouse.io/embed/job_app?for=os/prey&token=1", ""),
        ("https://boards.greenhouse.io/osprey", ""),
    ],
)
def test_look_alikes_and_smuggled_ids_reach_no_api(url: str, page: str) -> None:
    assert greenhouse.api_urls(url, page) == ()


def test_the_answer_fills_the_fields() -> None:
    found = extract(answer("greenhouse.json"), URL)

    assert found["is_posting"]
    assert (found["title"], found["company"]) == ("Aurora Forecaster", "Osprey Weather")
    assert found["location"] == "Tromsø, Norway; Remote, Norway"
    assert "ships & reindeer herders" in found["description"]
    assert (found["language"], found["valid_through"]) == ("en", "2026-12-24")


def test_an_older_answer_names_the_employer_after_its_board() -> None:
    found = greenhouse.read(changed(company_name=None, content="&lt;p&gt;OSPREY builds nests.&lt;/p&gt;"))

    assert found is not None
    assert found.company_name == "OSPREY"
    assert found.provenance["company_name"]["confidence"] == 0.6


def test_the_employers_own_fields_tell_the_kind_of_employment() -> None:
    assert extract(answer("greenhouse.json"), URL)["job_type"] == "FULL_TIME"


def test_zones_of_one_currency_make_one_salary() -> None:
    found = greenhouse.read(Page(answer("greenhouse.json"), URL))

    assert found
    assert found.salary_range == "52,000 to 61,000 EUR per year"


def test_the_offices_stand_in_for_a_place_without_a_name() -> None:
    found = greenhouse.read(changed(location={"name": " "}))

    assert found
    assert found.location == "Tromsø"


@pytest.mark.parametrize(
    "url", [OWN, URL, "https://boards.greenhouse.io/embed/job_app?for=osprey&token=4455667"]
)
def test_the_address_chooses_from_a_board(url: str) -> None:
    other = {"id": 1, "title": "No", "content": "no"}
    board = json.dumps({"jobs": [other, json.loads(answer("greenhouse.json"))], "meta": {"total": 2}})

    assert extract(board, url)["title"] == "Aurora Forecaster"


@pytest.mark.parametrize(
    "body",
    [
        '{"status": 404, "error": "Job not found"}',
        '{"jobs": [], "meta": {"total": 0}}',
        '{"jobs": [{"id": 1, "title": "x", "content": "x", "absolute_url": "x"}]}',
    ],
)
def test_a_job_that_is_gone_is_expired(body: str) -> None:
    found = greenhouse.read(Page(body, URL))

    assert found
    assert found.reason == Reason.EXPIRED


@pytest.mark.parametrize(
    "body",
    [
        "",
        "[]",
        "{}",
        '{"jobs": []}',
        '{"jobs": [{"id": 4455667}]}',
        '{"title": "A", "content": "b"}',
        '{"apiVersion": "1", "jobs": [{"departments": 1}]}',
        '{"error": "Not found"}',
    ],
)
def test_other_answers_are_left_to_others(body: str) -> None:
    assert greenhouse.read(Page(body, URL)) is None


def test_a_board_without_a_job_in_the_address_is_no_posting() -> None:
    board = json.dumps({"jobs": [json.loads(answer("greenhouse.json"))]})

    assert not extract(board, "https://boards.greenhouse.io/osprey")["is_posting"]


def test_no_wrong_part_raises() -> None:
    for body in mangled(json.loads(answer("greenhouse.json"))):
        greenhouse.read(Page(body, URL))


def test_a_board_without_texts_lists_a_job_that_is_still_open() -> None:
    own = json.loads(changed().body)
    del own["content"]
    found = extract(json.dumps({"jobs": [own], "meta": {"total": 1}}), URL)

    assert (found["title"], found["reason"]) == (own["title"], "shell")
