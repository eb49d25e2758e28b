"""Postings that a page describes to search engines: schema.org JobPosting in JSON-LD, however broken."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from jobs.scraping.clean import html_to_text, plain_line
from jobs.scraping.loose import load_json
from jobs.scraping.page import Page
from jobs.scraping.posting import Found, Posting, make_posting, refused
from jobs.scraping.reasons import Reason
from jobs.scraping.salary import Salary, make_salary
from jobs.scraping.terms import job_type
from jobs.scraping.urls import canonical_url

NAME = "jsonld"
# Words that boards write where they know nothing.
NOTHING = {"", "-", "\N{EN DASH}", "n/a", "none", "null", "unavailable", "unspecified"}
MAX_REMOTE_PLACES = 3
# A legal escape of JSON, or a backslash that begins none.
ESCAPE = re.compile(r'\\(["\\/bfnrt]|u[0-9a-fA-F]{4})|\\')


def api_urls(url: str, page: str = "") -> tuple[str, ...]:
    """JSON-LD stands in the page itself."""
    return ()


def read(page: Page) -> Posting | None:
    """Read the page's JobPosting; several of them make a list of jobs, which is not one posting."""
    if page.tree is None:
        return None
    blocks = page.tree.xpath("//script[contains(translate(@type, 'LDJSON', 'ldjson'), 'ld+json')]")
    nodes = [node for block in blocks for node in _walk(_load("".join(block.itertext())))]
    jobs = [node for node in nodes if _is_a(node, "JobPosting")]
    mine = jobs if len(jobs) == 1 else [job for job in jobs if _same_address(job, page.url)]
    if jobs and len(mine) != 1:
        return refused(page.url, Reason.SEVERAL)
    by_id = {str(node["@id"]): node for node in nodes if "@id" in node and len(node) > 1}
    return _posting(mine[0], by_id, page.url) if mine else None


def _load(text: str) -> Any:
    """Parse JSON-LD, mending what boards break: comments, illegal escapes, trailing commas, entities."""
    text = re.sub(r"^\s*(//\s*)?(<!\[CDATA\[|<!--)|((//\s*)?\]\]>|-->)\s*$", "", text).strip().rstrip(";")
    mended = ESCAPE.sub(lambda escape: escape[0] if escape[1] else r"\\", text)
    for attempt in (text, mended, re.sub(r",\s*([}\]])", r"\1", mended), mended.replace("&quot;", '"')):
        if (value := load_json(attempt)) is not None:
            return value
    return None


def _walk(value: Any) -> Iterator[dict[str, Any]]:
    """Every object below `value`, without recursion: the nesting is the page's choice."""
    pending = [value]
    while pending:
        current = pending.pop(0)
        if isinstance(current, dict):
            yield current
            pending += current.values()
        elif isinstance(current, list):
            pending += current


def _is_a(node: dict[str, Any], name: str) -> bool:
    kinds = node.get("@type")
    return any(
        str(kind).rpartition("/")[2] == name for kind in (kinds if isinstance(kinds, list) else [kinds])
    )


def _same_address(job: dict[str, Any], url: str) -> bool:
    try:
        return canonical_url(str(job.get("url") or "")) == canonical_url(url)
    except ValueError:
        return False


def _posting(job: dict[str, Any], by_id: dict[str, Any], url: str) -> Posting:
    company = _company(job, by_id)
    salary = _salary(job)
    description = html_to_text(_text(job.get("description")))
    found = {
        "job_title": Found(_text(job.get("title") or job.get("name")), "JobPosting.title", 0.9),
        "company_name": Found(company, "JobPosting.hiringOrganization", 0.9),
        "location": Found(_location(job, by_id, company), "JobPosting.jobLocation", 0.7),
        "job_type": Found(job_type(_texts(job.get("employmentType"))), "JobPosting.employmentType", 0.9),
        "salary_range": Found(str(salary or ""), "JobPosting.baseSalary", 0.8),
        "description": Found(description, "JobPosting.description", 0.9),
        "requirements": Found(_requirements(job), "JobPosting.qualifications", 0.8),
    }
    closes = _text(job.get("validThrough"))[:10]
    language = _text(job.get("inLanguage"))[:35]
    return make_posting(
        source=NAME, url=url, found=found, salary=salary, valid_through=closes, language=language
    )


def _company(job: dict[str, Any], by_id: dict[str, Any]) -> str:
    employer = job.get("hiringOrganization")
    employer = employer[0] if isinstance(employer, list) and employer else employer
    if isinstance(employer, dict):
        employer = employer.get("name") or by_id.get(str(employer.get("@id")), {}).get("name")
    return _text(employer)


def _requirements(job: dict[str, Any]) -> str:
    parts = (
        html_to_text(_text(job.get(key))) for key in ("qualifications", "skills", "experienceRequirements")
    )
    return "\n\n".join(part for part in parts if len(part) > 20)


def _location(job: dict[str, Any], by_id: dict[str, Any], company: str) -> str:
    """Where the work is done; a remote job names the countries it is open to when they are few.

    A remote job's `jobLocation` is the head office, so it is not used.
    """
    if "TELECOMMUTE" in _text(job.get("jobLocationType")).upper():
        allowed = _places(job.get("applicantLocationRequirements"), by_id, company)
        return f"Remote ({'; '.join(allowed)})" if 0 < len(allowed) <= MAX_REMOTE_PLACES else "Remote"
    places = _places(job.get("jobLocation"), by_id, company)
    return "; ".join(places[:MAX_REMOTE_PLACES]) if len(places) <= 10 else "Remote"


def _places(value: Any, by_id: dict[str, Any], company: str) -> list[str]:
    items = value if isinstance(value, list) else [value]
    places = (
        _place(by_id.get(str(item.get("@id")), item) if isinstance(item, dict) else item, company)
        for item in items
    )
    return list(dict.fromkeys(place for place in places if place))


def _place(item: Any, company: str) -> str:
    """`Place.name` when it is no company's name, else town, region and country without repetitions."""
    if not isinstance(item, dict):
        return _known(item, company)
    address = item.get("address")
    if isinstance(address, list):
        address = address[0] if address else None
    if isinstance(address, str):
        return _known(address, company)
    if isinstance(address, dict):
        keys = ("addressLocality", "addressRegion", "addressCountry")
        parts = [_known(address.get(key), company) for key in keys]
        named = list(dict.fromkeys(part for part in parts if part))
        if named:
            return ", ".join(named)
    return _known(item.get("name"), company)


def _known(value: Any, company: str) -> str:
    """The text of a place's part, or nothing when it is a placeholder, a postcode or the company's name."""
    text = plain_line(_text(value), 120)
    is_place = text.casefold() not in NOTHING | {company.casefold()} and re.search(r"[^\W\d_]{2}", text)
    return text if is_place else ""


def _salary(job: dict[str, Any]) -> Salary | None:
    pay = job.get("baseSalary")
    pay = pay[0] if isinstance(pay, list) and pay else pay
    if not isinstance(pay, dict):
        return make_salary(pay, None, _text(job.get("salaryCurrency")))
    value = pay.get("value")
    amount = value if isinstance(value, dict) else {"value": value, **pay} if value is not None else pay
    low, high = amount.get("minValue") or amount.get("value"), amount.get("maxValue")
    currency = _text(pay.get("currency") or amount.get("currency") or job.get("salaryCurrency"))
    return make_salary(low, high, currency, _text(amount.get("unitText")))


def _text(value: Any) -> str:
    """The value as text: what it names when it is an object, the first one when it is a list."""
    if isinstance(value, list):
        value = value[0] if value else None
    if isinstance(value, dict):
        value = value.get("name") or value.get("@value") or value.get("description")
    return "" if value is None or isinstance(value, dict | list) else str(value)


def _texts(value: Any) -> list[str]:
    return [_text(item) for item in value] if isinstance(value, list) else [_text(value)]
