"""Postings of Breezy, where its hosted pages leave something out of their JSON-LD."""

from __future__ import annotations

from jobs.scraping.hosted import read_hosted
from jobs.scraping.page import Page
from jobs.scraping.posting import Posting
from jobs.scraping.tenants import path_of, tenant_of

NAME = "breezy"
DOMAIN = "breezy.hr"
META = "//li[contains(concat(' ', normalize-space(@class), ' '), ' {} ')]//span"
PATHS = {
    "job_title": "//h1",
    # A script puts words in the place of "%LABEL_MULTIPLE_LOCATIONS%" and the like.
    "location": META.format("location") + "[not(contains(., '%LABEL'))]",
    "job_type": META.format("type"),
    "salary_range": META.format("salary-range"),
    "description": "//div[contains(concat(' ', normalize-space(@class), ' '), ' description ')]",
}


def api_urls(url: str, page: str = "") -> tuple[str, ...]:
    """None: the keyless list has no descriptions, the page has everything."""
    return ()


def read(page: Page) -> Posting | None:
    """Read the page of one posting, /p/{id}-{slug}."""
    slug = tenant_of(page.url, DOMAIN) if path_of(page.url)[:1] == ("p",) else ""
    return read_hosted(page, source=NAME, paths=PATHS, slug=slug)
