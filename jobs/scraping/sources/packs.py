"""Fields at the places where known boards and applicant systems show them: selectors kept as data."""

from __future__ import annotations

from jobs.scraping.page import Page
from jobs.scraping.posting import Posting

NAME = "packs"


def api_urls(url: str, page: str = "") -> tuple[str, ...]:
    """The page itself is all there is."""
    return ()


def read(page: Page) -> Posting | None:
    """Read nothing yet."""
    return None
