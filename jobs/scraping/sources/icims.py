"""Postings of iCIMS, whose pages show the job in a frame: the frame's address is the one to read."""

from __future__ import annotations

import re

from jobs.scraping.hosted import read_hosted
from jobs.scraping.page import Page
from jobs.scraping.posting import Posting
from jobs.scraping.tenants import path_of, tenant_of

NAME = "icims"
DOMAIN = "icims.com"
SLUG = re.compile(r"[\w-]{1,250}", re.A)
HEADER = "//dt[contains(@class, 'iCIMS_JobHeaderField')][{}]/following-sibling::dd[1]"
PATHS = {
    "job_title": "//h1[contains(@class, 'iCIMS_Header')]",
    "job_type": HEADER.format("contains(., 'Type')"),
    "description": "//*[contains(@class, 'iCIMS_JobContent')]",
}


def api_urls(url: str, page: str = "") -> tuple[str, ...]:
    """The frame's page of the posting, in which the page's JSON-LD and text stand."""
    tenant, path = _tenant(url), path_of(url)
    slug = f"{path[2]}/" if len(path) > 3 and SLUG.fullmatch(path[2]) else ""
    return (f"https://{tenant}.{DOMAIN}/jobs/{path[1]}/{slug}job?in_iframe=1",) if tenant else ()


def read(page: Page) -> Posting | None:
    """Read what JSON-LD often leaves out: the employer, the kind of employment, on old sites all of it."""
    return read_hosted(page, source=NAME, paths=PATHS, slug=_tenant(page.url))


def _tenant(url: str) -> str:
    """The site of a posting's address, /jobs/{id}/{slug}/job; empty for other addresses."""
    path = path_of(url)
    is_job = path[:1] == ("jobs",) and len(path) > 2 and re.fullmatch(r"[0-9]{1,12}", path[1])
    return tenant_of(url, DOMAIN) if is_job else ""
