"""Postings of JazzHR, whose hosted pages have JSON-LD in part or, in older designs, none."""

from __future__ import annotations

from jobs.scraping.hosted import read_hosted
from jobs.scraping.page import Page
from jobs.scraping.posting import Posting
from jobs.scraping.tenants import path_of, tenant_of

NAME = "jazzhr"
DOMAIN = "applytojob.com"
PATHS = {
    "job_title": "//*[contains(@class, 'job-header')]//*[self::h1 or self::h2] | //h1[@class='job_title']",
    "location": "//*[contains(@class, 'job-attributes-container')]//*[@title='Location']",
    "job_type": "//*[@id='resumator-job-employment'] | //h3[@class='job_meta']",
    "description": "//*[@id='job-description'] | //div[@class='job_description']",
}


def api_urls(url: str, page: str = "") -> tuple[str, ...]:
    """JazzHR's API needs a key."""
    return ()


def read(page: Page) -> Posting | None:
    """Read the page of one posting: /apply/{id}/{slug} or /apply/jobs/details/{id}."""
    path = path_of(page.url)
    is_job = path[:1] == ("apply",) and len(path) > 1 and path != ("apply", "jobs")
    return read_hosted(page, source=NAME, paths=PATHS, slug=tenant_of(page.url, DOMAIN) if is_job else "")
