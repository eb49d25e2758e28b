"""What is read from pages and from the answers of applicant systems."""

from __future__ import annotations

import json
from typing import Any

import pytest

from jobs.scraping import extract
from jobs.scraping.page import Page
from jobs.scraping.reasons import Reason
from jobs.scraping.registry import find_api_urls, read_posting
from jobs.scraping.sources import maintext
from tests.jobs.conftest import page

GREENHOUSE = "https://boards.greenhouse.io/osprey/jobs/4455667"
LEVER = "https://jobs.lever.co/rio-works/0f9a4c1e-1111-4222-8333-123456789abc"


def test_json_ld_is_read_through_graphs_references_and_broken_escapes() -> None:
    found = extract(page("jsonld_graph.html"), "https://careers.marrowtide.example/jobs/7")

    assert found["is_posting"]
    assert found["title"] == "Lighthouse Keeper of Systems"
    assert found["company"] == "Marrow & Tide Ltd"
    assert found["location"] == "Galway, Ireland"
    assert found["job_type"] == "FULL_TIME"
    assert found["salary"] == {
        "min": 62000,
        "max": 71000,
        "currency": "EUR",
        "period": "YEAR",
        "raw": "",
    }


def test_the_description_keeps_paragraphs_and_bullets_and_is_split_by_its_headings() -> None:
    found = extract(page("jsonld_graph.html"), "https://careers.marrowtide.example/jobs/7")

    assert "¯\\_(ツ)_/¯" in found["description"]
    assert "• Watch over forty services" in found["description"]
    assert (
        found["requirements"] == "• 4+ years of running Linux in production\n• Calm at three in the morning"
    )
    assert found["company_info"] == "Two hundred people, nine harbours."
    assert "<" not in found["description"]


def test_every_field_says_where_it_was_found() -> None:
    found = extract(page("jsonld_graph.html"), "https://careers.marrowtide.example/jobs/7")

    where = found["provenance"]["company_name"]
    assert where == {
        "source": "jsonld",
        "path": "JobPosting.hiringOrganization",
        "snippet": "Marrow & Tide Ltd",
        "confidence": 0.9,
    }
    assert found["provenance"]["requirements"]["path"] == "headings of the description"


def posting_with(text: str, **more: object) -> dict[str, Any]:
    job = {
        "@type": "JobPosting",
        "title": "Ferry Pilot",
        "description": f"{text} {'Steer the night ferry. ' * 9}",
    }
    body = f'<html><script type="application/ld+json">{json.dumps(job | more)}</script></html>'
    return extract(body, "https://careers.plover.example/jobs/7")


def test_pay_that_only_the_description_tells_is_read_from_there() -> None:
    found = posting_with("The base pay range is $60,000 - $75,000 a year.")

    assert (found["salary"]["min"], found["salary"]["max"]) == (60_000, 75_000)
    assert found["provenance"]["salary_range"]["path"] == "words of pay in the description"
    assert found["provenance"]["salary_range"]["confidence"] == 0.5


def test_a_field_of_pay_is_believed_before_the_descriptions_words() -> None:
    pay = {"currency": "EUR", "value": {"minValue": 50_000, "maxValue": 55_000, "unitText": "YEAR"}}

    assert posting_with("Pay: 10 000 to 12 000 EUR.", baseSalary=pay)["salary"]["min"] == 50_000


def test_sums_in_the_description_that_are_no_pay_are_left_there() -> None:
    assert posting_with("A sign-on bonus of $5,000 and revenue of $3,000,000.")["salary"] is None


def test_a_remote_job_is_not_placed_at_the_head_office() -> None:
    found = extract(page("remote.html"), "https://quillfish.example/1")

    assert found["location"] == "Remote (Portugal; Norway)"
    assert found["company"] == "Quillfish"
    assert found["job_type"] == "CONTRACTOR"


def test_of_several_postings_the_one_at_the_address_is_read() -> None:
    found = extract(page("several.html"), "https://fernwick.example/jobs/2?utm_source=x")

    assert found["is_posting"]
    assert found["title"] == "Beekeeper"


def test_a_list_of_jobs_is_no_posting() -> None:
    assert not extract(page("several.html"), "https://fernwick.example/jobs")["is_posting"]


def test_a_plain_page_gives_title_and_text_with_low_confidence_and_no_guesses() -> None:
    found = extract(page("plain.html"), "https://saltmarsh.example/jobs/pump")

    assert found["is_posting"]
    assert found["title"] == "Pump Engineer"
    assert "• A driving licence" in found["requirements"]
    assert found["company_info"].startswith("We are a cooperative of sixty farms")
    assert (found["location"], found["salary"]) == ("", None)
    assert found["provenance"]["description"]["confidence"] < 0.5


def test_german_headings_split_a_posting_too() -> None:
    found = extract(page("german.html"), "https://orgel.example/stelle")

    assert found["language"] == "de"
    assert found["requirements"].startswith("• Abgeschlossene Ausbildung im Orgelbau")
    assert found["company_info"].startswith("Wir sind neun Leute")


@pytest.mark.parametrize("name", ["login.html", "shell.html", "article.html"])
def test_pages_without_a_posting_are_told_apart(name: str) -> None:
    assert not extract(page(name), "https://example.com/x")["is_posting"]


def test_an_empty_shell_still_gives_the_title() -> None:
    assert extract(page("shell.html"), "https://example.com/x")["title"] == "Glass Teacher"


def test_greenhouse_content_is_unescaped_twice() -> None:
    found = extract(page("greenhouse.json"), GREENHOUSE)

    assert found["is_posting"]
    assert (found["title"], found["company"], found["location"]) == (
        "Aurora Forecaster",
        "Osprey Weather",
        "Tromsø, Norway",
    )
    assert "ships & reindeer herders" in found["description"]
    assert found["requirements"] == "• Two winters of forecasting\n• Plain language"
    assert (found["salary"]["min"], found["salary"]["max"]) == (52000, 61000)


def test_a_board_of_greenhouse_is_searched_for_the_job() -> None:
    board = json.dumps(
        {"jobs": [{"id": 1, "title": "No", "content": "no"}, json.loads(page("greenhouse.json"))]}
    )

    assert extract(board, "https://osprey.example/jobs?gh_jid=4455667")["title"] == "Aurora Forecaster"
    assert not extract(board, "https://osprey.example/jobs?gh_jid=99")["is_posting"]


def test_the_lists_of_lever_hold_the_requirements() -> None:
    found = extract(page("lever.json"), LEVER)

    assert (found["title"], found["location"], found["job_type"]) == (
        "Bridge Painter",
        "Porto; Gaia",
        "FULL_TIME",
    )
    assert found["requirements"] == "• No fear of heights\n• A steady hand"
    assert (found["salary"]["min"], found["salary"]["period"]) == (1900, "MONTH")
    assert found["company"] == "Rio Works"
    assert found["provenance"]["company_name"]["confidence"] == 0.3
    assert "We pay for your boots." in found["description"]


@pytest.mark.parametrize(
    ("url", "api"),
    [
        (GREENHOUSE, "https://boards-api.greenhouse.io/v1/boards/osprey/jobs/4455667?pay_transparency=true"),
        (
            "https://job-boards.eu.greenhouse.io/osprey/jobs/1",
            "https://boards-api.greenhouse.io/v1/boards/osprey/jobs/1?pay_transparency=true",
        ),
        (
            f"{LEVER}/apply",
            "https://api.lever.co/v0/postings/rio-works/0f9a4c1e-1111-4222-8333-123456789abc?mode=json",
        ),
        (
            LEVER.replace("jobs.", "jobs.eu."),
            "https://api.eu.lever.co/v0/postings/rio-works/0f9a4c1e-1111-4222-8333-123456789abc?mode=json",
        ),
    ],
)
def test_hosted_postings_are_read_from_their_api(url: str, api: str) -> None:
    assert find_api_urls(url) == (api,)


@pytest.mark.parametrize(
    "url",
    [
        "https://boards.greenhouse.io.evil.example/osprey/jobs/1",
        "https://evilgreenhouse.io/osprey/jobs/1",
        "https://boards.greenhouse.io/../x/jobs/1",
        "https://boards.greenhouse.io/os%2fprey/jobs/1",
        "https://boards.greenhouse.io/osprey/jobs/1%3Fx",
        "https://jobs.lever.co.evil.example/rio/0f9a4c1e-1111-4222-8333-123456789abc",
        "https://jobs.lever.co/rio/..%2f..%2fx",
        "https://jobs.lever.co/rio",
    ],
)
def test_look_alikes_and_smuggled_paths_reach_no_api(url: str) -> None:
    assert find_api_urls(url) == ()


def test_a_board_embedded_in_the_employers_page_is_found_there() -> None:
    markup = '<script src="https://boards.greenhouse.io/embed/job_board/js?for=osprey"></script>'

    found = find_api_urls("https://osprey.example/careers?gh_jid=77", markup)

    assert found == ("https://boards-api.greenhouse.io/v1/boards/osprey/jobs/77?pay_transparency=true",)


@pytest.mark.parametrize("place", ["%LABEL_PLACES%", "{{ job.location }}", "${place}", "[[location]]"])
def test_what_a_script_would_have_filled_in_is_no_value(place: str) -> None:
    body = page("closed.html").replace("Bern", place)

    assert extract(body, "https://example.com/1")["location"] == ""


def test_hostile_markup_and_invisible_characters_do_not_survive() -> None:
    found = extract(page("hostile.html"), "https://example.com/1")

    assert found["title"] == "alert(1)Baker" or found["title"] == "alert(1) Baker"
    assert found["company"] == "Crumb & Co"
    assert "alert" not in found["description"]
    for text in (found["title"], found["description"], found["company"]):
        text.encode("utf-8")
        assert not set(text) & {"<", "\x00", "\u202e", "\u200b"}


@pytest.mark.parametrize(
    "body",
    [
        "",
        " ",
        "null",
        "[]",
        "{}",
        "[" * 60_000,
        '{"a":' * 60_000,
        "<" * 20_000,
        "<div>" * 100_000,
        "<script type='application/ld+json'>" + "[" * 60_000 + "</script>",
        '<script type="application/ld+json">{"@type":"JobPosting","baseSalary":' + "9" * 6000 + "}</script>",
        '<script type="application/ld+json">{"@type":"JobPosting","title":{"a":[1]},"jobLocation":7}',
        '{"text": 1, "categories": 2, "lists": 3}',
        '{"content": 1, "title": null, "location": "x", "pay_input_ranges": [1]}',
        "\ufeff<html>",
        "<?xml version='1.0' encoding='utf-16'?><x/>",
    ],
)
@pytest.mark.parametrize("url", [LEVER, GREENHOUSE, "https://example.com/"])
def test_no_body_breaks_the_reader(body: str, url: str) -> None:
    assert not extract(body, url)["is_posting"]


@pytest.mark.parametrize("body", ["<li>• \n" * 11_000, "<h1>Baker</h1><p>" + "a: b\n" * 61_000])
def test_a_page_that_is_made_to_keep_the_reader_busy_is_not_read(
    body: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    searched: list[Page] = []
    monkeypatch.setattr(maintext, "find_main_text", searched.append)

    assert read_posting(body, "https://example.com/").reason == Reason.TOO_LARGE
    assert searched == []


def test_scripts_do_not_make_a_page_too_large() -> None:
    padded = page("plain.html").replace("</body>", f"<script>{'x = 1;' * 100_000}</script></body>")

    assert extract(padded, "https://example.com/") == extract(page("plain.html"), "https://example.com/")
