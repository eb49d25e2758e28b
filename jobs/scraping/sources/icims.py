"""Postings of iCIMS, whose pages show the job in a frame: the frame's address is the one to read."""

from __future__ import annotations

import re

from jobs.scraping.hosted import read_employer
from jobs.scraping.page import Page
from jobs.scraping.posting import Posting
from jobs.scraping.tenants import path_of, tenant_of

NAME = "icims"
DOMAIN = "icims.com"
SLUG = re.compile(r"[\w-]{1,250}", re.A)


def api_urls(url: str, page: str = "") -> tuple[str, ...]:
    """The frame's page of the posting, in which the page's JSON-LD and text stand."""
    tenant, path = _tenant(url), path_of(url)
    slug = f"{path[2]}/" if len(path) > 3 and SLUG.fullmatch(path[2]) else ""
    return (f"https://{tenant}.{DOMAIN}/jobs/{path[1]}/{slug}job?in_iframe=1",) if tenant else ()


def read(page: Page) -> Posting | None:
    """Name the employer; JSON-LD and selectors say the rest."""
    return read_employer(page, source=NAME, slug=_tenant(page.url))


def _tenant(url: str) -> str:
    """The site of a posting's address, /jobs/{id}/{slug}/job; empty for other addresses."""
    path = path_of(url)
    is_job = path[:1] == ("jobs",) and len(path) > 2 and re.fullmatch(r"[0-9]{1,12}", path[1])
    return tenant_of(url, DOMAIN) if is_job else ""
