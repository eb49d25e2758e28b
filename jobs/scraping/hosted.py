"""Whose page it is that an applicant system hosts: its address says so, its text spells it."""

from __future__ import annotations

from jobs.scraping.page import Page
from jobs.scraping.posting import Posting, make_posting
from jobs.scraping.slugs import company_found

MOST_TEXTS = 5_000
MOST_TEXT = 50_000


def read_employer(page: Page, *, source: str, slug: str) -> Posting | None:
    """Name the employer `slug` as the page does; None for an empty slug and for what is no page."""
    if not slug or page.lean is None:
        return None
    texts = (*page.names, *page.texts[:MOST_TEXTS])
    found = {"company_name": company_found(slug, "\n".join(texts)[:MOST_TEXT])}
    return make_posting(source=source, url=page.url, found=found)
