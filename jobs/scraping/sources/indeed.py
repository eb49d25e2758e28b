"""Addresses of Indeed's jobs, which are never read: people paste their text."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from jobs.scraping.page import Page
from jobs.scraping.posting import Posting

NAME = "indeed"
# indeed.com, de.indeed.com, indeed.fr, indeed.co.uk, indeed.com.mx: one owner under every country's name.
HOST = re.compile(r"(?:[a-z0-9-]+\.)*indeed\.(?:com|[a-z]{2}|com?\.[a-z]{2})\.?")
REFUSAL = (
    "Indeed does not allow programs to read its jobs. Open the job there, copy its whole text and paste it "
    "here. We keep the link."
)


def api_urls(url: str, page: str = "") -> tuple[str, ...]:
    """None that may be used: its keys belong to Indeed's own apps."""
    return ()


def paste_only(url: str) -> str:
    """What the person is asked to do instead, because Indeed's terms forbid reading; empty elsewhere."""
    return REFUSAL if HOST.fullmatch(urlsplit(url).hostname or "") else ""


def read(page: Page) -> Posting | None:
    """Its pages are never fetched."""
    return None
