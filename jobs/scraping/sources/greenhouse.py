"""Postings of Greenhouse, read from its keyless job board API."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import parse_qs, urlsplit

from jobs.scraping.clean import html_to_text
from jobs.scraping.loose import as_dict, as_list, as_text
from jobs.scraping.page import Page
from jobs.scraping.places import all_places
from jobs.scraping.posting import Found, Posting, make_posting, refused
from jobs.scraping.reasons import Reason
from jobs.scraping.salary import Salary, make_salary
from jobs.scraping.slugs import company_found
from jobs.scraping.tenants import path_of
from jobs.scraping.terms import job_type
from jobs.scraping.urls import has_host

NAME = "greenhouse"
DOMAIN = "greenhouse.io"
# Boards of the European instance answer here too; its own API host does not exist.
API = "https://boards-api.greenhouse.io/v1/boards/{token}/jobs/{id}?pay_transparency=true"
BOARD = re.compile(r"[A-Za-z0-9_-]{1,80}")
ID = re.compile(r"[0-9]{1,20}")
# How the employer's own page tells whose board it shows, surest first; bounded, because a page may repeat it.
QUERY = r"\?(?:[^\"'\s<>]{0,300}&(?:amp;)?)?"
QUOTE = r"(?:[\"']|&quot;)"
BOARDS_OF_PAGES = (
    re.compile(rf"greenhouse\.io/embed/job_(?:board|app)(?:/js)?{QUERY}for=({BOARD.pattern})"),
    re.compile(rf"boards-api\.greenhouse\.io/v1/boards/({BOARD.pattern})/jobs"),
    re.compile(rf"boards(?:\.eu)?\.greenhouse\.io/(?!embed\b)({BOARD.pattern})/jobs/[0-9]"),
    re.compile(
        rf"\b(?:data-)?(?:greenhouse|grnhse|gh|board|url)[-_]?(?:board|token)(?:[-_]?token)?"
        rf"{QUOTE}?\s?[:=]\s?{QUOTE}({BOARD.pattern}){QUOTE}",
        re.I,
    ),
)
EMBEDDED_JOB = re.compile(rf"greenhouse\.io/embed/job_app{QUERY}token=([0-9]{{1,20}})\b")
MARKS = {"absolute_url", "internal_job_id", "departments", "offices", "data_compliance", "pay_input_ranges"}
KIND = re.compile(r"(?:employment|job|contract|time|position|work) type|type of employment", re.I)
PERIOD = re.compile(r"\b(?:annual\w*|yearly|hourly|monthly|per (?:hour|year|month|annum))\b", re.I)


def api_urls(url: str, page: str = "") -> tuple[str, ...]:
    """The API's address of a hosted posting, or of one embedded in the employer's own page."""
    token, job = _hosted(url) if has_host(url, DOMAIN) else ("", _asked_for(url, "gh_jid"))
    if not job and (embedded := EMBEDDED_JOB.search(page)):
        job = embedded[1]
    if job and not token:
        token = next((found[1] for pattern in BOARDS_OF_PAGES if (found := pattern.search(page))), "")
    return (API.format(token=token, id=job),) if BOARD.fullmatch(token) and ID.fullmatch(job) else ()


def read(page: Page) -> Posting | None:
    """Read the API's answer for one posting, or a board's answer from which the address chooses."""
    data = as_dict(page.data)
    if data.get("status") == 404 and "error" in data:
        return refused(page.url, Reason.EXPIRED)
    if "title" in data and "content" in data:
        return _posting(page.url, data) if data.keys() & {*MARKS, "location"} else None
    jobs, wanted = list(map(as_dict, as_list(data.get("jobs")))), _wanted(page.url)
    is_ours = "apiVersion" not in data and any(job.keys() & MARKS for job in jobs)
    is_empty = data.get("jobs") == [] and "meta" in data
    if not wanted or not (is_ours or is_empty):
        return None
    mine = next((job for job in jobs if str(job.get("id")) == wanted), None)
    return _posting(page.url, mine) if mine else refused(page.url, Reason.EXPIRED)


def _hosted(url: str) -> tuple[str, str]:
    """The board's token and the job's id, each empty where the address does not have it."""
    path = "/".join(path_of(url))
    if match := re.fullmatch(rf"(?:v1/boards/)?({BOARD.pattern})/jobs/([0-9]{{1,20}})", path):
        return match[1], match[2]
    if path.startswith("embed/"):
        return _asked_for(url, "for"), _asked_for(url, "token") or _asked_for(url, "gh_jid")
    return (path, _asked_for(url, "gh_jid")) if BOARD.fullmatch(path) else ("", "")


def _asked_for(url: str, name: str) -> str:
    value = parse_qs(urlsplit(url).query).get(name, [""])[0]
    return value if (BOARD if name == "for" else ID).fullmatch(value) else ""


def _wanted(url: str) -> str:
    """The id of the job at the address."""
    last = (path_of(url) or ("",))[-1]
    return _asked_for(url, "gh_jid") or _asked_for(url, "token") or (last if ID.fullmatch(last) else "")


def _posting(url: str, job: dict[str, Any]) -> Posting:
    salary = _salary([as_dict(item) for item in as_list(job.get("pay_input_ranges"))])
    text = html_to_text(as_text(job.get("content")))
    found = {
        "job_title": Found(as_text(job.get("title")), "title", 0.95),
        "company_name": _company(url, job, text),
        "location": Found(_location(job), "location.name", 0.95),
        "job_type": Found(_job_type(job), "metadata", 0.8),
        "description": Found(text, "content", 0.95),
        "salary_range": Found(str(salary or ""), "pay_input_ranges", 0.95),
    }
    language = as_text(job.get("language"))[:35]
    closes = as_text(job.get("application_deadline"))[:10]
    return make_posting(
        source=NAME, url=url, found=found, salary=salary, language=language, valid_through=closes
    )


def _company(url: str, job: dict[str, Any], text: str) -> Found:
    """The name that newer answers have; else the board's, as the text spells it."""
    named = as_text(job.get("company_name"))
    token = _hosted(url)[0] if has_host(url, DOMAIN) else ""
    return Found(named, "company_name", 0.95) if named or not token else company_found(token, text)


def _location(job: dict[str, Any]) -> str:
    offices = [as_dict(office).get("name") for office in as_list(job.get("offices"))]
    name = as_text(as_dict(job.get("location")).get("name"))
    return all_places([name] if name.strip() else offices)


def _job_type(job: dict[str, Any]) -> str:
    """What the employer's own fields say of it; Greenhouse has none for it."""
    fields = [as_dict(item) for item in as_list(job.get("metadata"))]
    values = [item.get("value") for item in fields if KIND.search(as_text(item.get("name")))]
    return job_type(text for value in values for text in map(as_text, [value, *as_list(value)]))


def _salary(ranges: list[dict[str, Any]]) -> Salary | None:
    """Zones of one currency make one range."""
    first = ranges[0] if ranges else {}
    ranges = [item for item in ranges if item.get("currency_type") == first.get("currency_type")]
    lows, highs = (_amounts(ranges, key) for key in ("min_cents", "max_cents"))
    words = " ".join(html_to_text(as_text(first.get(key))) for key in ("title", "blurb"))
    period = PERIOD.search(words)
    return make_salary(
        min(lows, default=None),
        max(highs, default=None),
        as_text(first.get("currency_type")),
        period[0] if period else "",
        as_text(first.get("title")),
    )


def _amounts(ranges: list[dict[str, Any]], key: str) -> list[float]:
    values = [item.get(key) for item in ranges]
    return [value / 100 for value in values if isinstance(value, int) and value > 0]
