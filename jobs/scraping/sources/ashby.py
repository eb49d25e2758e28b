"""Postings of Ashby, read from its keyless job board API or from the state of a hosted page."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import parse_qs, urlsplit

from jobs.scraping.clean import html_to_text, plain_text
from jobs.scraping.loose import as_dict, as_list, as_text, assigned_dict
from jobs.scraping.page import Page
from jobs.scraping.places import all_places, one_place
from jobs.scraping.posting import Found, Posting, make_posting, refused
from jobs.scraping.reasons import Reason
from jobs.scraping.salary import Salary, make_salary, parse_salary
from jobs.scraping.slugs import company_found
from jobs.scraping.tenants import encoded, path_of
from jobs.scraping.terms import job_type
from jobs.scraping.urls import has_host

NAME = "ashby"
HOST = "jobs.ashbyhq.com"
API = "https://api.ashbyhq.com/posting-api/job-board/{org}?includeCompensation=true"
ID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
EMBED = re.compile(
    r"(?:jobs\.ashbyhq\.com/(?=[^/\"'\s]{1,100}/embed)|api\.ashbyhq\.com/posting-api/job-board/)([A-Za-z0-9._%-]{1,100})"
)
STATE = re.compile(r"window\.__appData\s*=\s*(?=\{)")


def api_urls(url: str, page: str = "") -> tuple[str, ...]:
    """The board's API for a hosted posting, or for one embedded in the employer's own page."""
    org, job = _hosted(url)
    if not org and (embed := EMBED.search(page)):
        org, job = "".join(path_of(f"https://{HOST}/{embed[1]}")[:1]), _embedded_id(url)
    return (API.format(org=encoded(org)),) if org and job else ()


def read(page: Page) -> Posting | None:
    """Read the board's answer, from which the address chooses, or a hosted page's state."""
    if page.data is None:
        return _read_state(page) if has_host(page.url, HOST) else None
    data = as_dict(page.data)
    answer = as_dict(data.get("data"))
    if "jobPosting" in answer:
        return _posting(page.url, as_dict(answer["jobPosting"]))
    if "posting" in data and "organization" in data:
        return _posting(page.url, as_dict(data["posting"]), as_dict(data["organization"]))
    wanted = _hosted(page.url)[1] or _embedded_id(page.url)
    if wanted and data.get("id") == wanted and "descriptionHtml" in data:
        return _posting(page.url, data)
    if not isinstance(data.get("jobs"), list) or not _is_board(data):
        return None
    return _posting(page.url, next((job for job in map(as_dict, data["jobs"]) if _is_it(job, wanted)), {}))


def _hosted(url: str) -> tuple[str, str]:
    """The organisation and the job's id in a hosted posting's address; both empty in others."""
    path = path_of(url) if has_host(url, HOST) else ()
    if len(path) in {2, 3} and ID.fullmatch(path[1].lower()) and path[2:] in {(), ("application",)}:
        return path[0], path[1].lower()
    return "", ""


def _embedded_id(url: str) -> str:
    job = parse_qs(urlsplit(url).query).get("ashby_jid", [""])[0].lower()
    return job if ID.fullmatch(job) else ""


def _is_it(job: dict[str, Any], wanted: str) -> bool:
    return bool(wanted) and wanted in (job.get("id"), _hosted(as_text(job.get("jobUrl")))[1])


def _is_board(data: dict[str, Any]) -> bool:
    return "apiVersion" in data or any(
        "ashbyhq.com/" in str(as_dict(job).get("jobUrl")) for job in data["jobs"]
    )


def _read_state(page: Page) -> Posting | None:
    """The page's `window.__appData`; the page of a job that is gone has it too, with nulls."""
    state = assigned_dict(page.body, STATE)
    if "posting" not in state or not _hosted(page.url)[1]:
        return None
    return _posting(page.url, as_dict(state["posting"]), as_dict(state.get("organization")))


def _posting(url: str, job: dict[str, Any], organization: dict[str, Any] | None = None) -> Posting:
    if not job or job.get("isListed") is False:
        return refused(url, Reason.EXPIRED)
    salary = _salary(as_dict(job.get("compensation")))
    html = html_to_text(as_text(job.get("descriptionHtml")))
    text = html or plain_text(as_text(job.get("descriptionPlain")))
    name = as_text(as_dict(organization).get("name"))
    company = Found(name, "organization.name", 0.95) if name else company_found(_hosted(url)[0], text)
    found = {
        "job_title": Found(as_text(job.get("title")), "title", 0.95),
        "company_name": company,
        "location": Found(_location(job), "location, secondaryLocations", 0.95),
        "job_type": Found(job_type(as_text(job.get("employmentType"))), "employmentType", 0.95),
        "salary_range": Found(str(salary or ""), "compensation", 0.95),
        "description": Found(text, "descriptionHtml", 0.95),
    }
    closes = as_text(job.get("applicationDeadline"))[:10]
    return make_posting(source=NAME, url=url, found=found, salary=salary, valid_through=closes)


def _location(job: dict[str, Any]) -> str:
    address = as_dict(as_dict(job.get("address")).get("postalAddress"))
    town = one_place(*(address.get(f"address{part}") for part in ("Locality", "Region", "Country")))
    others = [as_dict(item).get("location") for item in as_list(job.get("secondaryLocations"))]
    first = as_text(job.get("location")) or as_text(job.get("locationName")) or town
    is_remote = job.get("isRemote") is True or as_text(job.get("workplaceType")).lower() == "remote"
    return all_places([first, *others, *as_list(job.get("secondaryLocationNames"))], is_remote=is_remote)


def _salary(pay: dict[str, Any]) -> Salary | None:
    """The salary without bonus and equity; tiers of one currency and interval make one range."""
    tiers = [as_list(as_dict(tier).get("components")) for tier in as_list(pay.get("compensationTiers"))]
    parts = [as_dict(part) for tier in tiers or [as_list(pay.get("summaryComponents"))] for part in tier]
    salaries = [part for part in parts if part.get("compensationType") == "Salary"]
    units = {(str(part.get("currencyCode")), str(part.get("interval"))) for part in salaries}
    if len(units) != 1:
        # Boards that show the summary alone leave the components out.
        return None if units else parse_salary(as_text(pay.get("scrapeableCompensationSalarySummary")))
    (currency, interval), raw = units.pop(), as_text(pay.get("compensationTierSummary"))
    lows, highs = (_numbers(salaries, key) for key in ("minValue", "maxValue"))
    return make_salary(min(lows, default=None), max(highs, default=None), currency, interval, raw)


def _numbers(parts: list[dict[str, Any]], key: str) -> list[float]:
    values = [part.get(key) for part in parts]
    return [value for value in values if isinstance(value, int | float) and not isinstance(value, bool)]
