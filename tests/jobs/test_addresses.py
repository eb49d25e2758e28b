"""One spelling for each posting's address."""

from __future__ import annotations

import pytest

from jobs.scraping.urls import canonical_url, has_host


@pytest.mark.parametrize(
    ("typed", "canonical"),
    [
        ("example.com/jobs/1", "https://example.com/jobs/1"),
        ("  HTTPS://Example.COM/jobs/1#apply ", "https://example.com/jobs/1"),
        ("https://example.com/?utm_source=a&gclid=b&trk=c&refId=d&trackingId=e", "https://example.com/"),
        ("https://example.com/careers?gh_jid=42&utm_medium=x", "https://example.com/careers?gh_jid=42"),
        ("https://indeed.com/viewjob?jk=abc&from=serp", "https://indeed.com/viewjob?from=serp&jk=abc"),
        ("https://linkedin.com/jobs/?refId=x&currentJobId=7", "https://linkedin.com/jobs/?currentJobId=7"),
        ("https://example.com/?b=2&a=1", "https://example.com/?a=1&b=2"),
        ("localhost.example:8000/x", "https://localhost.example:8000/x"),
        ("https://münchen.example/stelle", "https://xn--mnchen-3ya.example/stelle"),
    ],
)
def test_spellings_of_one_address_become_one(typed: str, canonical: str) -> None:
    assert canonical_url(typed) == canonical
    assert canonical_url(canonical) == canonical


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "engineer",
        "http://",
        "ftp://example.com",
        "javascript:alert(1)",
        "https://exa mple.com",
        "http://localhost/x",
        "https://example.com/\x00",
        "https://example.com/a\nb",
        "https://[::1",
        f"https://example.com/{'a' * 2000}",
    ],
)
def test_what_is_no_address_is_refused(typed: str) -> None:
    with pytest.raises(ValueError):
        canonical_url(typed)


def test_look_alikes_are_not_on_the_domain() -> None:
    assert has_host("https://boards.greenhouse.io/x", "greenhouse.io")
    assert not has_host("https://evilgreenhouse.io/x", "greenhouse.io")
    assert not has_host("https://greenhouse.io.evil.example/x", "greenhouse.io")
