"""What a page says about one job: its fields, where each was found, and whether it is one posting at all."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, TypedDict

from jobs.scraping.clean import plain_line, plain_text
from jobs.scraping.reasons import Reason
from jobs.scraping.salary import Salary, find_salary
from jobs.scraping.sections import split_sections

TEXTS = ("description", "requirements", "company_info")
LINE_LIMITS = {"job_title": 300, "company_name": 300, "location": 300, "job_type": 100, "salary_range": 200}
FIELDS = (*LINE_LIMITS, *TEXTS)
SHORTEST_DESCRIPTION = 80
TEASER = 400
# A long text must be so sure to stand for a teaser.
LIKELY = 0.4
# What a script of the page would have put something in place of.
UNFILLED = re.compile(r"%\w{1,80}%|(?:\{\{|\$\{|\[\[|<%)[^{}]{0,200}(?:\}\}?|\]\]|%>)")
# Pay that only the description's words tell.
IN_WORDS = 0.5


class Provenance(TypedDict):
    """Where a field's value was found; `confidence` from 0 to 1."""

    source: str
    path: str
    snippet: str
    confidence: float


@dataclass(frozen=True)
class Found:
    """A value as it was found, before cleaning.

    Confidence: 0.95 an API's or a board's own field, 0.9 JSON-LD, 0.85 a framework's state, 0.8 a selector
    pack, 0.7 a labelled value, 0.5 a heading, 0.4 the page's main text; lower where a kind of page is known
    to lie.
    """

    value: str
    path: str
    confidence: float


@dataclass(frozen=True)
class Posting:
    """One job as its posting tells it, all plain text; `description` is the whole text.

    `reason` says why this is not one open posting; `problem` is the sentence for it, the reason's own by
    default; `valid_through` is the day it closes, ISO 8601; `language` is BCP 47.
    """

    job_title: str = ""
    company_name: str = ""
    description: str = ""
    requirements: str = ""
    company_info: str = ""
    location: str = ""
    job_type: str = ""
    salary_range: str = ""
    salary: Salary | None = None
    source_url: str = ""
    language: str = ""
    valid_through: str = ""
    reason: Reason | None = None
    problem: str = ""
    provenance: Mapping[str, Provenance] = field(default_factory=dict)

    @property
    def is_posting(self) -> bool:
        """Whether this is one posting with enough text to hold an interview about."""
        return not self.reason and bool(self.job_title) and len(self.description) >= SHORTEST_DESCRIPTION


def make_posting(
    *, source: str, url: str, found: Mapping[str, Found], salary: Salary | None = None, **others: Any
) -> Posting:
    """Clean what a source found and note where each field came from.

    `salary_range` is written from `salary` where `found` has the path and the confidence of it.
    """
    values: dict[str, str] = {}
    provenance: dict[str, Provenance] = {}
    for name, item in found.items():
        value = clean_value(name, item.value)
        if value and not UNFILLED.fullmatch(value):
            values[name] = value
            provenance[name] = _provenance(source, item.path, value, item.confidence)
    return Posting(source_url=url, provenance=provenance, salary=salary, **{**others, **values})


def clean_value(name: str, value: str) -> str:
    """The value as it may be stored: without invisible characters and markup, lines within their limits."""
    limit = LINE_LIMITS.get(name)
    return plain_line(value, limit) if limit else plain_text(value)


def refused(url: str, reason: Reason, problem: str = "") -> Posting:
    """A page that is not one open posting and of which nothing is worth keeping."""
    return Posting(source_url=url, reason=reason, problem=problem or reason.sentence)


def merge(postings: Iterable[Posting]) -> Posting:
    """Return one posting that takes each field from whoever is surest of it; of equals the first wins.

    A description that is only a teaser gives way to one several times as long. The first reason stays.
    """
    merged = Posting()
    for other in postings:
        merged = _merge_two(merged, other)
    return merged


def _merge_two(first: Posting, second: Posting) -> Posting:
    changes: dict[str, Any] = {}
    provenance = dict(first.provenance)
    for name in FIELDS:
        if _is_better(first, second, name):
            changes[name] = getattr(second, name)
            provenance[name] = second.provenance[name]
    if "salary_range" in changes:
        changes["salary"] = second.salary
    for name in ("source_url", "language", "valid_through", "reason", "problem"):
        changes[name] = getattr(first, name) or getattr(second, name)
    return replace(first, **changes, provenance=provenance)


def _is_better(first: Posting, second: Posting, name: str) -> bool:
    mine, theirs = getattr(first, name), getattr(second, name)
    if not theirs or not mine:
        return bool(theirs)
    trust, their_trust = (posting.provenance[name]["confidence"] for posting in (first, second))
    if name == "description" and max(len(mine), len(theirs)) > 3 * min(len(mine), len(theirs)):
        if len(mine) < TEASER <= len(theirs) and their_trust >= LIKELY:
            return True
        if len(theirs) < TEASER <= len(mine) and trust >= LIKELY:
            return False
    return their_trust > trust


def with_pay(posting: Posting) -> Posting:
    """Fill the pay from the description's own words where no field of the page names it."""
    where = posting.provenance.get("description")
    if posting.salary_range or where is None or where["confidence"] < LIKELY:
        return posting
    salary = find_salary(posting.description)
    if salary is None:
        return posting
    trust = min(IN_WORDS, where["confidence"])
    noted = _provenance(where["source"], "words of pay in the description", salary.raw, trust)
    found = {**posting.provenance, "salary_range": noted}
    return replace(posting, salary=salary, salary_range=str(salary), provenance=found)


def with_sections(posting: Posting) -> Posting:
    """Fill requirements and company info from the description's headings where nothing better is known."""
    sections = split_sections(posting.description, posting.company_name)
    changes: dict[str, Any] = {}
    provenance = dict(posting.provenance)
    source = provenance["description"]["source"] if "description" in provenance else ""
    for name in ("requirements", "company_info"):
        text = getattr(sections, name)
        if text and not getattr(posting, name):
            changes[name] = text
            provenance[name] = _provenance(source, "headings of the description", text, 0.6)
    return replace(posting, **changes, provenance=provenance)


def _provenance(source: str, path: str, value: str, confidence: float) -> Provenance:
    return {"source": source, "path": path, "snippet": plain_line(value, 160), "confidence": confidence}
