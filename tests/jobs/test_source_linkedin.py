"""Which addresses are LinkedIn's jobs, and that they are read only where the owner allows it."""

from __future__ import annotations

import pytest

from jobs.scraping.registry import paste_only
from jobs.scraping.sources import linkedin

API = "https://www.linkedin.com/jobs-guest/jobs/api/jobPosting/3712345678"


@pytest.mark.parametrize(
    "url",
    [
        "https://www.linkedin.com/jobs/view/3712345678",
        "https://www.linkedin.com/jobs/view/3712345678/?refId=x",
        "https://pt.linkedin.com/jobs/view/pintor-de-pontes-at-rio-works-3712345678",
        "https://cz.linkedin.com/jobs/view/spr%C3%A1vce-maj%C3%A1ku-c%2B%2B-at-marrow-3712345678",
        "https://www.linkedin.com/comm/jobs/view/3712345678/",
        "https://www.linkedin.com/jobs/search/?currentJobId=3712345678&keywords=bridge",
        "https://www.linkedin.com/jobs/collections/recommended?currentJobId=3712345678",
        "https://LinkedIn.com/jobs/view/3712345678",
        API,
    ],
)
def test_a_jobs_address_names_the_fragment_for_visitors(url: str) -> None:
    assert linkedin.api_urls(url) == (API,)


@pytest.mark.parametrize(
    "url",
    [
        "https://www.linkedin.com/jobs/view/..%2f3712345678",
        "https://www.linkedin.com/jobs/view/3712345678%2f..%2fx",
        "https://www.linkedin.com/jobs/view/3712345678%3Fx",
        "https://www.linkedin.com/jobs/search/?currentJobId=../3712345678",
        "https://www.linkedin.com/jobs/search/?currentJobId=3712345678%23x",
        "https://www.linkedin.com/jobs/search/?currentJobId=%D9%A1%D9%A2%D9%A3%D9%A4%D9%A5%D9%A6",
        "https://www.linkedin.com/company/rio-works",
        "https://www.linkedin.com.evil.example/jobs/view/3712345678",
        "https://evil-linkedin.com/jobs/view/3712345678",
        "https://www.linkedin.com@evil.example/jobs/view/3712345678",
    ],
)
def test_nothing_else_names_one(url: str) -> None:
    assert linkedin.api_urls(url) == ()


@pytest.mark.parametrize(
    "url",
    [
        "https://www.linkedin.com/jobs/view/3712345678",
        "https://de.linkedin.com/jobs/view/x-3712345678",
        "https://lnkd.in/eAbCdEf",
        API,
    ],
)
def test_the_person_is_asked_for_the_text_and_told_that_the_link_is_kept(url: str) -> None:
    sentence = paste_only(url)

    assert "LinkedIn" in sentence
    assert "copy its whole text and paste it here" in sentence
    assert "We keep the link" in sentence


def test_the_owner_may_allow_reading() -> None:
    assert paste_only("https://www.linkedin.com/jobs/view/3712345678", allow=["linkedin"]) == ""


@pytest.mark.parametrize(
    "url", ["https://linkedin.com.evil.example/x", "https://rio-works.example/linkedin.com"]
)
def test_other_sites_may_be_read(url: str) -> None:
    assert paste_only(url) == ""
