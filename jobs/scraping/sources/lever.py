"""Postings of Lever, read from its keyless postings API."""

from __future__ import annotations

import json
import re
from typing import Any
from urllib.parse import urlsplit

from jobs.scraping.clean import html_to_text, plain_text
from jobs.scraping.posting import Found, Posting, make_posting
from jobs.scraping.terms import job_type, salary_range
from jobs.scraping.urls import has_host

NAME = "lever"
PATH = re.compile(r"/([A-Za-z0-9_.-]{1,80})/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})(?:/apply)?/?")


def api_url(url: str, page: str = "") -> str | None:
    """The API's address of the posting, or None when it is not Lever's."""
    match = PATH.fullmatch(urlsplit(url).path)
    if not match or not has_host(url, "lever.co"):
        return None
    host = "api.eu.lever.co" if has_host(url, "eu.lever.co") else "api.lever.co"
    return f"https://{host}/v0/postings/{match[1]}/{match[2]}?mode=json"


def read(body: str, url: str) -> Posting | None:
    """Read the API's answer for one posting; its lists hold what is required."""
    job = _job(body)
    if job is None:
        return None
    categories = job.get("categories") if isinstance(job.get("categories"), dict) else {}
    found = {
        "job_title": Found(str(job["text"]), "text", 0.95),
        "company_name": Found(_company(url), "name in the address", 0.3),
        "location": Found(_location(categories or {}, job), "categories.location", 0.95),
        "job_type": Found(job_type(str((categories or {}).get("commitment"))), "categories.commitment", 0.9),
        "salary_range": Found(_salary(job.get("salaryRange")), "salaryRange", 0.95),
        "description": Found(_description(job), "description, lists, additional", 0.95),
    }
    return make_posting(source=NAME, url=url, found=found)


def _job(body: str) -> dict[str, Any] | None:
    try:
        data = json.loads(body)
    except (ValueError, RecursionError):
        return None
    known = isinstance(data, dict) and "text" in data and "categories" in data
    return data if known else None


def _company(url: str) -> str:
    match = PATH.fullmatch(urlsplit(url).path)
    return re.sub(r"[-_.]+", " ", match[1]).title() if match else ""


def _location(categories: dict[str, Any], job: dict[str, Any]) -> str:
    places = categories.get("allLocations")
    names = places if isinstance(places, list) and places else [categories.get("location") or ""]
    place = "; ".join(str(name) for name in names)
    is_remote = job.get("workplaceType") == "remote" and "remote" not in place.lower()
    return f"{place} (remote)".strip() if is_remote else place


def _salary(pay: object) -> str:
    if not isinstance(pay, dict):
        return ""
    period = re.sub(r"^per-|-(salary|wage)$", "", str(pay.get("interval") or ""))
    return salary_range(pay.get("min"), pay.get("max"), str(pay.get("currency") or ""), period)


def _description(job: dict[str, Any]) -> str:
    parts = [html_to_text(str(job.get("description") or ""))]
    for item in job.get("lists") or []:
        if isinstance(item, dict):
            heading = plain_text(str(item.get("text", ""))).rstrip(":")
            parts.append(f"{heading}:\n{html_to_text('<ul>' + str(item.get('content', '')) + '</ul>')}")
    parts.append(html_to_text(str(job.get("additional") or "")))
    return "\n\n".join(part for part in parts if part)
