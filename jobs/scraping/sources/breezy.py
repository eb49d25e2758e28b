"""Postings of Breezy: whose its hosted pages are."""

from __future__ import annotations

from jobs.scraping.hosted import read_employer
from jobs.scraping.page import Page
from jobs.scraping.posting import Posting
from jobs.scraping.tenants import path_of, tenant_of

NAME = "breezy"


def api_urls(url: str, page: str = "") -> tuple[str, ...]:
    """None: the keyless list has no descriptions, the page has everything."""
    return ()


def read(page: Page) -> Posting | None:
    """Name the employer of /p/{id}-{slug}; the page says the rest."""
    is_job = path_of(page.url)[:1] == ("p",)
    return read_employer(page, source=NAME, slug=tenant_of(page.url, "breezy.hr") if is_job else "")
