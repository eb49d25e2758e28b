"""Every kind of address that leads inside, in several spellings each: none is ever connected to."""

# ruff: noqa: RUF001  the look-alikes are what is tested
from __future__ import annotations

import socket
from typing import Any

import pytest

from jobs.scraping.fetch import BAD_ADDRESS, FetchRefused, fetch
from jobs.scraping.reasons import Reason
from tests.jobs.site import Site, record_connections, resolves_to

PUBLIC = "93.184.216.34"

# Addresses that no page lies on, by kind; each is tried in an URL as it stands, and as what a name leads to.
INSIDE = {
    "loopback": ["127.0.0.1", "127.0.0.2", "127.255.255.254"],
    "this host": ["0.0.0.0", "0.1.2.3"],
    "private 10": ["10.0.0.1", "10.255.255.255"],
    "private 172": ["172.16.0.1", "172.31.255.255"],
    "private 192": ["192.168.0.1", "192.168.255.255"],
    "carrier NAT": ["100.64.0.1", "100.127.255.255"],
    "link-local": ["169.254.0.1"],
    "cloud metadata": ["169.254.169.254", "169.254.170.2", "100.100.100.200"],
    "protocol assignments": ["192.0.0.1", "192.0.0.170"],
    "benchmarks": ["198.18.0.1", "198.19.255.255"],
    "documentation": ["192.0.2.1", "198.51.100.1", "203.0.113.1"],
    "6to4 relay": ["192.88.99.1"],
    "multicast": ["224.0.0.1", "239.255.255.255"],
    "class E": ["240.0.0.1", "255.255.255.254"],
    "broadcast": ["255.255.255.255"],
    "IPv6 loopback": ["::1", "0:0:0:0:0:0:0:1"],
    "IPv6 unspecified": ["::"],
    "IPv6 mapped": ["::ffff:127.0.0.1", "::ffff:7f00:1", "::ffff:10.0.0.1", "::ffff:169.254.169.254"],
    "IPv6 compatible": ["::127.0.0.1", "::7f00:1", "::10.0.0.1"],
    "IPv6 unique local": ["fc00::1", "fd00::1", "fdff:ffff::1"],
    "IPv6 metadata": ["fd00:ec2::254"],
    "IPv6 link-local": ["fe80::1", "febf::1"],
    "IPv6 site-local": ["fec0::1", "feff::1"],
    "IPv6 NAT64": ["64:ff9b::7f00:1", "64:ff9b::a00:1", "64:ff9b:1::7f00:1"],
    "IPv6 6to4": ["2002:7f00:1::1", "2002:a00:1::1"],
    "IPv6 Teredo": ["2001:0:4136:e378:8000:63bf:3fff:fdd2"],
    "IPv6 documentation": ["2001:db8::1", "3fff::1"],
    "IPv6 discard": ["100::1"],
    "IPv6 multicast": ["ff02::1", "ff05::2", "ff0e::1"],
}

# What needs no name server to be refused.
REFUSED_AS_SPELLED = {
    "loopback, short": ["http://127.1/", "http://127.0.1/"],
    "loopback, one number": ["http://2130706433/", "http://0x7f000001/", "http://017700000001/"],
    "loopback, octal": ["http://0177.0.0.1/", "http://0177.0.0.01/", "http://00000177.0.0.1/"],
    "loopback, hexadecimal": ["http://0x7f.1/", "http://0x7f.0x0.0x0.0x1/", "http://0X7F.0.0.1/"],
    "zero": ["http://0/", "http://0.0/", "http://0x0/", "http://00000000000/"],
    "circled digits": ["http://①②⑦.⓪.⓪.①/", "http://⑯⑨。②⑤④。⑯⑨｡②⑤④/"],
    "full-width dots": ["http://127。0。0。1/", "http://127．0．0．1/", "http://127｡0｡0｡1/"],
    "full-width digits": ["http://１２７.0.0.1/", "http://１０.０.０.１/"],
    "full-width name": ["http://ｊｏｂｓ.evil.example/", "http://jobs。evil。example/"],
    "trailing dot": ["http://127.0.0.1./", "http://10.0.0.1./", "http://0x7f.1./"],
    "percent-encoded host": ["http://%31%32%37.0.0.1/", "http://127%2e0%2e0%2e1/", "http://example%2ecom/"],
    "metadata, other bases": ["http://2852039166/", "http://0xa9fea9fe/", "http://0251.0376.0251.0376/"],
    "private, other bases": ["http://0xa000001/", "http://167772161/", "http://012.1/", "http://192.168.1/"],
    "zone": ["http://[fe80::1%25eth0]/", "http://[fe80::1%eth0]/", "http://[::1%25lo]/"],
    "public number": ["http://8.8.8.8/", "https://[2606:4700::1111]/", "http://134744072/"],
    "broken brackets": ["http://[::1/", "http://::1/", "http://[127.0.0.1]/", "http://[]/", "http://[::g]/"],
    "one label": ["http://intranet/", "http://localhost/", "http://LOCALHOST./", "http://wiki/jobs/1"],
    "credentials": ["http://user:password@example.com/", "http://user@example.com/", "http://@example.com/"],
    "credentials that look like a host": ["http://example.com@127.0.0.1/", "http://example.com:80@10.0.0.1/"],
    "credentials behind signs": ["http://127.0.0.1%2523@example.com/", "http://a@b@example.com/"],
    "backslash": [
        "http://127.0.0.1\\@example.com/",
        "http://example.com\\@127.0.0.1/",
        "http:\\\\127.0.0.1\\",
        "http://example.com\\.evil.example/",
    ],
    "fragment that looks like a host": ["http://127.0.0.1#@example.com/", "http://127.0.0.1?@example.com/"],
    "port": [
        *(f"http://example.com:{port}/" for port in ("22", "8080", "443", "65536", "-1", "80443", "8O")),
        "http://example.com:80:443/",
        "http://example.com:80@127.0.0.1:443/",
    ],
    "port of the other scheme": ["https://example.com:80/"],
    "file": ["file:///etc/passwd", "file://localhost/etc/passwd", "FILE:///etc/passwd", "file:/etc/passwd"],
    "ftp": ["ftp://example.com/", "sftp://example.com/"],
    "gopher": ["gopher://127.0.0.1:6379/_INFO", "dict://127.0.0.1:11211/stat", "ldap://127.0.0.1/"],
    "data": ["data:text/html,<h1>Engineer</h1>", "data:text/html;base64,PGgxPg=="],
    "javascript": ["javascript:alert(1)", "JavaScript://example.com/%0aalert(1)", "vbscript:x"],
    "unix socket": ["http+unix://%2fvar%2frun%2fdocker.sock/info", "unix:///var/run/docker.sock"],
    "wrapped": ["jar:http://example.com!/x", "view-source:http://127.0.0.1/", "blob:http://127.0.0.1/1"],
    "scheme-relative": ["//127.0.0.1/", "//example.com/", "///example.com/"],
    "scheme-less": ["example.com", "127.0.0.1", "example.com/jobs/1", "http", "www.example.com:80"],
    "empty host": ["http:///jobs", "http://", "http:", "http://./", "http://../", "http://:80/", "http:///"],
    "line break": ["http://example.com/\r\nHost: 10.0.0.1", "http://exam\nple.com/", "http://example.com/\r"],
    "NUL and controls": ["http://example.com/\x00", "http://127.0.0.1\x00.example.com/", "http://e.com/\x1b"],
    "tab": ["http://127.0.\t0.1/", "ht\ttp://127.0.0.1/", "http://example.com/\t"],
    "white space": ["http://exa mple.com/", "http://127.0.0.1 .example.com/", "http://\u3000example.com/"],
    "70 kB": ["http://example.com/" + "a" * 70_000, "http://" + "a." * 35_000 + "com/"],
    "long labels": ["http://" + "ü" * 64 + ".com/"],
    "signs in the host": ["http://<example>.com/", "http://exam|ple.com/", "http://{example}.com/"],
    "nothing": ["", " ", "#", "?", "/", "/jobs/1", "jobs"],
}

# What looks like one place and is another: the name server knows example.com alone as public.
PUBLIC_NAMES = {
    "fragment": ["http://example.com#@127.0.0.1/", "http://example.com/#http://127.0.0.1/"],
    "query": ["http://example.com/?@127.0.0.1/", "http://example.com?url=http://127.0.0.1/"],
    "path": [
        "http://example.com/@127.0.0.1/",
        "http://example.com//127.0.0.1/",
        "http://example.com/..//10.1",
    ],
    "capitals": ["HTTP://EXAMPLE.COM/", "hTTps://Example.Com/"],
    "default port": [
        "http://example.com:80/",
        "https://example.com:443/",
        "http://example.com:/",
        "http://example.com:0/",
    ],
}
INSIDE_NAMES = {
    "localhost below": ["http://localhost.localdomain/", "http://jobs.localhost/", "http://x.local/"],
    "metadata by name": ["http://metadata.google.internal/", "http://instance-data.ec2.internal/"],
    "wildcard name servers": [
        "http://127.0.0.1.nip.io/",
        "http://10-0-0-1.sslip.io/",
        "http://localtest.me/",
    ],
    "name that begins like a number": ["http://127.0.0.1.example.com/", "http://0x7f.1.example.com/"],
    "homograph": ["http://ехample.com/", "http://exаmple.com/", "http://example.соm/"],
    "look-alike": [
        "http://example.com.evil.example/",
        "http://evilexample.com/",
        "http://example.com-x.test/",
    ],
}


def cases(classes: dict[str, list[str]]) -> list[Any]:
    """One test for each spelling, called after its class."""
    return [
        pytest.param(spelling, id=f"{name}: {spelling[:40].encode('unicode_escape').decode()}")
        for name, spellings in classes.items()
        for spelling in spellings
    ]


def in_url(address: str) -> str:
    return f"http://[{address}]/" if ":" in address else f"http://{address}/"


def only_example_com_is_public(host: str, port: int, *rest: Any) -> Any:
    return resolves_to(PUBLIC if host == "example.com" else "127.0.0.1")(host, port)


def only_the_site_is_here(host: str, port: int, *rest: Any) -> Any:
    return resolves_to({"127.0.0.1": host, "parley.example.com": PUBLIC}.get(host, "10.0.0.1"))(host, port)


def refusal_of(url: str, **options: Any) -> FetchRefused:
    with pytest.raises(FetchRefused) as refusal:
        fetch(url, user_agent="Parley tests", max_seconds=5, **options)
    return refusal.value


@pytest.fixture
def tried(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Every "host:port" that a socket was told to connect to; nothing is reached."""
    return record_connections(monkeypatch)


class Lookups(list[str]):
    """A name server that remembers what it was asked and knows nothing."""

    def __call__(self, host: str, *rest: Any) -> Any:
        self.append(host)
        raise socket.gaierror("no such name")


def test_the_list_is_complete() -> None:
    classes = [*INSIDE, *REFUSED_AS_SPELLED, *PUBLIC_NAMES, *INSIDE_NAMES]

    assert len(classes) + len(MIXED) >= 74


def test_a_connection_that_is_tried_is_seen(tried: list[str]) -> None:
    refusal_of("http://example.com/", lookup=resolves_to(PUBLIC))

    assert tried == [f"{PUBLIC}:80"]


@pytest.mark.parametrize("address", cases(INSIDE))
def test_an_address_inside_is_refused_as_it_stands(address: str, tried: list[str]) -> None:
    lookups = Lookups()

    assert refusal_of(in_url(address), lookup=lookups).message == BAD_ADDRESS
    assert (tried, lookups) == ([], [])


@pytest.mark.parametrize("address", cases(INSIDE))
@pytest.mark.parametrize("scheme", ["http", "https"])
def test_a_name_that_leads_inside_is_refused(scheme: str, address: str, tried: list[str]) -> None:
    refusal = refusal_of(f"{scheme}://jobs.example.com/1", lookup=resolves_to(address))

    assert (refusal.reason, refusal.message) == (Reason.UNREADABLE, Reason.UNREADABLE.sentence)
    assert tried == []


@pytest.mark.parametrize("url", cases(REFUSED_AS_SPELLED))
def test_what_is_no_pages_address_is_refused_before_anything_is_looked_up(url: str, tried: list[str]) -> None:
    lookups = Lookups()

    assert refusal_of(url, lookup=lookups).message == BAD_ADDRESS
    assert (tried, lookups) == ([], [])


@pytest.mark.parametrize("url", cases(PUBLIC_NAMES))
def test_an_address_leads_where_its_host_says(url: str, tried: list[str]) -> None:
    refusal_of(url, lookup=only_example_com_is_public)

    assert {address.rpartition(":")[0] for address in tried} == {PUBLIC}


@pytest.mark.parametrize("url", cases(INSIDE_NAMES))
def test_a_name_that_looks_like_another_is_judged_by_where_it_leads(url: str, tried: list[str]) -> None:
    refusal = refusal_of(url, lookup=only_example_com_is_public)

    assert refusal.message == Reason.UNREADABLE.sentence
    assert tried == []


MIXED = {
    "public first": [PUBLIC, "10.0.0.1"],
    "inside first": ["10.0.0.1", PUBLIC],
    "in the middle": [PUBLIC, "127.0.0.1", "1.1.1.1"],
    "of two families": ["2606:4700::1111", "::1"],
    "mapped": [PUBLIC, "::ffff:127.0.0.1"],
    "none": [],
}


@pytest.mark.parametrize("addresses", MIXED.values(), ids=MIXED)
def test_one_answer_inside_spoils_them_all(addresses: list[str], tried: list[str]) -> None:
    refusal = refusal_of("http://jobs.example.com/1", lookup=resolves_to(*addresses))

    assert refusal.message == Reason.UNREADABLE.sentence
    assert tried == []


@pytest.mark.parametrize("second", ["127.0.0.1", "169.254.169.254", "::1"])
def test_a_second_answer_is_never_asked_for(second: str, tried: list[str]) -> None:
    answers = [resolves_to(PUBLIC), resolves_to(second)]

    def rebinding(*args: Any) -> Any:
        return answers.pop(0)(*args)

    refusal_of("http://jobs.example.com/1", lookup=rebinding)

    assert tried == [f"{PUBLIC}:80"]
    assert len(answers) == 1


class TestRedirects:
    """A page that sends us on: the same rules for each step."""

    @pytest.mark.parametrize(
        "target", [in_url(address) for addresses in INSIDE.values() for address in addresses]
    )
    def test_a_redirect_to_an_address_inside_is_not_followed(
        self, target: str, site: Site, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        tried = record_connections(monkeypatch, site.address)
        site.answer("/go", b"", status=302, location=target)

        assert refusal_of(site.url("go"), test_addresses=[site.address]).reason == Reason.UNREADABLE
        assert tried == [site.address]

    @pytest.mark.parametrize(
        "target",
        [
            "http://jobs.example.com/",
            "https://jobs.example.com/",
            "//127.0.0.1/",
            "//127.0.0.1:22/",
            "file:///etc/passwd",
            "gopher://127.0.0.1/",
            "data:text/html,x",
            "javascript:alert(1)",
            "http://[::1",
            "http://127.0.0.1\t/",
            "http://①②⑦.⓪.⓪.①/",
            "http://" + "a" * 9000 + ".com/",
        ],
    )
    def test_a_redirect_to_no_page_is_not_followed(
        self, target: str, site: Site, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        tried = record_connections(monkeypatch, site.address)
        location = target.encode().decode("latin-1")
        site.raw("/go", f"HTTP/1.1 302 Found\r\nLocation: {location}\r\n\r\n".encode("latin-1"))

        refusal = refusal_of(site.url("go"), test_addresses=[site.address], lookup=only_the_site_is_here)

        assert refusal.reason == Reason.UNREADABLE
        assert set(tried) == {site.address}


class TestOwnHost:
    """The installation's own name, which leads to a public address like any other."""

    @pytest.mark.parametrize(
        "url",
        [
            "https://parley.example.com/jobs/1",
            "http://PARLEY.example.com/",
            "https://parley.example.com./",
            "https://parley.example.com:443/",
            "https://ｐarley.example.com/",
            "https://parley。example.com/",
        ],
    )
    def test_we_do_not_read_ourselves(self, url: str, tried: list[str]) -> None:
        refusal = refusal_of(url, forbidden_hosts=["parley.example.com"], lookup=resolves_to(PUBLIC))

        assert refusal.message == BAD_ADDRESS
        assert tried == []

    def test_other_hosts_of_the_domain_are_read(self, tried: list[str]) -> None:
        refusal_of(
            "http://jobs.example.com/", forbidden_hosts=["parley.example.com"], lookup=resolves_to(PUBLIC)
        )

        assert tried == [f"{PUBLIC}:80"]

    def test_a_redirect_to_ourselves_is_refused(self, site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
        tried = record_connections(monkeypatch, site.address)
        site.answer("/go", b"", status=302, location="https://parley.example.com/jobs/1")

        refusal = refusal_of(
            site.url("go"),
            test_addresses=[site.address],
            forbidden_hosts=["parley.example.com"],
            lookup=only_the_site_is_here,
        )

        assert refusal.message == BAD_ADDRESS
        assert tried == [site.address]


def test_who_gave_the_address_does_not_learn_what_is_inside(tried: list[str]) -> None:
    """A refused address, a name without one, a closed port and a network that is down sound alike."""
    unknown = Lookups()
    answers = [
        refusal_of("http://jobs.example.com/", lookup=resolves_to("10.0.0.1")),
        refusal_of("http://jobs.example.com/", lookup=unknown),
        refusal_of("http://jobs.example.com/", lookup=resolves_to(PUBLIC)),
        refusal_of("https://jobs.example.com/", lookup=resolves_to(PUBLIC, "127.0.0.1")),
    ]

    assert {(answer.reason, answer.message) for answer in answers} == {
        (Reason.UNREADABLE, Reason.UNREADABLE.sentence)
    }


def test_operators_see_what_was_refused_and_why(caplog: pytest.LogCaptureFixture) -> None:
    refusal_of("http://jobs.example.com/", lookup=resolves_to("10.0.0.1"))

    assert "jobs.example.com" in caplog.text and "10.0.0.1" in caplog.text
