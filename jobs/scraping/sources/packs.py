"""Fields at the places where known boards and applicant systems show them: selectors kept as data."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from lxml import etree
from lxml.html import HtmlElement, tostring

from jobs.scraping.clean import html_to_text, plain_line
from jobs.scraping.page import Page
from jobs.scraping.posting import Found, Posting, make_posting
from jobs.scraping.reasons import Reason
from jobs.scraping.salary import Salary, parse_salary, title_salary
from jobs.scraping.tables import load_table
from jobs.scraping.terms import job_type
from jobs.scraping.urls import has_host

NAME = "packs"
CONFIDENCE = 0.8
IN_TITLE = 0.6
MOST_MATCHES = 20
MAX_VALUE = 300
CLASS = r"\bclass\(([\w-]+)\)"


@dataclass(frozen=True)
class Selector:
    """One place of a value: an XPath, the part of its text to take, or what to put in its stead.

    `names` are the classes that any such place has: to look for them in the page is quicker than the path.
    """

    path: str
    find: etree.XPath
    pattern: re.Pattern[str] | None
    value: str
    confidence: float
    names: tuple[str, ...]


@dataclass(frozen=True)
class Pack:
    """The selectors of one site: for pages on one of `hosts`, or that contain `marker` anywhere."""

    name: str
    hosts: tuple[str, ...]
    path: re.Pattern[str] | None
    marker: str
    fields: dict[str, tuple[Selector, ...]]
    closed: tuple[Selector, ...]


def api_urls(url: str, page: str = "") -> tuple[str, ...]:
    """The page itself is all there is."""
    return ()


def read(page: Page) -> Posting | None:
    """Read the page with the first pack for its site that finds a title or a description there."""
    if page.lean is None:
        return None
    readings = (_read(pack, page) for pack in _packs() if _is_for(pack, page))
    return next((reading for reading in readings if reading), None)


def _is_for(pack: Pack, page: Page) -> bool:
    if pack.path and not pack.path.search(page.url):
        return False
    on_host = any(has_host(page.url, host) for host in pack.hosts)
    return on_host or bool(pack.marker and pack.marker in page.body)


def _read(pack: Pack, page: Page) -> Posting | None:
    found, salary = {}, None
    for name, selectors in pack.fields.items():
        for selector in selectors:
            value, pay = _value(name, selector, page)
            if value:
                path = f"{pack.name}: {selector.path}"
                found[name], salary = Found(value, path, selector.confidence), pay or salary
                break
    if not ("job_title" in found or "description" in found):
        return None
    if salary is None and "job_title" in found and (salary := title_salary(found["job_title"].value)):
        found["salary_range"] = Found(str(salary), f"{pack.name}: title", IN_TITLE)
    is_closed = any(_find(selector, page) for selector in pack.closed)
    reason = Reason.EXPIRED if is_closed else None
    return make_posting(source=NAME, url=page.url, found=found, salary=salary, reason=reason)


def _find(selector: Selector, page: Page) -> Any:
    if page.lean is None or not all(name in page.body for name in selector.names):
        return []
    return selector.find(page.lean)


def _value(field: str, selector: Selector, page: Page) -> tuple[str, Salary | None]:
    """The value of a field at one place, and the pay when the field is that."""
    found = _find(selector, page)
    matches = found[:MOST_MATCHES] if isinstance(found, list) else [found]
    if field == "description":
        return "\n\n".join(text for match in matches if (text := html_to_text(_markup(match)))), None
    texts = [text for match in matches if (text := _text(selector, match))]
    if field == "job_type":
        # Lists of criteria name the kind of employment behind the level: an intern may work full time.
        return next((kind for text in reversed(texts) if (kind := job_type(text))), ""), None
    if field == "salary_range":
        salary = next((pay for text in texts if (pay := parse_salary(text))), None)
        return str(salary or ""), salary
    return next(iter(texts), ""), None


def _markup(match: Any) -> str:
    return (
        tostring(match, encoding="unicode", with_tail=False) if isinstance(match, HtmlElement) else str(match)
    )


def _text(selector: Selector, match: Any) -> str:
    """The text at one match on one line: the part that the pattern takes, or what stands for it."""
    text = " ".join(match.itertext()) if isinstance(match, HtmlElement) else str(match)
    text = plain_line(text, MAX_VALUE)
    if selector.pattern:
        part = selector.pattern.search(text)
        text = part[part.lastindex or 0].strip() if part else ""
    return selector.value if text and selector.value else text


@cache
def _packs() -> tuple[Pack, ...]:
    return tuple(_pack(entry) for entry in load_table("packs"))


def _pack(entry: dict[str, Any]) -> Pack:
    return Pack(
        name=entry["name"],
        hosts=tuple(entry.get("hosts", ())),
        path=re.compile(entry["path"]) if "path" in entry else None,
        marker=entry.get("marker", ""),
        fields={name: tuple(_selectors(places)) for name, places in entry["fields"].items()},
        closed=tuple(_selectors(entry.get("closed", ()))),
    )


def _selectors(places: Any) -> Iterator[Selector]:
    for place in places:
        details = place if isinstance(place, dict) else {"path": place}
        pattern = details.get("pattern")
        yield Selector(
            path=details["path"],
            find=etree.XPath(_without_macros(details["path"])),
            pattern=re.compile(pattern, re.I) if pattern else None,
            value=details.get("value", ""),
            confidence=details.get("confidence", CONFIDENCE),
            names=_names(details["path"]),
        )


def _names(path: str) -> tuple[str, ...]:
    """The classes that every match of the path has, or has above it; none where there is a choice."""
    return () if re.search(r"\||\bor\b|\bnot\(", path) else tuple(re.findall(CLASS, path))


def _without_macros(path: str) -> str:
    """Write out `class(x)`, which XPath lacks: whether the element has the class x."""
    return re.sub(
        CLASS,
        r"(contains(@class, '\1') and contains(concat(' ', normalize-space(@class), ' '), ' \1 '))",
        path,
    )
