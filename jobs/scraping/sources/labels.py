"""Values that stand beside a label on the page ("Location: Oslo"), in many languages."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from itertools import islice
from typing import NamedTuple

from lxml import etree
from lxml.html import HtmlElement

from jobs.scraping.clean import plain_line
from jobs.scraping.page import Page
from jobs.scraping.posting import Found, Posting, make_posting
from jobs.scraping.salary import Salary, parse_salary
from jobs.scraping.tables import load_table
from jobs.scraping.terms import fold, job_type

NAME = "labels"
MAX_LABEL = 45
MAX_VALUE = 120
# The same label beside so many different values is that of a list of jobs.
TOO_MANY_VALUES = 3
# Bounds, for a page may be made to keep its reader busy.
MOST_PAIRS, MOST_SIBLINGS = 300, 8
WITH_COLON, WITHOUT_COLON = 0.7, 0.6
# What belongs to the site and not to the posting.
OUTSIDE = {"nav", "footer", "form", "select", "button", "a", "label", "option", "head"}
OTHERS = re.compile(
    r"similar|related|recommend|more-?jobs|other-?jobs|job-?alert|breadcrumb|cookie|footer|navbar"
)
# Elements that begin a line of their own: a label's value in the text behind it ends there.
BLOCKS = {
    "div",
    "p",
    "li",
    "ul",
    "ol",
    "dl",
    "dt",
    "dd",
    "tr",
    "td",
    "th",
    "table",
    "br",
    *(f"h{level}" for level in range(1, 7)),
}
# What holds many labels: nothing behind it belongs to one of them.
GROUPS = {"ul", "ol", "dl", "tr", "table", "body"}
NOT_PLACE = re.compile(
    r"[@!?]|https?:|\w{4}[.] |\w{4}[.]$|[$€£]|\b(?:we|our|you|your|wir|unser\w*|nous|nuestr\w+)\b", re.I
)
NOT_NAME = re.compile(
    r"[@!?:]|https?:|www\.|\w{4}[.] [A-Z]\w+ |\b(?:we are|is a|was|sind|est une|es una|the following)\b", re.I
)
COUNT = re.compile(r"\(\d+\)")

Check = Callable[[str], str]


class Pair(NamedTuple):
    """A label of the table beside a value: its field, its words, whether a colon stood between."""

    field: str
    label: str
    value: str
    has_colon: bool


def api_urls(url: str, page: str = "") -> tuple[str, ...]:
    """The page itself is all there is."""
    return ()


def read(page: Page) -> Posting | None:
    """Read the labelled values that hold: a place that may be one, a kind of employment, a sum of money."""
    if page.lean is None or page.is_too_large:
        return None
    by_field: dict[str, list[Pair]] = {}
    for pair in islice(_pairs(page.lean), MOST_PAIRS):
        by_field.setdefault(pair.field, []).append(pair)
    salary, salary_found = _salary(by_field.get("salary_range", []))
    found = {
        "job_title": _first(by_field, "job_title", _title, 0.45),
        "company_name": _first(by_field, "company_name", _company),
        "location": _first(by_field, "location", may_be_place) or _address(by_field),
        "job_type": _first(by_field, "job_type", _job_type) or _first(by_field, "contract", _job_type),
        "salary_range": salary_found,
    }
    known = {name: item for name, item in found.items() if item}
    return make_posting(source=NAME, url=page.url, found=known, salary=salary) if known else None


def _pairs(tree: HtmlElement) -> Iterator[Pair]:
    """Every label of the table with what stands beside it, in the order of the page."""
    walker = etree.iterwalk(tree, events=("start",))
    for _event, element in walker:
        if is_outside(element):
            walker.skip_subtree()
        elif element.text and (pair := _pair(element.text, element, False)):
            yield pair
        if element.tail and (pair := _pair(element.tail, element, True)):
            yield pair


def is_outside(element: HtmlElement) -> bool:
    """Whether the element belongs to the site, or to other postings."""
    hooks = f"{element.get('class', '')} {element.get('id', '')}"
    return element.tag in OUTSIDE or (len(hooks) > 1 and bool(OTHERS.search(hooks.lower())))


def _pair(text: str, element: HtmlElement, is_tail: bool) -> Pair | None:
    """The pair that begins with this text: "Label: value", or a label whose value follows."""
    head, colon, rest = text.strip()[: MAX_LABEL + MAX_VALUE].partition(":")
    known = _lookup(head)
    if known is None:
        return None
    field, is_bare = known
    value, has_colon = plain_line(rest), bool(colon)
    if not value:
        value = _value_behind(element, is_tail)
        has_colon = has_colon or value.startswith(":")
    value = re.split(r"\s[|\u2022\u00b7]\s", value.lstrip(": "))[0].strip(" ;,")
    is_label = has_colon or is_bare
    return Pair(field, head, value, has_colon) if is_label and 0 < len(value) <= MAX_VALUE else None


def _lookup(head: str) -> tuple[str, bool] | None:
    label = head.strip().lower()
    if not 1 < len(label) <= MAX_LABEL:
        return None
    return _labels().get(label if label.isascii() else fold(label))


def _value_behind(element: HtmlElement, is_tail: bool) -> str:
    """The words behind a label: on its line, in the next block, or behind what holds only the label."""
    if not is_tail and len(element):
        return _line("", element.iterchildren())
    for _level in range(3):
        if value := _line(element.tail, element.itersiblings()):
            return value
        parent = element.getparent()
        if is_tail or parent is None or parent.tag in GROUPS or len(list(islice(parent, 3))) > 2:
            return ""
        element = parent
    return ""


def _line(start: str | None, elements: Iterator[HtmlElement]) -> str:
    """The words from `start` through the elements up to the end of the line, or of the block that follows."""
    parts = [start or ""]
    for element in islice(elements, MOST_SIBLINGS):
        gathered = "".join(parts).strip(" :\n\t\r\xa0")
        is_block = element.tag in BLOCKS
        if (is_block and gathered) or len(gathered) > MAX_VALUE:
            break
        if element.tag != "br":
            parts.append(f" {_short_text(element)} ")
        if is_block and element.tag != "br" and "".join(parts).strip():
            break
        parts.append(element.tail or "")
    return plain_line("".join(part[: 4 * MAX_VALUE] for part in parts))


def _short_text(element: HtmlElement) -> str:
    """The element's text; nothing when it is a menu or another label."""
    links = islice(element.iter("a", "option"), 3)
    is_menu = element.tag in OUTSIDE - {"a"} or len(list(links)) > 2
    text = "" if is_menu else " ".join(islice(element.itertext(), 40)).strip()
    return "" if _lookup(text.partition(":")[0]) else text


def _first(by_field: dict[str, list[Pair]], name: str, check: Check, confidence: float = 1.0) -> Found | None:
    """The first value of the field that its check lets through, those with a colon before others."""
    valid = [(pair, value) for pair in by_field.get(name, ()) if (value := check(pair.value))]
    if not valid or len({value for _pair, value in valid}) > TOO_MANY_VALUES:
        return None
    pair, value = max(valid, key=lambda item: item[0].has_colon)
    return Found(value, _path(pair), min(confidence, WITH_COLON if pair.has_colon else WITHOUT_COLON))


def _path(pair: Pair) -> str:
    return f"label {plain_line(pair.label, MAX_LABEL)}"


def _salary(pairs: Iterable[Pair]) -> tuple[Salary | None, Found | None]:
    for pair in pairs:
        if salary := parse_salary(pair.value, pair.label):
            confidence = WITH_COLON if pair.has_colon else WITHOUT_COLON
            return salary, Found(str(salary), _path(pair), confidence)
    return None, None


def _address(by_field: dict[str, list[Pair]]) -> Found | None:
    """A place whose parts stand beside labels of their own."""
    parts = [_first(by_field, name, may_be_place) for name in ("city", "state", "country")]
    if parts[0] is None:
        return None
    values = list(dict.fromkeys(part.value for part in parts if part))
    return Found(", ".join(values), parts[0].path, 0.55)


def may_be_place(value: str) -> str:
    """The value when it may be a place: short, no sentence, none of what pages show instead."""
    value = value.strip(" ()") if value.startswith("(") and value.endswith(")") else value
    may_be = len(value.split()) <= 14 and re.search(r"[^\W\d_]{2}", value) and not NOT_PLACE.search(value)
    return value if may_be and not _nothing("location").fullmatch(fold(value)) else ""


def _company(value: str) -> str:
    may_be = 1 < len(value) <= 80 and len(value.split()) <= 9 and not NOT_NAME.search(value)
    return value if may_be and not _nothing("company_name").fullmatch(fold(value)) else ""


def _job_type(value: str) -> str:
    # "Full-time (30)" is a choice of a search.
    return "" if COUNT.search(value) else job_type(value)


def _title(value: str) -> str:
    return value if 2 < len(value) <= 110 and not value.endswith((".", "!", "?")) else ""


@cache
def _labels() -> dict[str, tuple[str, bool]]:
    """Folded label to the field it names and whether it is believed without a colon."""
    table = load_table("labels")
    return {
        fold(label): (field, kind == "bare")
        for field, kinds in table.items()
        if field != "not_values"
        for kind, labels in kinds.items()
        for label in labels
    }


@cache
def _nothing(field: str) -> re.Pattern[str]:
    return re.compile("|".join(load_table("labels")["not_values"][field]))
