"""What servers answer to keep us busy, to fill our memory or to deceive: each ends, within time and size."""

from __future__ import annotations

import gzip
import json
import random
import subprocess
import sys
import time
import zlib
from typing import Any, NamedTuple

import pytest

from config.local.stack import ROOT
from jobs.scraping.fetch import NOT_A_PAGE, Fetched, FetchRefused, fetch
from jobs.scraping.reasons import Reason
from tests.jobs.site import Site, record_connections, resolves_to

MEGABYTE = 1 << 20
ZEROS = b"\0" * MEGABYTE
LARGE, SLOW, UNREADABLE = Reason.TOO_LARGE, Reason.TOO_SLOW, Reason.UNREADABLE


def bomb(megabytes: int = 200) -> bytes:
    """The beginning of a gzip file that unpacks to so many megabytes; about 1 kB each."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    block = packer.compress(ZEROS) + packer.flush(zlib.Z_FULL_FLUSH)
    return b"\x1f\x8b\x08" + b"\0" * 7 + block * megabytes


class Attack(NamedTuple):
    """A response as it stands on the wire, what follows without end, and how it has to be refused.

    Without a reason it may be read as well, as long as it ends.
    """

    head: str
    body: bytes = b""
    endless: bytes = b""
    reason: Reason | None = UNREADABLE

    def start(self) -> bytes:
        return self.head.replace("\n", "\r\n").encode() + self.body


HTML = "HTTP/1.1 200 OK\nContent-Type: text/html\n"
GZIP = f"{HTML}Content-Encoding: gzip\n\n"
CHUNKS = f"{HTML}Transfer-Encoding: chunked\n\n"
NOISE = random.Random(1).randbytes(3 * MEGABYTE)

ATTACKS = {
    "gzip bomb": Attack(GZIP, bomb(), reason=LARGE),
    "gzip bomb of many files": Attack(GZIP, gzip.compress(ZEROS) * 200, reason=LARGE),
    "gzip without end": Attack(GZIP, b"", gzip.compress(b"a"), LARGE),
    "gzip larger than it is worth": Attack(GZIP, gzip.compress(NOISE), reason=LARGE),
    "gzip that is none": Attack(GZIP, b"<p>plain</p>"),
    "gzip in gzip": Attack(f"{HTML}Content-Encoding: gzip, gzip\n\n", gzip.compress(bomb())),
    "gzip in gzip, two headers": Attack(
        f"{HTML}Content-Encoding: gzip\nContent-Encoding: gzip\n\n", gzip.compress(bomb())
    ),
    "deflate bomb": Attack(f"{HTML}Content-Encoding: deflate\n\n", zlib.compress(ZEROS * 50)),
    "brotli": Attack(f"{HTML}Content-Encoding: br\n\n", b"\x8b\x7f\x80" * 99),
    "zstd": Attack(f"{HTML}Content-Encoding: zstd\n\n", b"\x28\xb5\x2f\xfd" * 99),
    "many encodings": Attack(f"{HTML}Content-Encoding: {'gzip, ' * 5000}gzip\n\n", bomb(1)),
    "body without end": Attack(f"{HTML}\n", b"", b"<p>more</p>" * 1000, LARGE),
    "chunks without end": Attack(CHUNKS, b"", b"2000\r\n" + b"a" * 0x2000 + b"\r\n", LARGE),
    "tiny chunks without end": Attack(CHUNKS, b"", b"1\r\na\r\n" * 1000, None),
    "chunk size without end": Attack(CHUNKS, b"", b"0" * 1000),
    "chunk without end": Attack(CHUNKS, b"fffffffffffffff\r\n", b"a" * 9000, LARGE),
    "negative chunk": Attack(CHUNKS, b"-5\r\nabc\r\n0\r\n\r\n"),
    "trailers without end": Attack(CHUNKS, b"1\r\na\r\n0\r\n", b"X-More: x\r\n" * 100, None),
    "length too long": Attack(f"{HTML}Content-Length: 99\n\n", b"<p>short</p>"),
    "length without end": Attack(f"{HTML}Content-Length: {10**15}\n\n", b"", b"a" * 9000, LARGE),
    "length of digits": Attack(f"{HTML}Content-Length: {'9' * 5000}\n\n", b"", b"a" * 9000, None),
    "two lengths": Attack(f"{HTML}Content-Length: 5\nContent-Length: 7\n\n", b"<p>x</p>"),
    "body above the limit": Attack(f"{HTML}\n", b"a" * 5_000_001, reason=LARGE),
    "body of odd characters": Attack(f"{HTML}\n", "\U0001f600".encode() * 1_249_999, reason=None),
    "body of NULs beside an odd character": Attack(
        f"{HTML}\n", "\U0001f600".encode() + b"a\0" * 2_499_990, reason=None
    ),
    "body of rubbish": Attack(f"{HTML}\n", b"\xff" * 4_999_999, reason=None),
    "body in a slow charset": Attack(
        "HTTP/1.1 200 OK\nContent-Type: text/html; charset=cp424\n\n", b"\x80" * 4_999_999, reason=None
    ),
    "continue without end": Attack("", b"", b"HTTP/1.1 100 Continue\r\n\r\n" * 100, None),
    "status line without end": Attack("", b"", b"HTTP/1.1 " * 1000),
    "no response": Attack(""),
    "another protocol": Attack("SSH-2.0-OpenSSH_9.6\n"),
    "ten thousand headers": Attack(HTML + "X-More: x\n" * 10_000 + "\n", b"<p>x</p>"),
    "headers without end": Attack(HTML, b"", b"X-More: x\r\n" * 100),
    "header of a megabyte": Attack(f"{HTML}X-Long: {'a' * MEGABYTE}\n\n", b"<p>x</p>"),
    "header in many lines": Attack(f"{HTML}X-Long: a\n" + " a\n" * 10_000 + "\n", b"<p>x</p>", reason=None),
    "redirect with a body": Attack("HTTP/1.1 302 Found\nLocation: /plain.html\n\n", b"", b"a" * 9000, None),
    "redirect to itself": Attack("HTTP/1.1 302 Found\nLocation: /redirect+to+itself\n\n"),
    "redirect to nowhere": Attack("HTTP/1.1 302 Found\nLocation:\n\n", reason=None),
    "unchanged with a body": Attack("HTTP/1.1 304 Not Modified\n\n", b"", b"a" * 9000, None),
}
SLOW_ATTACKS = {"/slow-body": False, "/slow-headers": True}


def path_of(name: str) -> str:
    return "/" + name.replace(" ", "+")


@pytest.fixture
def hostile(site: Site) -> Site:
    """A site that offers every attack, each under its name."""
    for name, attack in ATTACKS.items():
        site.raw(path_of(name), attack.start(), endless=attack.endless)
    for path, in_headers in SLOW_ATTACKS.items():
        site.drip(path, headers=in_headers)
    for step in range(30):
        site.answer(f"/step{step}", b"", status=302, location=f"/step{step + 1}")
    return site


def get(site: Site, path: str, **options: Any) -> Fetched:
    return fetch(site.url(path), user_agent="Parley tests", test_addresses=[site.address], **options)


def refusal_of(site: Site, path: str, **options: Any) -> FetchRefused:
    with pytest.raises(FetchRefused) as refusal:
        get(site, path, **options)
    return refusal.value


class TestAttacks:
    """Answers made to do harm."""

    @pytest.mark.parametrize("name", ATTACKS)
    def test_it_ends_within_a_second_of_the_deadline(self, name: str, hostile: Site) -> None:
        begun = time.monotonic()
        try:
            ended = get(hostile, path_of(name), max_seconds=2).status
        except FetchRefused as refusal:
            ended = refusal.reason
        assert time.monotonic() - begun < 3
        assert ATTACKS[name].reason in {ended, None}

    @pytest.mark.parametrize("path", SLOW_ATTACKS)
    def test_a_byte_at_a_time_ends_at_the_deadline(self, path: str, hostile: Site) -> None:
        begun = time.monotonic()

        assert refusal_of(hostile, path, max_seconds=0.5).reason == SLOW
        assert time.monotonic() - begun < 1.5

    @pytest.mark.parametrize(("path", "requests"), [("/redirect+to+itself", 6), ("/step0", 6)])
    def test_the_sixth_redirect_is_not_followed(self, path: str, requests: int, hostile: Site) -> None:
        assert refusal_of(hostile, path).reason == UNREADABLE
        assert len(hostile.requests) == requests

    def test_none_takes_64_megabytes(self, hostile: Site) -> None:
        """In a process of its own, whose peak is its own."""
        paths = [*map(path_of, ATTACKS), *SLOW_ATTACKS, "/step0"]
        code = f"""
from jobs.scraping.fetch import FetchRefused, fetch

def peak(paths):
    for path in paths:
        try:
            fetch("http://{hostile.address}" + path, user_agent="Parley tests", max_seconds=0.5,
                  test_addresses=["{hostile.address}"])
        except FetchRefused:
            pass
    # getrusage's peak is inherited from whoever started us.
    return int(open("/proc/self/status").read().split("VmHWM:")[1].split()[0])

before = peak(["/plain.html"])
print(peak({json.dumps(paths)}) - before)
"""
        grown_kilobytes = int(subprocess.check_output([sys.executable, "-c", code], cwd=ROOT))

        assert 4 * 1024 < grown_kilobytes < 64 * 1024


class TestOtherWays:
    """Ways to another page than a redirect of the server's."""

    @pytest.mark.parametrize(
        "body",
        [
            b'<meta http-equiv="refresh" content="0; url=http://127.0.0.1/">',
            b"<script>location = 'http://127.0.0.1/'</script>",
            b'<base href="http://127.0.0.1/"><iframe src="/x"></iframe><img src="/y">',
            b'<link rel="stylesheet" href="/z"><body onload="location.reload()">',
        ],
    )
    def test_a_page_that_leads_on_by_itself_is_not_followed(
        self, body: bytes, site: Site, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        tried = record_connections(monkeypatch, site.address)
        site.answer("/page", body)

        assert get(site, "/page").text == body.decode()
        assert tried == [site.address]

    @pytest.mark.parametrize("header", ["Refresh", "Content-Location", "Link", "Alt-Svc", "X-Accel-Redirect"])
    def test_no_header_but_location_leads_on(self, header: str, site: Site) -> None:
        site.answer("/page", b"<p>here</p>", **{header: "http://127.0.0.1/"})

        assert get(site, "/page").text == "<p>here</p>"

    @pytest.mark.parametrize("status", [200, 201, 300, 304, 305, 404])
    def test_location_leads_on_only_in_a_redirect(self, status: int, site: Site) -> None:
        site.answer("/page", b"<p>here</p>", status=status, location="/plain.html", content_length="")

        assert get(site, "/page").status == status

    def test_a_redirect_may_write_its_address_in_utf_8(self, site: Site) -> None:
        site.raw("/go", "HTTP/1.1 302 Found\r\nLocation: /stelle/münchen\r\n\r\n".encode())
        site.answer("/stelle/m%C3%BCnchen", b"<p>here</p>")

        assert get(site, "/go").text == "<p>here</p>"


class TestKinds:
    """Types, charsets and status."""

    @pytest.mark.parametrize(
        "kind",
        [
            "text/html",
            "TEXT/HTML; charset=utf-8",
            "text/html, text/html",
            " text/html ;x",
            "application/json",
        ],
    )
    def test_pages_and_data_are_read(self, kind: str, site: Site) -> None:
        site.answer("/page", b"<p>here</p>", content_type=kind)

        assert get(site, "/page").text == "<p>here</p>"

    @pytest.mark.parametrize(
        "kind",
        [
            *("application/pdf", "image/png", "image/svg+xml", "video/mp4", "text/plain", "text/css"),
            *("application/octet-stream", "application/zip", "multipart/form-data", "text/htmlx", "html"),
            *(
                "",
                ";",
                "text/",
                "/html",
                "text/html\x00",
                "*/*",
                "application/javascript",
                "text/event-stream",
            ),
        ],
    )
    def test_everything_else_is_no_page(self, kind: str, site: Site) -> None:
        site.answer("/file", b"<p>here</p>", content_type=kind)

        assert refusal_of(site, "/file").message == NOT_A_PAGE

    @pytest.mark.parametrize("kind", ["text/plain", "text/plain; charset=utf-8", "", "text/html"])
    def test_robots_txt_may_be_plain_text(self, kind: str, site: Site) -> None:
        site.answer("/robots.txt", b"User-agent: *", content_type=kind)

        assert get(site, "/robots.txt").text == "User-agent: *"

    @pytest.mark.parametrize("path", ["/x/robots.txt", "/robots.txt/", "/?/robots.txt"])
    def test_only_at_the_root_it_is_the_sites_rules(self, path: str, site: Site) -> None:
        site.answer(path.partition("?")[0], b"User-agent: *", content_type="text/plain")

        assert refusal_of(site, path).message == NOT_A_PAGE

    @pytest.mark.parametrize("status", [404, 410, 403, 429, 500, 503])
    @pytest.mark.parametrize("kind", ["text/html", "text/plain", "", "application/pdf"])
    def test_a_failure_is_told_whatever_it_says(self, status: int, kind: str, site: Site) -> None:
        site.answer("/gone", b"<h1>Pump Engineer</h1>" * 99, status=status, content_type=kind)

        fetched = get(site, "/gone")

        assert fetched.status == status
        assert bool(fetched.text) == (kind == "text/html")

    @pytest.mark.parametrize(
        ("content_type", "body", "text"),
        [
            ("text/html; charset=windows-1250", "Průvodčí".encode("cp1250"), "Průvodčí"),
            ("text/html", b"<meta charset=iso-8859-2>" + "Łódź".encode("iso8859-2"), "Łódź"),
            ("text/html; charset=utf-8", "Průvodčí".encode("cp1250"), "Pr\ufffdvod\ufffd\ufffd"),
            ("text/html; charset=latin-1", b"\xef\xbb\xbfCaf\xc3\xa9", "Café"),
            ("text/html", "\ufeffCafé".encode("utf-16-le"), "Café"),
            ("text/html; charset=utf-8", "\ufeffCafé".encode("utf-16-be"), "Café"),
            ("text/html", "\ufeffCafé".encode("utf-32-le"), "Café"),
            ("text/html", "\ufeffCafé".encode("utf-32-be"), "Café"),
            ("text/html", b"<meta charset=utf-16>Caf\xc3\xa9", "Café"),
            ("text/html; charset=utf-16", b"C\0a\0f\0\xe9\0", "Café"),
            ("text/html; charset=nonsense", b"Caf\xc3\xa9", "Café"),
            ("text/html; charset=zip", b"Caf\xc3\xa9", "Café"),
            ("text/html; charset=undefined", b"Caf\xc3\xa9", "Café"),
            ("text/html; charset=utf-7", b"+ADw-script+AD4-", "+ADw-script+AD4-"),
            ("text/html; charset=unicode_escape", b"\\u003cp\\u003e", "\\u003cp\\u003e"),
            ("text/html; charset=punycode", b"-" * 9, "-" * 9),
            ("text/html; charset=idna", b"xn--mnchen-3ya", "xn--mnchen-3ya"),
            ('text/html; charset="shift_jis"', "技術者".encode("shift_jis"), "技術者"),
            ("text/html", b"a\x00b\x00", "ab"),
            ("text/html", b"", ""),
        ],
    )
    def test_the_text_is_what_a_browser_would_show(
        self, content_type: str, body: bytes, text: str, site: Site
    ) -> None:
        site.answer("/page", body, content_type=content_type)

        assert get(site, "/page").text.endswith(text)

    def test_a_length_that_is_too_short_cuts_the_page(self, site: Site) -> None:
        site.raw(
            "/page", b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 9\r\n\r\n<p>here</p>"
        )

        assert get(site, "/page").text == "<p>here</"

    @pytest.mark.parametrize("encoding", ["gzip", "x-gzip", "GZIP", "identity", ""])
    def test_compressed_pages_are_read(self, encoding: str, site: Site) -> None:
        body = b"<p>here</p>" * 100_000
        sent = gzip.compress(body) if "zip" in encoding.lower() else body
        site.answer("/page", sent, content_encoding=encoding)

        assert get(site, "/page").text == body.decode()
        assert site.headers["Accept-Encoding"] == "gzip"


class TestKnownVersions:
    """Conditional requests."""

    def test_what_the_site_says_of_its_version_is_kept(self, site: Site) -> None:
        site.answer("/page", b"<p>here</p>", etag='W/"7"', last_modified="Sun, 22 Nov 2026 10:00:00 GMT")

        fetched = get(site, "/page")

        assert (fetched.etag, fetched.last_modified) == ('W/"7"', "Sun, 22 Nov 2026 10:00:00 GMT")

    def test_a_known_version_is_asked_about(self, site: Site) -> None:
        site.answer("/page", b"", status=304, content_length="", content_type="")

        fetched = get(site, "/page", etag='"7"', last_modified="Sun, 22 Nov 2026 10:00:00 GMT")

        assert (fetched.status, fetched.text) == (304, "")
        assert site.headers["If-None-Match"] == '"7"'
        assert site.headers["If-Modified-Since"] == "Sun, 22 Nov 2026 10:00:00 GMT"

    def test_without_one_nothing_is_asked(self, site: Site) -> None:
        get(site, "/plain.html")

        assert not {"If-None-Match", "If-Modified-Since"} & set(site.headers)

    @pytest.mark.parametrize("etag", ["a" * 101, '"\xe9"', '"a\x01"'])
    def test_a_version_that_cannot_be_sent_back_is_not_kept(self, etag: str, site: Site) -> None:
        site.raw(
            "/page", f"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nETag: {etag}\r\n\r\nx".encode("latin-1")
        )

        assert get(site, "/page").etag == ""


def test_nobody_is_reached_but_who_was_asked(hostile: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    tried = record_connections(monkeypatch, hostile.address)
    for name in ("redirect to itself", "redirect to nowhere", "gzip bomb", "continue without end"):
        try:
            get(hostile, path_of(name), max_seconds=0.5, lookup=resolves_to("127.0.0.1"))
        except FetchRefused:
            continue

    assert set(tried) == {hostile.address}
