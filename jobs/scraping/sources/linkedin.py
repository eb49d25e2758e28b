"""Addresses of LinkedIn's jobs, which are read only where the installation's owner allows it."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, urlsplit

from jobs.scraping.page import Page
from jobs.scraping.posting import Posting
from jobs.scraping.urls import has_host

NAME = "linkedin"
API = "https://www.linkedin.com/jobs-guest/jobs/api/jobPosting/{id}"
JOB_PATH = re.compile(
    r"(?:/comm)?/jobs/view/(?:[^/]{1,500}-)?(\d{5,20})/?|/jobs-guest/jobs/api/jobPosting/(\d{5,20})"
)
REFUSAL = (
    "LinkedIn does not allow programs to read its jobs. Open the job there, copy its whole text and paste "
    "it here. We keep the link."
)


def api_urls(url: str, page: str = "") -> tuple[str, ...]:
    """The fragment that LinkedIn shows to visitors without an account; ask `paste_only` first."""
    if not has_host(url, "linkedin.com"):
        return ()
    parts = urlsplit(url)
    match = JOB_PATH.fullmatch(parts.path)
    job = (match[1] or match[2]) if match else parse_qs(parts.query).get("currentJobId", [""])[0]
    return (API.format(id=job),) if re.fullmatch(r"[0-9]{5,20}", job) else ()


def paste_only(url: str) -> str:
    """What the person is asked to do instead, because LinkedIn's terms forbid reading; empty elsewhere."""
    return REFUSAL if has_host(url, "linkedin.com") or has_host(url, "lnkd.in") else ""


def read(page: Page) -> Posting | None:
    """Its pages are read with a selector pack."""
    return None
