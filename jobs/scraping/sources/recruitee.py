"""Postings of Recruitee, read from the keyless API of its careers sites, hosted or on customers' domains."""

from __future__ import annotations

import re
from typing import Any

from jobs.scraping.loose import as_dict, as_list, as_text
from jobs.scraping.page import Page
from jobs.scraping.parts import join_parts
from jobs.scraping.places import all_places, one_place
from jobs.scraping.posting import Found, Posting, make_posting, refused
from jobs.scraping.reasons import Reason
from jobs.scraping.salary import Salary, make_salary
from jobs.scraping.slugs import company_found
from jobs.scraping.tenants import encoded, path_of, site_of, tenant_of
from jobs.scraping.terms import job_type

NAME = "recruitee"
DOMAIN = "recruitee.com"
MARK = re.compile(r"\brecruitee(?:cdn)?\.com\b|window\.recruitee", re.I)
MARKS = {"careers_url", "careers_apply_url", "employment_type_code", "company_name", "offer_tags"}


def api_urls(url: str, page: str = "") -> tuple[str, ...]:
    """The offer's API and the list of all; on other domains only where the page is Recruitee's."""
    slug, tenant = _slug(url), tenant_of(url, DOMAIN)
    if not slug or not (tenant or MARK.search(page)):
        return ()
    site = f"https://{tenant}.{DOMAIN}" if tenant else site_of(url)
    return f"{site}/api/offers/{encoded(slug)}", f"{site}/api/offers/"


def read(page: Page) -> Posting | None:
    """Read one offer, or the list of all from which the address chooses."""
    data, slug = as_dict(page.data), _slug(page.url)
    offers = [as_dict(data["offer"])] if "offer" in data else list(map(as_dict, as_list(data.get("offers"))))
    is_ours = bool(slug) and bool(data.keys() & {"offer", "offers"})
    if not is_ours and not any(MARKS & offer.keys() for offer in offers):
        return None
    if "offer" in data:
        return _posting(page.url, offers[0])
    return _posting(page.url, next((offer for offer in offers if _is_it(offer, slug)), {}))


def _slug(url: str) -> str:
    """What follows `/o/`, in whichever language the site is shown."""
    path = path_of(url)
    path = path[2:] if path[:1] == ("l",) else path
    return path[1] if path[:1] == ("o",) and len(path) > 1 else ""


def _is_it(offer: dict[str, Any], slug: str) -> bool:
    names = (offer.get("slug"), str(offer.get("id")), _slug(as_text(offer.get("careers_url"))))
    return bool(slug) and slug in names


def _posting(url: str, offer: dict[str, Any]) -> Posting:
    if not offer or as_text(offer.get("status")) not in {"", "published"}:
        return refused(url, Reason.EXPIRED)
    requirements = as_text(offer.get("requirements"))
    text = join_parts([("", as_text(offer.get("description"))), ("Requirements", requirements)])
    name, salary = as_text(offer.get("company_name")), _salary(as_dict(offer.get("salary")))
    guess = company_found(tenant_of(url, DOMAIN), text)
    kind = as_text(offer.get("employment_type_code")) or as_text(offer.get("employment_type"))
    found = {
        "job_title": Found(as_text(offer.get("title")), "title", 0.95),
        "company_name": Found(name, "company_name", 0.95) if name else guess,
        "location": Found(_location(offer), "locations", 0.95),
        "job_type": Found(job_type(kind), "employment_type_code", 0.95),
        "salary_range": Found(str(salary or ""), "salary", 0.95),
        "description": Found(text, "description, requirements", 0.95),
        "requirements": Found(join_parts([("", requirements)]), "requirements", 0.95),
    }
    closes = as_text(offer.get("close_at"))[:10]
    return make_posting(source=NAME, url=url, found=found, salary=salary, valid_through=closes)


def _location(offer: dict[str, Any]) -> str:
    listed = [_place(as_dict(item)) for item in as_list(offer.get("locations"))]
    places = [item for item in listed if item] or [as_text(offer.get("location")) or _place(offer)]
    return all_places(places, is_remote=offer.get("remote") is True)


def _place(item: dict[str, Any]) -> str:
    country = item.get("country") or item.get("country_code")
    return one_place(item.get("city"), item.get("state"), country) or as_text(item.get("name"))


def _salary(pay: dict[str, Any]) -> Salary | None:
    return make_salary(
        pay.get("min"), pay.get("max"), as_text(pay.get("currency")), as_text(pay.get("period"))
    )
