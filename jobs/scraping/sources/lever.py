"""Postings of Lever, read from its keyless postings API."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlsplit

from jobs.scraping.clean import html_to_text, plain_text
from jobs.scraping.loose import as_dict, as_list, as_text
from jobs.scraping.page import Page
from jobs.scraping.parts import join_parts
from jobs.scraping.places import all_places
from jobs.scraping.posting import Found, Posting, make_posting, refused
from jobs.scraping.reasons import Reason
from jobs.scraping.salary import Salary, make_salary, parse_salary
from jobs.scraping.sections import split_sections
from jobs.scraping.slugs import company_found
from jobs.scraping.terms import job_type
from jobs.scraping.urls import has_host

NAME = "lever"
PATH = re.compile(
    r"/((?!\.+/)[A-Za-z0-9_.-]{1,80})/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})(?:/apply)?/?"
)

# What the description is put together from.
PIECES = ("opening", "descriptionBody")
MARKS = {"categories", "hostedUrl", "applyUrl", "descriptionPlain"}


def api_urls(url: str, page: str = "") -> tuple[str, ...]:
    """The API's address of the posting; none when it is not Lever's."""
    site, job = _site_and_job(url)
    host = "api.eu.lever.co" if has_host(url, "eu.lever.co") else "api.lever.co"
    return (f"https://{host}/v0/postings/{site}/{job}?mode=json",) if site else ()


def read(page: Page) -> Posting | None:
    """Read the API's answer for one posting, or the one of a list; its lists hold what is required."""
    job = _chosen(page)
    if job.get("ok") is False and has_host(page.url, "lever.co"):
        return refused(page.url, Reason.EXPIRED)
    if "text" not in job or not job.keys() & MARKS:
        return None
    categories = as_dict(job.get("categories"))
    lists = _lists(job)
    pay = html_to_text(as_text(job.get("salaryDescription")))
    salary = _salary(as_dict(job.get("salaryRange"))) or parse_salary(pay)
    parts = (_text(job, "description"), lists, pay, _text(job, "additional"))
    text = "\n\n".join(part for part in parts if part)
    found = {
        "job_title": Found(as_text(job["text"]), "text", 0.95),
        "company_name": company_found(_site_and_job(page.url)[0], text),
        "location": Found(_location(categories, job), "categories.location", 0.95),
        "job_type": Found(job_type(as_text(categories.get("commitment"))), "categories.commitment", 0.9),
        "salary_range": Found(str(salary or ""), "salaryRange, salaryDescription", 0.95),
        "description": Found(text, "description, lists, salaryDescription, additional", 0.95),
        "requirements": Found(split_sections(lists).requirements, "lists", 0.9),
    }
    return make_posting(source=NAME, url=page.url, found=found, salary=salary)


def _chosen(page: Page) -> dict[str, Any]:
    """The answer, or the posting of the address in a site's whole list."""
    jobs, wanted = map(as_dict, as_list(page.data)), _site_and_job(page.url)[1]
    return next((job for job in jobs if wanted and job.get("id") == wanted), as_dict(page.data))


def _site_and_job(url: str) -> tuple[str, str]:
    match = PATH.fullmatch(urlsplit(url).path)
    return (match[1], match[2]) if match and has_host(url, "lever.co") else ("", "")


def _location(categories: dict[str, Any], job: dict[str, Any]) -> str:
    names = as_list(categories.get("allLocations")) or [categories.get("location")]
    return all_places(names, is_remote=job.get("workplaceType") == "remote")


def _salary(pay: dict[str, Any]) -> Salary | None:
    period = re.sub(r"^per-|-(salary|wage)$", "", as_text(pay.get("interval")))
    return make_salary(pay.get("min"), pay.get("max"), as_text(pay.get("currency")), period)


def _text(job: dict[str, Any], name: str) -> str:
    """A part of the posting; some sites fill in its plain form alone."""
    told = html_to_text(as_text(job.get(name))) or plain_text(as_text(job.get(f"{name}Plain")))
    return told or (
        "\n\n".join(filter(None, (_text(job, part) for part in PIECES))) if name == "description" else ""
    )


def _lists(job: dict[str, Any]) -> str:
    """The posting's lists, each under its heading."""
    lists = map(as_dict, as_list(job.get("lists")))
    return join_parts(
        (as_text(item.get("text")), f"<ul>{as_text(item.get('content'))}</ul>") for item in lists
    )
