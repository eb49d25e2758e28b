"""Any page's heading as the title, until headlines are read elsewhere."""

from __future__ import annotations

import re

from jobs.scraping.page import Page
from jobs.scraping.posting import Found, Posting, make_posting

NAME = "heading"


def api_urls(url: str, page: str = "") -> tuple[str, ...]:
    """The page itself is all there is."""
    return ()


def read(page: Page) -> Posting | None:
    """Read the title, with low confidence."""
    if not page.names:
        return None
    headings = page.names[:-1] or page.names
    title = re.split("\\s+[|·•\N{EN DASH}\N{EM DASH}-]\\s+", headings[0], maxsplit=1)[0]
    return make_posting(source=NAME, url=page.url, found={"job_title": Found(title, "heading", 0.4)})
