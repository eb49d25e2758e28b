"""Postings of Workable, read from its keyless API or its account's widget."""

from __future__ import annotations

import re
from typing import Any

from jobs.scraping.loose import as_dict, as_list, as_text
from jobs.scraping.page import Page
from jobs.scraping.parts import join_parts
from jobs.scraping.places import all_places, one_place
from jobs.scraping.posting import Found, Posting, make_posting, refused
from jobs.scraping.reasons import Reason
from jobs.scraping.slugs import company_found
from jobs.scraping.tenants import path_of, tenant_of
from jobs.scraping.terms import job_type
from jobs.scraping.urls import has_host

NAME = "workable"
DOMAIN = "workable.com"
JOB = "https://apply.workable.com/api/v2/accounts/{account}/jobs/{code}"
WIDGET = "https://apply.workable.com/api/v1/widget/accounts/{account}?details=true"
ACCOUNT = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,80}")
CODE = re.compile(r"[A-Z0-9]{6,20}")
OWN_PATHS = {"api", "j", "jobs"}
# In the widget's answers `state` is a part of the country, in others that of the posting.
CLOSED = {"draft", "closed", "archived"}
TYPES = {"full": "full time", "part": "part time"}


def api_urls(url: str, page: str = "") -> tuple[str, ...]:
    """The job's API and its account's widget; the page of an address without account may name it."""
    account, code = _hosted(url)
    if code and not account:
        named = re.search(rf"apply\.workable\.com/({ACCOUNT.pattern})/j/{code}\b", page)
        account = named[1] if named else ""
    return (
        (JOB.format(account=account, code=code), WIDGET.format(account=account)) if account and code else ()
    )


def read(page: Page) -> Posting | None:
    """Read one job, or an account's widget from which the address chooses."""
    data = as_dict(page.data)
    if "shortcode" in data and "title" in data:
        is_closed = as_text(data.get("state")) in CLOSED
        return _posting(page.url, {} if is_closed else data, "")
    jobs = as_list(data.get("jobs"))
    is_ours = any("shortcode" in as_dict(job) for job in jobs)
    if not is_ours and not ("name" in data and "jobs" in data and has_host(page.url, DOMAIN)):
        return None
    code = _hosted(page.url)[1]
    mine = next((job for job in map(as_dict, jobs) if code and job.get("shortcode") == code), {})
    return _posting(page.url, mine, as_text(data.get("name")))


def _hosted(url: str) -> tuple[str, str]:
    """The account, which short addresses leave out, and the job's code; both empty in other addresses."""
    path = path_of(url) if has_host(url, DOMAIN) else ()
    account = tenant_of(url, DOMAIN)
    if account in {"", "apply"}:
        account = path[0] if path and path[0] not in OWN_PATHS and ACCOUNT.fullmatch(path[0]) else ""
        path = path[1:] if account else path
    code = path[1].upper() if path[:1] == ("j",) and len(path) > 1 else ""
    return (account, code) if CODE.fullmatch(code) else ("", "")


def _posting(url: str, job: dict[str, Any], company: str) -> Posting:
    if not job:
        return refused(url, Reason.EXPIRED)
    texts = {key: as_text(job.get(key)) for key in ("description", "requirements", "benefits")}
    headings = ("", "Requirements", "Benefits")
    text = join_parts(zip(headings, texts.values(), strict=True))
    kind = as_text(job.get("employment_type")) or as_text(job.get("type"))
    name = Found(company, "name", 0.95) if company else company_found(_hosted(url)[0], text)
    found = {
        "job_title": Found(as_text(job.get("title")), "title", 0.95),
        "company_name": name,
        "location": Found(_location(job), "locations", 0.95),
        "job_type": Found(job_type(TYPES.get(kind, kind)), "employment_type", 0.95),
        "description": Found(text, "description, requirements, benefits", 0.95),
        "requirements": Found(join_parts([("", texts["requirements"])]), "requirements", 0.95),
    }
    language = as_text(job.get("language"))[:35]
    return make_posting(source=NAME, url=url, found=found, language=language)


def _location(job: dict[str, Any]) -> str:
    listed = [as_dict(item) for item in as_list(job.get("locations"))]
    single = as_dict(job.get("location")) if "location" in job else job
    places = [_place(item) for item in listed if item.get("hidden") is not True]
    places = places or [_place(single) or as_text(single.get("location_str"))]
    workplace = job.get("workplace") or single.get("workplace_type")
    is_remote = True in (job.get("telecommuting"), job.get("remote")) or workplace == "remote"
    return all_places(places, is_remote=is_remote)


def _place(item: dict[str, Any]) -> str:
    return one_place(item.get("city"), item.get("region") or item.get("state"), item.get("country"))
