"""Postings marked up with schema.org's names in the page's own elements: microdata and RDFa."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import Any

from lxml.html import HtmlElement, tostring

from jobs.scraping.page import Page
from jobs.scraping.posting import Posting
from jobs.scraping.schema import Item, make_job_posting, read_jobs

NAME = "microdata"
TRUST = 0.88
# Names that only a posting has: trusted even where the page forgets to say that it is one.
LONE = ("jobLocation", "employmentType", "hiringOrganization", "baseSalary", "validThrough", "datePosted")
LONE_TRUST = 0.75
DEEPEST = 6
MOST_SCOPES = 50
MOST_PROPERTIES = 1000
# Properties whose markup matters.
TEXTS = {
    "description",
    "responsibilities",
    "qualifications",
    "skills",
    "experienceRequirements",
    "jobBenefits",
}
SCOPES = "//*[contains(@itemtype, 'JobPosting') or contains(@typeof, 'JobPosting')]"


def api_urls(url: str, page: str = "") -> tuple[str, ...]:
    """The markup stands in the page itself."""
    return ()


def read(page: Page) -> Posting | None:
    """Read the element that is a JobPosting, else the properties that only a posting has."""
    if page.tree is None:
        return None
    # A walk over all elements costs more than a look at the body.
    if "JobPosting" in page.body and (scopes := page.tree.xpath(SCOPES)[:MOST_SCOPES]):
        return read_jobs([_item(scope) for scope in scopes], page, source=NAME, trust=TRUST)
    if not any(name in page.body for name in LONE) or not _has_lone(page.tree):
        return None
    lone = {name: value for name, value in _item(page.tree).items() if name in LONE}
    return make_job_posting(lone, page, source=NAME, trust=LONE_TRUST) if lone else None


def _has_lone(tree: HtmlElement) -> bool:
    """Whether a property has such a name, which else stand in the JSON-LD of most pages."""
    names = tree.xpath("//@itemprop|//@property", smart_strings=False)
    return any(name in value for value in names for name in LONE)


def _item(scope: HtmlElement, depth: int = 0) -> Item:
    """The properties of the scope as JSON-LD would write them; of properties of one name a list."""
    found: dict[str, list[Any]] = {}
    for element, names in islice(_properties(scope), MOST_PROPERTIES):
        value = _value(element, names, depth)
        for name in names:
            found.setdefault(name, []).append(value)
    return {name: values if len(values) > 1 else values[0] for name, values in found.items()}


def _properties(scope: HtmlElement) -> Iterator[tuple[HtmlElement, list[str]]]:
    """Every element below that has a property of the scope's own, not of a scope within."""
    pending = list(reversed(scope))
    while pending:
        element = pending.pop()
        names = (element.get("itemprop") or element.get("property") or "").split()
        if names:
            yield element, [name.rpartition("/")[2].rpartition(":")[2] for name in names]
        if not _is_scope(element):
            pending += reversed(element)


def _value(element: HtmlElement, names: list[str], depth: int) -> Any:
    if _is_scope(element) and depth < DEEPEST:
        # A scope that says nothing by properties has its text for a name.
        return _item(element, depth + 1) or {"name": _text(element)}
    for attribute in ("content", "datetime", "value"):
        if (value := element.get(attribute)) is not None:
            return value
    return tostring(element, encoding="unicode", with_tail=False) if TEXTS & {*names} else _text(element)


def _is_scope(element: HtmlElement) -> bool:
    return element.get("itemscope") is not None or element.get("typeof") is not None


def _text(element: HtmlElement) -> str:
    return " ".join("".join(element.itertext()).split())
