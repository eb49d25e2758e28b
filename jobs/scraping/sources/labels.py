"""Values that stand beside a label on the page ("Location: Oslo"), in many languages."""

from __future__ import annotations

from jobs.scraping.page import Page
from jobs.scraping.posting import Posting

NAME = "labels"


def api_urls(url: str, page: str = "") -> tuple[str, ...]:
    """The page itself is all there is."""
    return ()


def read(page: Page) -> Posting | None:
    """Read nothing yet."""
    return None
