"""That Indeed's jobs are asked for as text, in every country and kindly."""

from __future__ import annotations

import pytest

from jobs.scraping.registry import find_api_urls, paste_only


@pytest.mark.parametrize(
    "url",
    [
        "https://www.indeed.com/viewjob?jk=0123456789abcdef",
        "https://indeed.com/?vjk=0123456789abcdef",
        "https://de.indeed.com/viewjob?jk=0123456789abcdef",
        "https://uk.indeed.com/jobs?q=painter&vjk=0123456789abcdef",
        "https://www.indeed.co.uk/viewjob?jk=0123456789abcdef",
        "https://www.indeed.fr/voir-emploi?jk=0123456789abcdef",
        "https://www.indeed.com.mx/ver-empleo?jk=0123456789abcdef",
        "https://jp.indeed.com./viewjob?jk=0123456789abcdef",
    ],
)
def test_the_person_is_asked_for_the_text_and_told_that_the_link_is_kept(url: str) -> None:
    sentence = paste_only(url, allow=["linkedin"])

    assert "Indeed" in sentence
    assert "copy its whole text and paste it here" in sentence
    assert "We keep the link" in sentence
    assert find_api_urls(url) == ()


@pytest.mark.parametrize(
    "url",
    [
        "https://www.indeed.com.evil.example/viewjob?jk=1",
        "https://notindeed.com/viewjob?jk=1",
        "https://indeed.example.com/viewjob?jk=1",
        "https://indeed.com@evil.example/viewjob?jk=1",
        "https://example.com/?next=indeed.com",
    ],
)
def test_other_sites_may_be_read(url: str) -> None:
    assert paste_only(url) == ""
