"""Where a posting is looked for, and who is believed when it is not found."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from jobs.finding import GONE, Finding, find_posting
from jobs.scraping.fetch import Fetched, FetchRefused
from jobs.scraping.reasons import Reason
from jobs.scraping.registry import read_posting
from tests.jobs.conftest import page

HOSTED = "https://boards.greenhouse.io/osprey/jobs/4455667"
API = "https://boards-api.greenhouse.io/v1/boards/osprey/jobs/4455667?pay_transparency=true"
Answers = dict[str, tuple[int, str]]


def look(url: str, answers: Answers) -> tuple[Finding, list[str]]:
    """Find the posting among `answers` (status and body by address); also return what was asked for."""
    asked: list[str] = []
    find: Callable[[str], Fetched] = lambda address: fetch(address, asked, answers)  # noqa: E731
    finding = find_posting(
        url, fetch_page=find, fetch_api=find, read=lambda fetched: read_posting(fetched.text, url)
    )
    return finding, asked


def fetch(address: str, asked: list[str], answers: Answers) -> Fetched:
    asked.append(address)
    if address not in answers:
        raise FetchRefused(Reason.UNREADABLE)
    status, body = answers[address]
    return Fetched(address, status, "text/html", body)


def test_a_hosted_posting_is_read_from_its_api_alone() -> None:
    finding, asked = look(HOSTED, {API: (200, page("greenhouse.json"))})

    assert finding.posting
    assert finding.posting.company_name == "Osprey Weather"
    assert asked == [API]


@pytest.mark.parametrize("status", [404, 410])
def test_a_posting_that_neither_api_nor_page_knows_is_gone(status: int) -> None:
    with pytest.raises(FetchRefused) as refusal:
        look(HOSTED, {API: (status, "{}"), HOSTED: (404, "")})
    assert (refusal.value.reason, refusal.value.message) == (Reason.EXPIRED, GONE)


def test_a_posting_that_its_api_does_not_know_is_gone_although_its_page_is_an_empty_shell() -> None:
    finding, _ = look(HOSTED, {API: (404, "{}"), HOSTED: (200, page("shell.html"))})

    assert finding.posting
    assert (finding.posting.reason, finding.posting.problem) == (Reason.EXPIRED, GONE)
    assert finding.posting.job_title == "Glass Teacher"


def test_an_open_posting_on_the_page_is_believed_over_an_api_that_does_not_know_it() -> None:
    finding, asked = look(HOSTED, {API: (404, "{}"), HOSTED: (200, page("plain.html"))})

    assert finding.posting
    assert finding.posting.is_posting
    assert asked == [API, HOSTED]


def test_when_the_api_is_down_the_page_is_read() -> None:
    finding, _ = look(HOSTED, {API: (503, ""), HOSTED: (200, page("plain.html"))})

    assert finding.posting
    assert "Pump" in finding.posting.job_title


def test_a_site_that_answers_nothing_is_unreadable() -> None:
    with pytest.raises(FetchRefused) as refusal:
        look(HOSTED, {})
    assert refusal.value.reason == Reason.UNREADABLE


def test_a_board_that_the_page_names_is_believed_before_the_page() -> None:
    own = "https://osprey.example/careers?gh_jid=4455667"
    embed = '<script src="https://boards.greenhouse.io/embed/job_board/js?for=osprey"></script>'
    finding, asked = look(own, {own: (200, page("plain.html") + embed), API: (200, page("greenhouse.json"))})

    assert finding.posting
    assert finding.posting.company_name == "Osprey Weather"
    assert asked == [own, API]


def test_a_page_that_did_not_change_needs_no_reading() -> None:
    finding, _ = look("https://saltmarsh.example/1", {"https://saltmarsh.example/1": (304, "")})

    assert finding.posting is None
