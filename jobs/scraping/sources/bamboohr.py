"""Postings of BambooHR, read from the keyless answer behind its careers pages."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs, urlsplit

from jobs.scraping.clean import html_to_text
from jobs.scraping.loose import as_dict, as_text
from jobs.scraping.page import Page
from jobs.scraping.places import all_places, one_place
from jobs.scraping.posting import Found, Posting, make_posting
from jobs.scraping.reasons import Reason
from jobs.scraping.salary import parse_salary
from jobs.scraping.slugs import company_found
from jobs.scraping.tenants import path_of, tenant_of
from jobs.scraping.terms import job_type

NAME = "bamboohr"
DOMAIN = "bamboohr.com"
# The only value of `locationType` that means fully remote; 0 is on site, 2 hybrid.
REMOTE = "1"


def api_urls(url: str, page: str = "") -> tuple[str, ...]:
    """The address of the answer for the posting; none when it is not BambooHR's."""
    tenant, job = tenant_of(url, DOMAIN), _job_id(url)
    return (f"https://{tenant}.{DOMAIN}/careers/{job}/detail",) if tenant and job else ()


def read(page: Page) -> Posting | None:
    """Read the answer for one posting; it names no employer, so the address and the text have to."""
    job = as_dict(as_dict(as_dict(page.data).get("result")).get("jobOpening"))
    if "jobOpeningName" not in job:
        return None
    description = html_to_text(as_text(job.get("description")))
    salary = parse_salary(as_text(job.get("compensation")))
    found = {
        "job_title": Found(as_text(job["jobOpeningName"]), "jobOpeningName", 0.95),
        "company_name": company_found(tenant_of(page.url, DOMAIN), description),
        "location": Found(_location(job), "location", 0.95),
        "job_type": Found(job_type(as_text(job.get("employmentStatusLabel"))), "employmentStatusLabel", 0.9),
        "salary_range": Found(str(salary or ""), "compensation", 0.9),
        "description": Found(description, "description", 0.95),
    }
    is_closed = as_text(job.get("jobOpeningStatus")).casefold() not in {"", "open"}
    return make_posting(
        source=NAME, url=page.url, found=found, salary=salary, reason=Reason.EXPIRED if is_closed else None
    )


def _job_id(url: str) -> str:
    path = path_of(url)
    job = path[1] if path[:1] == ("careers",) and len(path) in {2, 3} else ""
    if path == ("jobs", "view.php"):
        job = parse_qs(urlsplit(url).query).get("id", [""])[0]
    return job if job.isascii() and job.isdigit() and len(job) <= 20 else ""


def _location(job: dict[str, Any]) -> str:
    where, other = as_dict(job.get("location")), as_dict(job.get("atsLocation"))
    parts = (("city", "city"), ("state", "state"), ("addressCountry", "country"))
    named = one_place(*(where.get(mine) or other.get(theirs) for mine, theirs in parts))
    is_remote = job.get("locationType") == REMOTE or job.get("isRemote") is True
    return all_places([named], is_remote=is_remote)
