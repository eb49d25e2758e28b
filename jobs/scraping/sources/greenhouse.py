"""Postings of Greenhouse, read from its keyless job board API."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import parse_qs, urlsplit

from jobs.scraping.clean import html_to_text
from jobs.scraping.loose import as_dict, as_list, as_text
from jobs.scraping.page import Page
from jobs.scraping.posting import Found, Posting, make_posting
from jobs.scraping.salary import Salary, make_salary
from jobs.scraping.urls import has_host

NAME = "greenhouse"
API = "https://boards-api.greenhouse.io/v1/boards/{token}/jobs/{id}?pay_transparency=true"
BOARD = r"[A-Za-z0-9_-]{1,80}"
HOSTED = re.compile(rf"/({BOARD})/jobs/(\d{{1,20}})/?")
EMBED = re.compile(rf"greenhouse\.io/embed/job_board/js\?(?:[^\"'\s]*&(?:amp;)?)?for=({BOARD})")


def api_urls(url: str, page: str = "") -> tuple[str, ...]:
    """The API's address of a hosted posting, or of one embedded in the employer's own page."""
    if has_host(url, "greenhouse.io"):
        return _hosted(url)
    job, embed = _embedded_id(url), EMBED.search(page)
    return (API.format(token=embed[1], id=job),) if job and embed else ()


def read(page: Page) -> Posting | None:
    """Read the API's answer for one posting, or a board's answer from which `gh_jid` chooses."""
    job = _job(page)
    if job is None:
        return None
    salary = _salary(as_list(job.get("pay_input_ranges")))
    found = {
        "job_title": Found(as_text(job.get("title")), "title", 0.95),
        "company_name": Found(as_text(job.get("company_name")), "company_name", 0.95),
        "location": Found(as_text(as_dict(job.get("location")).get("name")), "location.name", 0.95),
        "description": Found(html_to_text(as_text(job.get("content"))), "content", 0.95),
        "salary_range": Found(str(salary or ""), "pay_input_ranges", 0.95),
    }
    language = as_text(job.get("language"))[:35]
    return make_posting(source=NAME, url=page.url, found=found, salary=salary, language=language)


def _hosted(url: str) -> tuple[str, ...]:
    parts = urlsplit(url)
    query = parse_qs(parts.query)
    token, job = (query.get(name, [""])[0] for name in ("for", "token"))
    if match := HOSTED.fullmatch(parts.path):
        token, job = match.groups()
    valid = re.fullmatch(BOARD, token) and re.fullmatch(r"\d{1,20}", job)
    return (API.format(token=token, id=job),) if valid else ()


def _embedded_id(url: str) -> str:
    job = parse_qs(urlsplit(url).query).get("gh_jid", [""])[0]
    return job if re.fullmatch(r"\d{1,20}", job) else ""


def _job(page: Page) -> dict[str, Any] | None:
    data = as_dict(page.data)
    if "jobs" not in data:
        return data if "content" in data and "title" in data else None
    wanted = _embedded_id(page.url) or urlsplit(page.url).path.rstrip("/").rpartition("/")[2]
    jobs = map(as_dict, as_list(data["jobs"]))
    return next((job for job in jobs if str(job.get("id")) == wanted and "content" in job), None)


def _salary(ranges: list[Any]) -> Salary | None:
    first = as_dict(ranges[0]) if ranges else {}
    cents = (first.get("min_cents"), first.get("max_cents"))
    low, high = (amount / 100 if isinstance(amount, int) else None for amount in cents)
    return make_salary(low, high, as_text(first.get("currency_type")), "", as_text(first.get("title")))
