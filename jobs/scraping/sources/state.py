"""The posting in the data that a web framework leaves in the page for its scripts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from jobs.scraping.clean import MARKUP, html_to_text, plain_line, plain_text, unescape
from jobs.scraping.page import Page
from jobs.scraping.places import all_places, one_place
from jobs.scraping.posting import Found, Posting, make_posting
from jobs.scraping.reasons import Reason
from jobs.scraping.salary import Salary, make_salary, parse_salary
from jobs.scraping.states import find_states
from jobs.scraping.tables import load_table
from jobs.scraping.terms import job_type

NAME = "state"
TRUST = 0.85
MOST_OBJECTS = 40_000
SHORTEST_TEXT = 40
LONGEST_TITLE = 200
MOST_PARTS = 40
# So many keys of postings make an object a posting that neither the address nor the page's title names.
ENOUGH_EVIDENCE = 4
KINDS = ("company", "location", "employment", "salary", "evidence")

Object = dict[str, Any]


def api_urls(url: str, page: str = "") -> tuple[str, ...]:
    """The data stands in the page itself."""
    return ()


@dataclass(frozen=True)
class _Candidate:
    """An object that may be the posting, those above it (nearest first), and what speaks for it."""

    item: Object
    above: tuple[Object, ...]
    title: str
    text: str
    weight: int


def read(page: Page) -> Posting | None:
    """Read the object that has a title, a text and the marks of a posting, and that the page is about."""
    candidates = [found for state in find_states(page) for found in _candidates(state, page)]
    best = max(candidates, key=lambda candidate: (candidate.weight, len(candidate.text)), default=None)
    return _posting(best, page) if best else None


def _candidates(state: Any, page: Page) -> Iterator[_Candidate]:
    for item, above in _walk(state):
        title = _words(_value(item, "title"), page.language)
        if not 2 < len(title) <= LONGEST_TITLE:
            continue
        text = _text(_value(item, "description"), page.language)
        if len(text) >= SHORTEST_TEXT and (weight := _weight(item, title, page)):
            yield _Candidate(item, above, title, text, weight)


def _walk(state: Any) -> Iterator[tuple[Object, tuple[Object, ...]]]:
    """Every object with its keys in one spelling, and up to three above it; without recursion."""
    pending: list[tuple[Any, tuple[Object, ...]]] = [(state, ())]
    seen: set[int] = set()
    while pending and len(seen) < MOST_OBJECTS:
        current, above = pending.pop()
        if id(current) in seen or not isinstance(current, dict | list):
            continue
        seen.add(id(current))
        if isinstance(current, dict):
            item = {_key(key): value for key, value in current.items()}
            yield item, above
            pending += [(value, (item, *above[:2])) for value in current.values()]
        else:
            pending += [(value, above) for value in current]


def _weight(item: Object, title: str, page: Page) -> int:
    """How much speaks for the object; 0 when too little does, or nothing ties it to this page."""
    evidence = sum(any(key in item for key in load_table("state")[kind]) for kind in KINDS)
    evidence += sum(key in item for key in load_table("state")["evidence"])
    if not evidence:
        return 0
    is_named = any(title.casefold() in name.casefold() for name in page.names)
    is_addressed = _has_identity(item, page.url)
    # An API's answer of no known shape may list all of an employer's jobs: only the address chooses there.
    is_alone = page.data is None and evidence >= ENOUGH_EVIDENCE
    is_tied = is_named or is_addressed or is_alone
    return (20 * is_addressed + 10 * is_named + min(evidence, 9)) if is_tied else 0


def _has_identity(item: Object, url: str) -> bool:
    parts = set(re.split(r"[/?&=#]", url.casefold()))
    values = (item.get(key) for key in load_table("state")["identity"])
    names = (str(value).casefold() for value in values if isinstance(value, str | int) and value is not True)
    return any(len(name) > 3 and name in parts for name in names)


def _posting(candidate: _Candidate, page: Page) -> Posting:
    item, language = candidate.item, page.language
    nearby = (item, *candidate.above)
    requirements = _text(_value(item, "requirements"), language)
    is_apart = requirements and requirements[:200] not in candidate.text
    salary = _salary(item)
    found = {
        "job_title": (candidate.title, "title"),
        "company_name": (
            _first(_words(_value(each, "company"), language) for each in nearby) or "",
            "company",
        ),
        "location": (_place(_value(item, "location"), language), "location"),
        "job_type": (job_type(_words(_value(item, "employment"), language)), "employment"),
        "salary_range": (str(salary or ""), "salary"),
        "description": (
            f"{candidate.text}\n\nRequirements:\n{requirements}" if is_apart else candidate.text,
            "description",
        ),
        "requirements": (requirements, "requirements"),
    }
    return make_posting(
        source=NAME,
        url=page.url,
        found={name: Found(value, path, TRUST) for name, (value, path) in found.items()},
        salary=salary,
        valid_through=_day(_value(item, "last_day")),
        reason=Reason.EXPIRED if _is_closed(item) else None,
    )


def _is_closed(item: Object) -> bool:
    words = load_table("state")
    status = next((item[key] for key in words["status"] if isinstance(item.get(key), str)), "")
    return (
        status.casefold() in words["closed_status"]
        or any(item.get(key) is True for key in words["closed_if_true"])
        or any(item.get(key) is False for key in words["closed_if_false"])
    )


def _value(item: Object, kind: str) -> Any:
    """The first value that the object has under one of the kind's keys."""
    return _first(item.get(key) for key in load_table("state")[kind])


def _first(values: Iterable[Any]) -> Any:
    return next((value for value in values if value), None)


def _words(value: Any, language: str) -> str:
    """One line of whatever form a name takes; empty for what is no text."""
    if isinstance(value, str):
        return plain_line(value)
    if isinstance(value, list):
        return ", ".join(dict.fromkeys(filter(None, (_words(item, language) for item in value[:5]))))
    return plain_line(_in_language(value, language)) if isinstance(value, dict) else ""


def _text(value: Any, language: str) -> str:
    if isinstance(value, dict):
        value = _in_language(value, language) or _first(part for part in value.values() if _is_parts(part))
    if isinstance(value, list):
        return "\n\n".join(filter(None, (_part(item, language) for item in value[:MOST_PARTS])))
    if not isinstance(value, str):
        return ""
    return html_to_text(value) if MARKUP.search(unescape(value[:5000])) else plain_text(unescape(value))


def _is_parts(value: Any) -> bool:
    """Whether the value is a list of a text's parts, each an object with a text."""
    return (
        isinstance(value, list) and bool(value) and isinstance(value[0], dict) and bool(_part(value[0], ""))
    )


def _part(item: Any, language: str) -> str:
    """One part of a text: words, or an object of a heading and words."""
    if isinstance(item, str):
        return _text(item, language)
    if not isinstance(item, dict):
        return ""
    keys = {_key(key): value for key, value in item.items()}
    body = _first(keys.get(key) for key in load_table("state")["part"] if isinstance(keys.get(key), str))
    heading = _first(keys.get(key) for key in ("title", "heading") if isinstance(keys.get(key), str))
    return "\n".join(filter(None, (plain_line(heading or ""), _text(body, language)))) if body else ""


def _in_language(item: Object, language: str) -> str:
    """The text of an object of translations, or of one that names itself."""
    keys = {_key(key): value for key, value in item.items()}
    wanted = (_key(language), language[:2].casefold(), "en", *load_table("state")["text"])
    found = _first(keys.get(key) for key in wanted if isinstance(keys.get(key), str))
    if found is None and keys and all(len(key) <= 5 for key in keys):
        found = _first(value for value in keys.values() if isinstance(value, str))
    return found or ""


def _place(value: Any, language: str) -> str:
    if isinstance(value, list):
        return all_places(_place(item, language) for item in value[:10] if not isinstance(item, list))
    if not isinstance(value, dict):
        return _words(value, language)
    item = {_key(key): part for key, part in value.items()}
    inner = item.get("postaladdress") or item.get("address")
    if isinstance(inner, dict):
        item |= {_key(key): part for key, part in inner.items()}
    keys = (
        ("city", "addresslocality", "town", "municipality"),
        ("region", "state", "addressregion"),
        ("country", "addresscountry", "countryname"),
    )
    line = one_place(*(_words(_first(item.get(key) for key in names), language) for names in keys))
    return line or _words(value, language)


def _salary(posting: Object) -> Salary | None:
    """The pay as an object, in words, or in keys of the posting's own."""
    value = _value(posting, "salary")
    if isinstance(value, str | int | float):
        return parse_salary(str(value)[:200], _words(_value(posting, "currency"), ""))
    if not isinstance(value, dict):
        low, high = (_value(posting, kind) for kind in ("lowest_pay", "highest_pay"))
        currency = _value(posting, "pay_currency") or _value(posting, "currency")
        return make_salary(low, high, _words(currency, ""), _words(_value(posting, "pay_period"), ""))
    item = {_key(key): part for key, part in value.items()}
    item |= (
        {_key(key): part for key, part in item["value"].items()}
        if isinstance(item.get("value"), dict)
        else {}
    )
    low, high, currency, period = (_value(item, kind) for kind in ("low", "high", "currency", "period"))
    return make_salary(low, high, _words(currency, ""), _words(period, ""))


def _day(value: Any) -> str:
    return value[:10] if isinstance(value, str) and re.match(r"20\d\d-\d\d-\d\d", value) else ""


def _key(key: str) -> str:
    return re.sub(r"[_\s-]", "", key[:60]).casefold()
