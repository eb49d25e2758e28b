"""Postings of JazzHR: whose its hosted pages are, which their JSON-LD leaves out."""

from __future__ import annotations

from jobs.scraping.hosted import read_employer
from jobs.scraping.page import Page
from jobs.scraping.posting import Posting
from jobs.scraping.tenants import path_of, tenant_of

NAME = "jazzhr"


def api_urls(url: str, page: str = "") -> tuple[str, ...]:
    """JazzHR's API needs a key."""
    return ()


def read(page: Page) -> Posting | None:
    """Name the employer of /apply/{id}/{slug} or /apply/jobs/details/{id}; the page says the rest."""
    path = path_of(page.url)
    is_job = path[:1] == ("apply",) and len(path) > 1 and path != ("apply", "jobs")
    return read_employer(page, source=NAME, slug=tenant_of(page.url, "applytojob.com") if is_job else "")
