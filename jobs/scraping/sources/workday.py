"""Postings of Workday, read from the keyless endpoint behind its hosted and its customers' own sites."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlsplit

from jobs.scraping.clean import html_to_text
from jobs.scraping.loose import as_dict, as_list, as_text
from jobs.scraping.page import Page
from jobs.scraping.places import all_places
from jobs.scraping.posting import Found, Posting, make_posting, refused
from jobs.scraping.reasons import Reason
from jobs.scraping.slugs import company_found
from jobs.scraping.tenants import encoded, path_of, site_of
from jobs.scraping.terms import job_type

NAME = "workday"
HOSTED = re.compile(r"([a-z0-9_-]{1,63})\.wd[0-9]{1,4}\.myworkdayjobs\.com")
SHARED = re.compile(r"wd[0-9]{1,4}\.myworkdaysite\.com")
# What a page of a customer's own domain says of whose board it shows.
STATE = re.compile(r"window\.workday\s*=\s*(?:window\.workday\s*\|\|\s*)?\{([^<]{0,3000})")
TENANT = re.compile(r"[\"']?\btenant[\"']?\s*:\s*[\"']([\w.-]{1,80})[\"']")
SITE = re.compile(r"[\"']?\bsiteId[\"']?\s*:\s*[\"']([\w.-]{1,120})[\"']")
CLOSED = re.compile(r"[\"']?\bpostingAvailable[\"']?\s*:\s*false")
GONE = {"S21", "S22"}
# Legal entities carry their number in the payroll: "IL00 ", "2100 ", "CO_0123 - ", "... (IE01)".
CODE = r"(?:[A-Z]{1,4}_?[0-9]{2,6}|[0-9]{4,6})"
ENTITY = re.compile(rf"^{CODE}(?:\s*[-:_]\s*|\s+)(?=[^\W\d_])|\s+\({CODE}\)$")
PARTLY = re.compile(r"partial|hybrid|flexib|non|not|no\b", re.I)


def api_urls(url: str, page: str = "") -> tuple[str, ...]:
    """The endpoint of a hosted posting; on other domains only where the page is Workday's."""
    host = (urlsplit(url).hostname or "").rstrip(".")
    path = path_of(url)
    if tenant := HOSTED.fullmatch(host):
        return _endpoint(f"https://{host}", tenant[1], path)
    if SHARED.fullmatch(host):
        return (
            _endpoint(f"https://{host}", path[1], path[2:])
            if path[:1] == ("recruiting",) and path[1:]
            else ()
        )
    tenant_id, site = _declared(page)
    return _endpoint(site_of(url), tenant_id, (site, *_from_job(path))) if tenant_id and site else ()


def read(page: Page) -> Posting | None:
    """Read the endpoint's answer, or tell from the page that the posting is closed."""
    if page.data is None:
        return _read_state(page)
    data = as_dict(page.data)
    if "jobPostingInfo" not in data:
        return refused(page.url, Reason.EXPIRED) if as_text(data.get("errorCode")) in GONE else None
    job = as_dict(data["jobPostingInfo"])
    if not job or job.get("posted") is False:
        return refused(page.url, Reason.EXPIRED)
    return _posting(page.url, job, as_text(as_dict(data.get("hiringOrganization")).get("name")))


def _endpoint(origin: str, tenant: str, path: tuple[str, ...]) -> tuple[str, ...]:
    """`path` is site, "job", town (some have none) and job."""
    rest = _from_job(path)
    if len(path) < 3 or path[0] in {"job", "details"} or path[1] not in {"job", "details"}:
        return ()
    return (f"{origin}/wday/cxs/{encoded(tenant, path[0], *rest)}",)


def _from_job(path: tuple[str, ...]) -> tuple[str, ...]:
    """The path from its "job" on without what follows; the search's "details" mean the same."""
    start = next((at for at, part in enumerate(path) if part in {"job", "details"}), len(path))
    rest = path[start + 1 : start + 3]
    if len(rest) == 2 and rest[1] in {"apply", "login"}:
        rest = rest[:1]
    return ("job", *rest) if rest else ()


def _declared(page: str) -> tuple[str, str]:
    state = STATE.search(page)
    tenant, site = (pattern.search(state[1]) if state else None for pattern in (TENANT, SITE))
    return (tenant[1], site[1]) if tenant and site else ("", "")


def _read_state(page: Page) -> Posting | None:
    state = STATE.search(page.body)
    return refused(page.url, Reason.EXPIRED) if state and CLOSED.search(state[1]) else None


def _posting(url: str, job: dict[str, Any], organization: str) -> Posting:
    text = html_to_text(as_text(job.get("jobDescription")))
    name = ENTITY.sub("", organization.strip())
    tenant = HOSTED.fullmatch((urlsplit(url).hostname or "").rstrip("."))
    slug = company_found(tenant[1] if tenant else "", text)
    # The legal entity that hires; what applicants call the employer is in the text.
    company = Found(name, "hiringOrganization.name", 0.7) if name else slug
    found = {
        "job_title": Found(as_text(job.get("title")), "jobPostingInfo.title", 0.95),
        "company_name": company,
        "location": Found(_location(job), "jobPostingInfo.location, additionalLocations", 0.95),
        "job_type": Found(job_type(as_text(job.get("timeType"))), "jobPostingInfo.timeType", 0.9),
        "description": Found(text, "jobPostingInfo.jobDescription", 0.95),
    }
    closes = as_text(job.get("endDate"))[:10]
    return make_posting(source=NAME, url=url, found=found, valid_through=closes)


def _location(job: dict[str, Any]) -> str:
    places = [_named(job.get("location")) or _named(job.get("jobRequisitionLocation"))]
    places += map(_named, as_list(job.get("additionalLocations")))
    country = _named(job.get("country"))
    if (
        len(places) == 1
        and places[0]
        and "," not in places[0]
        and country.casefold() not in places[0].casefold()
    ):
        places = [f"{places[0]}, {country}"]
    remote = as_text(job.get("remoteType"))
    return all_places(places, is_remote="remote" in remote.lower() and not PARTLY.search(remote))


def _named(value: Any) -> str:
    return (as_text(value) or as_text(as_dict(value).get("descriptor"))).strip()
