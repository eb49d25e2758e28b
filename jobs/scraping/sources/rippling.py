"""Postings of Rippling, read from its keyless board API or from the state of its hosted pages."""

from __future__ import annotations

import re
from typing import Any

from jobs.scraping.clean import html_to_text
from jobs.scraping.loose import as_dict, as_list, as_text, load_json
from jobs.scraping.page import Page
from jobs.scraping.places import all_places
from jobs.scraping.posting import Found, Posting, make_posting, refused
from jobs.scraping.reasons import Reason
from jobs.scraping.salary import Salary, make_salary
from jobs.scraping.slugs import company_found
from jobs.scraping.tenants import path_of
from jobs.scraping.terms import job_type
from jobs.scraping.urls import has_host

NAME = "rippling"
API = "https://api.rippling.com/platform/api/ats/v1/board/{board}/jobs/{id}"
BOARD = re.compile(r"[\w-]{1,80}", re.A)
JOB = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.I)
# "SALARIED_FT" says how people are paid, then how much they work.
HOURS = {"FT": " full time", "PT": " part time"}


def api_urls(url: str, page: str = "") -> tuple[str, ...]:
    """The API's address of the posting; none when it is not Rippling's."""
    board, job = _board_and_job(url)
    return (API.format(board=board, id=job),) if board else ()


def read(page: Page) -> Posting | None:
    """Read the API's answer, or the same object in a hosted page, where it is null once the job is gone."""
    hosted = _hosted(page)
    if "jobPost" in hosted and not hosted["jobPost"]:
        return refused(page.url, Reason.EXPIRED)
    job = as_dict(hosted.get("jobPost")) or as_dict(page.data)
    if not {"name", "description", "workLocations"} <= job.keys():
        return None
    description = as_dict(job["description"])
    company_info, role = (html_to_text(as_text(description.get(key))) for key in ("company", "role"))
    text = "\n\n".join(part for part in (company_info, role) if part)
    salary = _salary(as_list(job.get("payRangeDetails")))
    found = {
        "job_title": Found(as_text(job["name"]), "name", 0.95),
        "company_name": _company(job, page.url, text),
        "location": Found(all_places(map(_label, as_list(job["workLocations"]))), "workLocations", 0.95),
        "job_type": Found(_job_type(job.get("employmentType")), "employmentType", 0.9),
        "salary_range": Found(str(salary or ""), "payRangeDetails", 0.95),
        "description": Found(text, "description", 0.95),
        "company_info": Found(company_info, "description.company", 0.9),
    }
    return make_posting(source=NAME, url=page.url, found=found, salary=salary)


def _board_and_job(url: str) -> tuple[str, str]:
    path = path_of(url)
    if not has_host(url, "rippling.com") or len(path) < 3 or path[1] != "jobs":
        return "", ""
    return (path[0], path[2]) if BOARD.fullmatch(path[0]) and JOB.fullmatch(path[2]) else ("", "")


def _hosted(page: Page) -> dict[str, Any]:
    """What a hosted page got from the API; empty for anything else."""
    if page.tree is None or not has_host(page.url, "rippling.com"):
        return {}
    state = load_json("".join(page.tree.xpath("//script[@id='__NEXT_DATA__']/text()")[:1]))
    for key in ("props", "pageProps", "apiData"):
        state = as_dict(state).get(key)
    return as_dict(state)


def _company(job: dict[str, Any], url: str, text: str) -> Found:
    named = as_text(job.get("companyName"))
    return Found(named, "companyName", 0.95) if named else company_found(_board_and_job(url)[0], text)


def _label(value: object) -> str:
    """A place, which is a text or an object that shows itself with one."""
    return as_text(value) or as_text(as_dict(value).get("label")) or as_text(as_dict(value).get("name"))


def _job_type(value: object) -> str:
    kind = as_dict(value)
    code = re.sub(r"_(FT|PT)\b", lambda hours: HOURS[hours[1]], as_text(kind.get("label")))
    return job_type((code, as_text(kind.get("id")), as_text(value)))


def _salary(ranges: list[Any]) -> Salary | None:
    """The whole span of the ranges that are paid as the first is; they differ by place and level."""
    pays = [as_dict(item) for item in ranges]
    units = [(as_text(pay.get("currency")), as_text(pay.get("frequency"))) for pay in pays]
    same = [
        make_salary(pay.get("rangeStart"), pay.get("rangeEnd"), *unit)
        for pay, unit in zip(pays, units, strict=True)
        if unit == units[0]
    ]
    sums = [amount for pay in same if pay for amount in (pay.low, pay.high) if amount is not None]
    return make_salary(min(sums), max(sums), *units[0]) if sums else None
