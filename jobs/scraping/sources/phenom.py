"""Postings of Phenom, which runs on employers' own sites and keeps the job in its pages' state."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlsplit

from jobs.scraping.clean import html_to_text
from jobs.scraping.loose import as_dict, as_list, as_text, assigned_dict
from jobs.scraping.page import Page
from jobs.scraping.places import all_places, one_place
from jobs.scraping.posting import Found, Posting, make_posting, refused
from jobs.scraping.reasons import Reason
from jobs.scraping.salary import make_salary, parse_salary
from jobs.scraping.slugs import company_found
from jobs.scraping.terms import job_type

NAME = "phenom"
STATE = re.compile(r"phApp\.ddo\s*=\s*(?=\{)")
# What the employer registered: jobs.NAME.com, careers.NAME.co.uk.
SITE = re.compile(r"([^.]+)(?:\.(?:com?|org|net|ac|gov))?\.[^.]+\.?$")


def api_urls(url: str, page: str = "") -> tuple[str, ...]:
    """The page itself is all that answers without a session."""
    return ()


def read(page: Page) -> Posting | None:
    """Read the job in the page's state; a list of jobs has none."""
    detail = as_dict(assigned_dict(page.body, STATE).get("jobDetail"))
    job = as_dict(as_dict(detail.get("data")).get("job"))
    title, description = as_text(job.get("title")), html_to_text(as_text(job.get("description")))
    if not title or not description:
        is_gone = not job and (detail.get("hits") == 0 or detail.get("status") in (404, 410))
        return refused(page.url, Reason.EXPIRED) if is_gone else None
    sums = make_salary(job.get("salaryMin"), job.get("salaryMax"), _text(job, "salaryCurrency"))
    salary = sums or parse_salary(_text(job, "payRange"))
    found = {
        "job_title": Found(title, "jobDetail.title", 0.95),
        "company_name": _company(job, page, description),
        "location": Found(_location(job), "jobDetail.location", 0.95),
        "job_type": Found(job_type((_text(job, "type"), _text(job, "jobType"))), "jobDetail.type", 0.9),
        "salary_range": Found(str(salary or ""), "jobDetail.payRange", 0.9),
        "description": Found(description, "jobDetail.description", 0.95),
    }
    return make_posting(source=NAME, url=page.url, found=found, salary=salary)


def _company(job: dict[str, Any], page: Page, description: str) -> Found:
    for key in ("companyName", "company"):
        if named := _text(job, key):
            return Found(named, f"jobDetail.{key}", 0.95)
    site = SITE.search(urlsplit(page.url).hostname or "")
    return company_found(site[1] if site else "", "\n".join((*page.names, description)))


def _location(job: dict[str, Any]) -> str:
    several = [as_text(item) for item in as_list(job.get("multi_location"))]
    one = _text(job, "cityStateCountry") or _text(job, "location")
    places = [name for name in several if name] or [
        one or one_place(*map(job.get, ("city", "state", "country")))
    ]
    return all_places(places, is_remote="remote" in _text(job, "remoteType").casefold())


def _text(job: dict[str, Any], key: str) -> str:
    return as_text(job.get(key)).strip()
