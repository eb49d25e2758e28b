"""Postings of Jobvite: whose its hosted pages are."""

from __future__ import annotations

from jobs.scraping.hosted import read_employer
from jobs.scraping.page import Page
from jobs.scraping.posting import Posting
from jobs.scraping.tenants import path_of
from jobs.scraping.urls import has_host

NAME = "jobvite"


def api_urls(url: str, page: str = "") -> tuple[str, ...]:
    """Jobvite's feeds need a key."""
    return ()


def read(page: Page) -> Posting | None:
    """Name the employer of /{employer}/job/{id} or /careers/{employer}/job/{id}; the page says the rest."""
    path = path_of(page.url)
    path = path[1:] if path[:1] == ("careers",) else path
    is_job = len(path) > 2 and path[1] == "job" and has_host(page.url, "jobvite.com")
    return read_employer(page, source=NAME, slug=path[0] if is_job else "")
