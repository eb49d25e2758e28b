"""Postings of SmartRecruiters, read from its keyless postings API."""

from __future__ import annotations

import re
from typing import Any

from jobs.scraping.loose import as_dict, as_text
from jobs.scraping.page import Page
from jobs.scraping.parts import join_parts
from jobs.scraping.places import all_places, one_place
from jobs.scraping.posting import Found, Posting, make_posting, refused
from jobs.scraping.reasons import Reason
from jobs.scraping.salary import Salary, make_salary
from jobs.scraping.slugs import company_found
from jobs.scraping.tenants import encoded, path_of
from jobs.scraping.terms import job_type
from jobs.scraping.urls import has_host

NAME = "smartrecruiters"
HOSTS = ("jobs.smartrecruiters.com", "careers.smartrecruiters.com", "www.smartrecruiters.com")
API = "https://api.smartrecruiters.com/v1/companies/"
COMPANY = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,80}")
UUID = r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
ID = re.compile(rf"({UUID}|[0-9]{{6,20}})(?:-.*)?", re.I)
# An answer without `jobAd` tells the rest all the same.
MARKS = {"jobAd", "typeOfEmployment", "releasedDate", "experienceLevel"}
SECTIONS = ("companyDescription", "jobDescription", "qualifications", "additionalInformation")


def api_urls(url: str, page: str = "") -> tuple[str, ...]:
    """The API's address of a hosted posting or of its application form."""
    company, job = _hosted(url)
    return (API + encoded(company, "postings", job),) if job else ()


def read(page: Page) -> Posting | None:
    """Read one posting; a list without it, which unknown companies have too, means that it is gone."""
    data = as_dict(page.data)
    if "name" in data and data.keys() & MARKS:
        is_gone = data.get("active") is False
        return refused(page.url, Reason.EXPIRED) if is_gone else _posting(page.url, data)
    if not isinstance(data.get("content"), list) or "totalFound" not in data:
        return None
    listed = [str(as_dict(job).get(key)) for job in data["content"] for key in ("id", "uuid")]
    is_whole = data["totalFound"] in (0, len(data["content"]))
    is_gone = is_whole and bool(_hosted(page.url)[1]) and _hosted(page.url)[1] not in listed
    return refused(page.url, Reason.EXPIRED) if is_gone or not listed else None


def _hosted(url: str) -> tuple[str, str]:
    """The company and the posting's id; both empty in other addresses."""
    path = path_of(url) if any(has_host(url, host) for host in HOSTS) else ()
    if path[:2] == ("oneclick-ui", "company") and path[3:4] == ("publication",):
        path = (path[2], *path[4:])
    job = ID.fullmatch(path[1]) if len(path) > 1 and COMPANY.fullmatch(path[0]) else None
    return (path[0], job[1]) if job else ("", "")


def _posting(url: str, job: dict[str, Any]) -> Posting:
    sections = as_dict(as_dict(job.get("jobAd")).get("sections"))
    texts = {name: _section(sections.get(name)) for name in SECTIONS}
    text = join_parts(texts.values())
    name = as_text(as_dict(job.get("company")).get("name"))
    salary = _salary(as_dict(job.get("compensation")))
    found = {
        "job_title": Found(as_text(job.get("name")), "name", 0.95),
        "company_name": Found(name, "company.name", 0.95) if name else company_found(_hosted(url)[0], text),
        "location": Found(_location(as_dict(job.get("location"))), "location", 0.95),
        "job_type": Found(_job_type(as_dict(job.get("typeOfEmployment"))), "typeOfEmployment", 0.95),
        "salary_range": Found(str(salary or ""), "compensation", 0.95),
        "description": Found(text, "jobAd.sections", 0.95),
        "requirements": Found(_bare(texts["qualifications"]), "jobAd.sections.qualifications", 0.95),
        "company_info": Found(_bare(texts["companyDescription"]), "jobAd.sections.companyDescription", 0.95),
    }
    language = as_text(as_dict(job.get("language")).get("code"))[:35]
    return make_posting(source=NAME, url=url, found=found, salary=salary, language=language)


def _section(value: Any) -> tuple[str, str]:
    section = as_dict(value)
    return as_text(section.get("title")), as_text(section.get("text")) or as_text(value)


def _bare(section: tuple[str, str]) -> str:
    return join_parts([("", section[1])])


def _location(item: dict[str, Any]) -> str:
    country = as_text(item.get("country"))
    country = country.upper() if len(country) == 2 else country
    name = as_text(item.get("fullLocation")) or one_place(item.get("city"), item.get("region"), country)
    return all_places([name], is_remote=item.get("remote") is True)


def _job_type(kind: dict[str, Any]) -> str:
    return job_type(as_text(kind.get("label"))) or job_type(as_text(kind.get("id")))


def _salary(pay: dict[str, Any]) -> Salary | None:
    pay = as_dict(pay.get("salary")) or pay
    period, currency = as_text(pay.get("period")), as_text(pay.get("currency"))
    return make_salary(pay.get("min"), pay.get("max"), currency, period)
