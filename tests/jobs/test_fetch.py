"""Fetching a page on a stranger's word: what is reached, and above all what is not."""

from __future__ import annotations

import socket
from collections.abc import Callable
from typing import Any

import pytest

from jobs.scraping.fetch import BAD_ADDRESS, NOT_A_PAGE, FetchRefused, fetch
from jobs.scraping.reasons import Reason
from tests.jobs.site import Site


def get(url: str, site: Site | None = None, **options: Any) -> Any:
    addresses = [site.address] if site else []
    return fetch(url, user_agent="Parley tests", test_addresses=addresses, **options)


def resolves_to(*addresses: str) -> Callable[..., list[Any]]:
    def lookup(host: str, port: int, *rest: Any) -> list[Any]:
        family = {True: socket.AF_INET6, False: socket.AF_INET}
        return [
            (
                family[":" in item],
                socket.SOCK_STREAM,
                6,
                "",
                (item, port, 0, 0) if ":" in item else (item, port),
            )
            for item in addresses
        ]

    return lookup


def test_a_page_is_returned_with_its_status_and_text(site: Site) -> None:
    fetched = get(site.url("plain.html"), site)

    assert (fetched.status, fetched.content_type) == (200, "text/html")
    assert "Pump Engineer" in fetched.text
    assert fetched.final_url == site.url("plain.html")


def test_the_request_says_who_asks_and_carries_no_cookies(site: Site) -> None:
    get(site.url("plain.html"), site)

    assert site.headers["User-Agent"] == "Parley tests"
    assert "Cookie" not in site.headers


def test_proxies_of_the_environment_are_not_used(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")

    assert get(site.url("plain.html"), site).status == 200


def test_the_charset_of_the_page_is_understood(site: Site) -> None:
    site.answer(
        "/latin", "<meta charset=windows-1250><h1>Průvodčí</h1>".encode("cp1250"), content_type="text/html"
    )

    assert "Průvodčí" in get(site.url("latin"), site).text


def test_characters_that_no_database_stores_are_dropped(site: Site) -> None:
    site.answer("/nul", b"<h1>a\x00b</h1>")

    assert "\x00" not in get(site.url("nul"), site).text


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/",
        "http://127.1/",
        "http://2130706433/",
        "http://0x7f.1/",
        "http://0177.0.0.1/",
        "http://[::1]/",
        "http://[::ffff:127.0.0.1]/",
        "http://[fe80::1%25eth0]/",
        "http://10.0.0.8/",
        "http://169.254.169.254/latest/meta-data/",
        "http://8.8.8.8/",
        "http://①②⑦.⓪.⓪.①/",
        "http://localhost/",
        "http://intranet/",
        "http://example.com:8080/",
        "http://example.com:22/",
        "https://example.com:80/",
        "http://example.com:99999/",
        "http://user:password@example.com/",
        "http://example.com@10.0.0.8/",
        "ftp://example.com/",
        "file:///etc/passwd",
        "gopher://example.com/",
        "javascript:alert(1)",
        "data:text/html,x",
        "//example.com/",
        "http:///nowhere",
        "http://exa mple.com/",
        "http://example.com\\@10.0.0.8/",
        "",
    ],
)
def test_addresses_that_hold_no_posting_are_refused_before_anything_is_looked_up(url: str) -> None:
    looked_up: list[str] = []

    def lookup(host: str, *rest: Any) -> Any:
        looked_up.append(host)
        raise socket.gaierror("not here")

    with pytest.raises(FetchRefused) as refusal:
        get(url, lookup=lookup)

    assert refusal.value.message in {BAD_ADDRESS, Reason.UNREADABLE.sentence}
    assert not looked_up


@pytest.mark.parametrize(
    "addresses",
    [
        ["127.0.0.1"],
        ["10.1.2.3"],
        ["192.168.0.1"],
        ["100.64.0.1"],
        ["169.254.169.254"],
        ["0.0.0.0"],
        ["224.0.0.1"],
        ["::1"],
        ["::ffff:10.0.0.1"],
        ["::127.0.0.1"],
        ["fd00::1"],
        ["fec0::1"],
        ["64:ff9b::7f00:1"],
        ["93.184.216.34", "10.0.0.1"],
        ["10.0.0.1", "93.184.216.34"],
    ],
)
def test_a_name_that_leads_inside_is_refused_like_one_that_does_not_exist(addresses: list[str]) -> None:
    with pytest.raises(FetchRefused) as inside:
        get("http://jobs.example.com/1", lookup=resolves_to(*addresses))
    with pytest.raises(FetchRefused) as nowhere:
        get("http://jobs.example.com/1", lookup=no_such_name)

    assert inside.value.message == nowhere.value.message == Reason.UNREADABLE.sentence


def no_such_name(*args: Any) -> Any:
    raise socket.gaierror("no such name")


def test_the_name_is_looked_up_once_so_a_second_answer_changes_nothing(site: Site) -> None:
    """The first answer is public and unroutable here; a second lookup would answer our own server."""
    answers = [resolves_to("192.0.0.8"), resolves_to("127.0.0.1")]
    asked: list[str] = []

    def rebinding(host: str, port: int, *rest: Any) -> Any:
        asked.append(host)
        return answers[len(asked) - 1](host, port)

    with pytest.raises(FetchRefused):
        get("http://jobs.example.com/1", lookup=rebinding, max_seconds=0.3)

    assert len(asked) == 1
    assert not site.requests


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


@pytest.mark.parametrize(
    "target",
    [
        "http://127.0.0.1:1/",
        "http://169.254.169.254/",
        "file:///etc/passwd",
        "//10.0.0.1/",
        "gopher://x.example/",
    ],
)
def test_a_redirect_to_the_inside_is_refused(site: Site, target: str) -> None:
    site.answer("/go", b"", status=302, location=target)

    with pytest.raises(FetchRefused):
        get(site.url("go"), site)


def test_a_redirect_is_followed_to_its_page(site: Site) -> None:
    site.answer("/old", b"", status=301, location="/plain.html")

    assert get(site.url("old"), site).final_url == site.url("plain.html")


def test_endless_redirects_end(site: Site) -> None:
    site.answer("/loop", b"", status=302, location="/loop")

    with pytest.raises(FetchRefused):
        get(site.url("loop"), site)
    assert len(site.requests) == 6


@pytest.mark.parametrize("kind", ["application/pdf", "image/png", "application/octet-stream", ""])
def test_what_is_no_page_is_refused(site: Site, kind: str) -> None:
    site.answer("/file", b"%PDF", content_type=kind)

    with pytest.raises(FetchRefused) as refusal:
        get(site.url("file"), site)
    assert refusal.value.message == NOT_A_PAGE


def test_a_page_above_the_limit_is_refused(site: Site) -> None:
    site.answer("/large", b"a" * 20_000)

    with pytest.raises(FetchRefused) as refusal:
        get(site.url("large"), site, max_bytes=19_999)
    assert refusal.value.message == Reason.TOO_LARGE.sentence


def test_a_compressed_bomb_is_not_inflated(site: Site) -> None:
    site.bomb("/bomb")

    with pytest.raises(FetchRefused) as refusal:
        get(site.url("bomb"), site)
    assert refusal.value.message == Reason.TOO_LARGE.sentence


@pytest.mark.parametrize("in_headers", [True, False])
def test_a_server_that_drips_is_cut_off(site: Site, in_headers: bool) -> None:
    site.drip("/slow", headers=in_headers)

    with pytest.raises(FetchRefused) as refusal:
        get(site.url("slow"), site, max_seconds=0.3)
    assert refusal.value.message == Reason.TOO_SLOW.sentence


def test_a_name_server_that_does_not_answer_is_not_waited_for() -> None:
    import threading

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


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"garbage\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\nContent-Type: text/html\r\n\r\nx",
    ],
)
def test_broken_responses_are_refused(site: Site, raw: bytes) -> None:
    site.answers["/broken"] = lambda handler: handler.wfile.write(raw) and None

    with pytest.raises(FetchRefused):
        get(site.url("broken"), site)
