"""Postings of Jobvite, where its hosted pages leave something out of their JSON-LD."""

from __future__ import annotations

from jobs.scraping.hosted import read_hosted
from jobs.scraping.page import Page
from jobs.scraping.posting import Posting
from jobs.scraping.tenants import path_of
from jobs.scraping.urls import has_host

NAME = "jobvite"
PATHS = {
    "job_title": "//*[contains(@class, 'jv-header')][self::h1 or self::h2]",
    # Department, place, more: the place is what follows the first separator.
    "location": "//span[contains(@class, 'jv-inline-separator')][1]/following-sibling::text()[1]",
    "description": "//*[contains(@class, 'jv-job-detail-description')]",
}


def api_urls(url: str, page: str = "") -> tuple[str, ...]:
    """Jobvite's feeds need a key."""
    return ()


def read(page: Page) -> Posting | None:
    """Read a hosted page: /{employer}/job/{id} or /careers/{employer}/job/{id}."""
    path = path_of(page.url)
    path = path[1:] if path[:1] == ("careers",) else path
    is_job = len(path) > 2 and path[1] == "job" and has_host(page.url, "jobvite.com")
    return read_hosted(page, source=NAME, paths=PATHS, slug=path[0] if is_job else "")
