"""Fetching a page on a stranger's word: what is asked for and what comes back."""

from __future__ import annotations

import socket
import threading
from typing import Any

import pytest

from jobs.scraping.fetch import FetchRefused, fetch
from jobs.scraping.reasons import Reason
from tests.jobs.site import Site


def get(url: str, site: Site | None = None, **options: Any) -> Any:
    addresses = [site.address] if site else []
    return fetch(url, user_agent="Parley tests", test_addresses=addresses, **options)


def test_a_page_is_returned_with_its_status_and_text(site: Site) -> None:
    fetched = get(site.url("plain.html"), site)

    assert (fetched.status, fetched.content_type) == (200, "text/html")
    assert "Pump Engineer" in fetched.text
    assert fetched.final_url == site.url("plain.html")


def test_the_request_says_who_asks_and_nothing_else(site: Site) -> None:
    get(site.url("plain.html"), site)

    assert site.headers["User-Agent"] == "Parley tests"
    assert set(site.headers) == {"Host", "User-Agent", "Accept", "Accept-Encoding"}


def test_a_cookie_is_not_carried_to_the_next_page(site: Site) -> None:
    site.answer("/first", b"", status=302, location="/plain.html", set_cookie="who=you")

    assert get(site.url("first"), site).status == 200
    assert "Cookie" not in site.headers


@pytest.mark.parametrize("variable", ["http_proxy", "HTTP_PROXY", "ALL_PROXY"])
def test_proxies_of_the_environment_are_not_used(
    variable: str, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(variable, "http://127.0.0.1:9")

    assert get(site.url("plain.html"), site).status == 200


def test_a_closed_port_reads_like_a_blocked_address(site: Site) -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{unused.getsockname()[1]}"
        with pytest.raises(FetchRefused) as closed:
            fetch(f"http://{address}/", user_agent="x", test_addresses=[address])

    assert closed.value.message == Reason.UNREADABLE.sentence


def test_the_test_address_opens_exactly_itself(site: Site) -> None:
    other = Site()
    try:
        with pytest.raises(FetchRefused):
            get(other.url("plain.html"), site)
    finally:
        other.close()

    assert not other.requests


def test_a_redirect_is_followed_to_its_page(site: Site) -> None:
    site.answer("/old", b"", status=301, location="/plain.html")

    assert get(site.url("old"), site).final_url == site.url("plain.html")


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_five_redirects_are_followed(status: int, site: Site) -> None:
    for step in range(5):
        target = "/plain.html" if step == 4 else f"/step{step + 1}"
        site.answer(f"/step{step}", b"", status=status, location=target)

    assert "Pump Engineer" in get(site.url("step0"), site).text


@pytest.mark.parametrize(("size", "is_read"), [(19_999, True), (20_000, False)])
def test_a_page_above_the_limit_is_refused(size: int, is_read: bool, site: Site) -> None:
    site.answer("/large", b"a" * size)

    try:
        assert len(get(site.url("large"), site, max_bytes=19_999).text) == size and is_read
    except FetchRefused as refusal:
        assert refusal.message == Reason.TOO_LARGE.sentence and not is_read


def test_a_name_server_that_does_not_answer_is_not_waited_for() -> None:
    answered = threading.Event()

    def silent(*args: Any) -> Any:
        answered.wait(5)
        raise socket.gaierror("late")

    try:
        with pytest.raises(FetchRefused) as refusal:
            get("http://jobs.example.com/", lookup=silent, max_seconds=0.2)
    finally:
        answered.set()
    assert refusal.value.message == Reason.TOO_SLOW.sentence
