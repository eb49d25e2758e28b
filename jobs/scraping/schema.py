"""schema.org's JobPosting, in whichever syntax a page writes it, and how far to believe it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any
from urllib.parse import unquote

from jobs.scraping.clean import MARKUP, html_to_text, plain_line, plain_text, unescape
from jobs.scraping.loose import NOTHING
from jobs.scraping.page import Page
from jobs.scraping.posting import Found, Posting, make_posting, refused
from jobs.scraping.reasons import Reason
from jobs.scraping.salary import Salary, make_salary, parse_salary
from jobs.scraping.tables import load_table
from jobs.scraping.terms import job_type
from jobs.scraping.urls import canonical_url, has_host
from jobs.scraping.whereabouts import find_location

Item = dict[str, Any]
NO_EMPLOYER = NOTHING | {"confidential"}
# A payroll's code of the legal entity before its name.
ENTITY_CODE = re.compile(r"^[A-Z]{2,4}\d{2,5}\s+(?=\S)|^\d{3,6}\s+(?=\D)")
# Parts of a posting that some boards keep apart from the description; the text gets them under these names.
PARTS = {
    "responsibilities": "Responsibilities",
    "qualifications": "Qualifications",
    "skills": "Skills",
    "experienceRequirements": "Experience",
    "educationRequirements": "Education",
    "jobBenefits": "Benefits",
}
REQUIRED = ("qualifications", "skills", "experienceRequirements", "educationRequirements")
# A list of tags or a level is no part of a text.
SHORTEST_LINE = 25
FIRST_YEAR = 2000


def choose(jobs: Sequence[Item], page: Page) -> Item | None:
    """Return the one posting that the page is about, or None when it lists several."""
    unlike = list(
        {(text_of(job.get("title")), text_of(job.get("description"))): job for job in jobs}.values()
    )
    if len(unlike) == 1:
        return unlike[0]
    for is_mine in (_has_address, _has_identifier, _has_both_names, _has_title, _has_slug):
        mine = [job for job in unlike if is_mine(job, page)]
        if len(mine) == 1:
            return mine[0]
    return None


def read_jobs(jobs: Sequence[Item], page: Page, *, source: str, trust: float) -> Posting | None:
    """What the page's JobPostings say of its one job; a list of jobs is not one posting."""
    if not jobs:
        return None
    mine = choose(jobs, page)
    if mine is None:
        return refused(page.url, Reason.SEVERAL)
    return make_job_posting(mine, page, source=source, trust=trust)


def make_job_posting(job: Item, page: Page, *, source: str, trust: float) -> Posting:
    """Clean one JobPosting. `trust` is the confidence in a field that nothing speaks against, 0 to 1."""
    company = find_company(job.get("hiringOrganization"))
    place, doubt = find_location(job, company)
    parts = {name: text for name in PARTS if _is_told(text := prose(job.get(name)))}
    salary = None if _guesses_pay(page.url) else find_salary(job)
    found = {
        "job_title": Found(text_of(job.get("title") or job.get("name")), "JobPosting.title", trust),
        "company_name": Found(company, "JobPosting.hiringOrganization", trust),
        "location": Found(place, "JobPosting.jobLocation", trust * doubt),
        "job_type": Found(job_type(texts_of(job.get("employmentType"))), "JobPosting.employmentType", trust),
        "salary_range": Found(str(salary or ""), "JobPosting.baseSalary", trust),
        "description": Found(_whole_text(job, parts), "JobPosting.description", trust),
        "requirements": Found(_join(parts[name] for name in REQUIRED if name in parts), "JobPosting", 0.8),
    }
    return make_posting(
        source=source,
        url=page.url,
        found=found,
        salary=salary,
        valid_through=find_last_day(job),
        language=text_of(job.get("inLanguage"))[:35],
    )


def find_company(employer: Any) -> str:
    """The employer's name without a payroll's code; empty for a placeholder."""
    name = plain_line(text_of(employer), 300)
    return "" if name.casefold() in NO_EMPLOYER else ENTITY_CODE.sub("", name)


def find_salary(job: Item) -> Salary | None:
    """The pay in any of the shapes that boards write it in."""
    pay = _first(job.get("baseSalary") or job.get("estimatedSalary"))
    if not isinstance(pay, dict):
        currency = text_of(job.get("salaryCurrency"))
        return make_salary(pay, None, currency) or parse_salary(text_of(pay), currency)
    value = _first(pay.get("value"))
    amount = value if isinstance(value, dict) else {"value": value, **pay} if value is not None else pay
    low, high = amount.get("minValue") or amount.get("value"), amount.get("maxValue")
    currency = text_of(pay.get("currency") or amount.get("currency") or job.get("salaryCurrency"))
    unit = text_of(amount.get("unitText") or pay.get("unitText"))
    told = make_salary(text_of(low), text_of(high), currency, unit)
    # Some boards write a sentence where a number belongs.
    return told or parse_salary(text_of(low), f"{currency} {unit}")


def find_last_day(job: Item) -> str:
    """The day it closes, ISO 8601; empty where the page names a day before it was posted or none at all."""
    closes, posted = _day(job.get("validThrough")), _day(job.get("datePosted"))
    if closes is None or closes.year < FIRST_YEAR or (posted and closes < posted):
        return ""
    return closes.isoformat()


def prose(value: Any) -> str:
    """Text of several lines, from HTML or from plain text."""
    text = unescape("\n".join(texts_of(value)))
    return html_to_text(text) if MARKUP.search(text) else plain_text(text)


def text_of(value: Any) -> str:
    """The value as text: what it names when it is an object, the first one when it is a list."""
    value = _first(value)
    if isinstance(value, dict):
        value = _first(value.get("name") or value.get("@value") or value.get("description"))
    return "" if value is None or isinstance(value, dict | list | bool) else _short(value)


def texts_of(value: Any) -> list[str]:
    """Every text of a list, or of the one value."""
    return [text_of(item) for item in value] if isinstance(value, list) else [text_of(value)]


def _short(value: Any) -> str:
    try:
        return str(value)
    except ValueError:
        # A number of more digits than Python writes.
        return ""


def _first(value: Any) -> Any:
    return (value[0] if value else None) if isinstance(value, list) else value


def _day(value: Any) -> date | None:
    try:
        return date.fromisoformat(text_of(value).strip()[:10])
    except ValueError:
        return None


def _is_told(text: str) -> bool:
    return any(len(line) >= SHORTEST_LINE for line in text.split("\n"))


def _whole_text(job: Item, parts: dict[str, str]) -> str:
    """The description, and whatever the posting keeps apart from it."""
    text = prose(job.get("description"))
    apart = (f"{PARTS[name]}:\n{part}" for name, part in parts.items() if part[:200] not in text)
    return _join((text, *apart)) if text else ""


def _join(texts: Iterable[str]) -> str:
    return "\n\n".join(filter(None, texts))


def _guesses_pay(url: str) -> bool:
    return any(has_host(url, host) for host in load_table("boards")["guessed_pay"])


def _has_address(job: Item, page: Page) -> bool:
    addresses = (job.get("url"), job.get("@id"), job.get("mainEntityOfPage"))
    return any(_canonical(text_of(address)) == _canonical(page.url) for address in addresses if address)


def _canonical(url: str) -> str | None:
    try:
        return canonical_url(url)
    except ValueError:
        return url or None


def _has_identifier(job: Item, page: Page) -> bool:
    identifier = _first(job.get("identifier"))
    value = text_of(identifier.get("value") if isinstance(identifier, dict) else identifier)
    return len(value) > 2 and value.casefold() in re.split(r"[/?&=#]", page.url.casefold())


def _has_title(job: Item, page: Page) -> bool:
    title = plain_line(text_of(job.get("title"))).casefold()
    return len(title) > 2 and any(title in name.casefold() for name in page.names)


def _has_both_names(job: Item, page: Page) -> bool:
    company = find_company(job.get("hiringOrganization")).casefold()
    is_named = len(company) > 2 and any(company in name.casefold() for name in page.names)
    return is_named and _has_title(job, page)


def _has_slug(job: Item, page: Page) -> bool:
    """Whether title and employer stand in the address, in any order."""
    names = (text_of(job.get("title")), find_company(job.get("hiringOrganization")))
    words = [word for name in names for word in re.findall(r"\w+", name.casefold())]
    address = set(re.findall(r"\w+", unquote(page.url).casefold()))
    return len(words) > 1 and set(words) <= address
