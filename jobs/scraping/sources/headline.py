"""Title and company from the page's headings, meta tags and names, with little confidence."""

from __future__ import annotations

from jobs.scraping.page import Page
from jobs.scraping.posting import Posting

NAME = "headline"


def api_urls(url: str, page: str = "") -> tuple[str, ...]:
    """The page itself is all there is."""
    return ()


def read(page: Page) -> Posting | None:
    """Read nothing yet."""
    return None
