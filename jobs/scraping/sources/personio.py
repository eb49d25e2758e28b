"""Postings of Personio, read from the feed of its career pages."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, urlsplit

from lxml import etree

from jobs.scraping.page import Page
from jobs.scraping.parts import join_parts
from jobs.scraping.places import all_places
from jobs.scraping.posting import Found, Posting, make_posting, refused
from jobs.scraping.reasons import Reason
from jobs.scraping.slugs import company_found
from jobs.scraping.tenants import path_of
from jobs.scraping.terms import job_type

NAME = "personio"
FEED = "https://{company}.jobs.personio.{domain}/xml"
HOST = re.compile(r"(?<![a-z0-9-])([a-z0-9][a-z0-9-]{0,62})\.jobs\.personio\.(de|com)")
DOMAINS = ("de", "com")
KINDS = {"working_student": "intern", "apprenticeship": "trainee", "permanent": ""}
HOURS = {"full-or-part-time": "full-time part-time"}


def api_urls(url: str, page: str = "") -> tuple[str, ...]:
    """The company's feed in the page's language and in any; the page of another domain may name the company.

    Companies live below .de or .com, whichever their address says, and have one feed there.
    """
    host = HOST.fullmatch((urlsplit(url).hostname or "").rstrip(".")) or HOST.search(page)
    if not host or not _id(url):
        return ()
    company, domain = host.groups()
    feeds = [FEED.format(company=company, domain=name) for name in sorted(DOMAINS, key=domain.__ne__)]
    language = _language(url)
    own = (f"{feeds[0]}?language={language}", feeds[0]) if language else (feeds[0], f"{feeds[0]}?language=en")
    return *own, feeds[1]


def read(page: Page) -> Posting | None:
    """Read the feed, from which the address chooses."""
    feed = page.xml if "<workzag-jobs" in page.body[:1000] else None
    if feed is None or feed.tag != "workzag-jobs":
        return None
    wanted = _id(page.url)
    for position in feed.iterfind("position"):
        if wanted and _text(position, "id") == wanted:
            return _posting(page.url, position)
    return refused(page.url, Reason.EXPIRED)


def _id(url: str) -> str:
    job = re.fullmatch(r"job/([0-9]{1,12})", "/".join(path_of(url)))
    return job[1] if job else ""


def _language(url: str) -> str:
    query = parse_qs(urlsplit(url).query)
    language = (query.get("language") or query.get("display") or [""])[0].lower()
    return language if re.fullmatch(r"[a-z]{2}", language) else ""


def _posting(url: str, position: etree._Element) -> Posting:
    parts = position.iterfind("jobDescriptions/jobDescription")
    text = join_parts((_text(part, "name"), _text(part, "value")) for part in parts)
    name = _text(position, "subcompany")
    host = HOST.fullmatch((urlsplit(url).hostname or "").rstrip("."))
    guess = company_found(host[1] if host else "", text)
    offices = [_text(position, "office")]
    offices += [(office.text or "").strip() for office in position.iterfind("additionalOffices/office")]
    found = {
        "job_title": Found(_text(position, "name"), "position.name", 0.95),
        "company_name": Found(name, "position.subcompany", 0.9) if name else guess,
        "location": Found(all_places(offices), "position.office, additionalOffices", 0.95),
        "job_type": Found(_job_type(position), "position.employmentType, schedule", 0.95),
        "description": Found(text, "position.jobDescriptions", 0.95),
    }
    return make_posting(source=NAME, url=url, found=found, language=_language(url))


def _job_type(position: etree._Element) -> str:
    """A permanent job is what its hours are."""
    kind, hours = _text(position, "employmentType"), _text(position, "schedule")
    return job_type(f"{KINDS.get(kind, kind)} {HOURS.get(hours, hours)}") or job_type(kind)


def _text(element: etree._Element, name: str) -> str:
    return (element.findtext(name) or "").strip()
