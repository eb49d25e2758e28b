"""What a page says about one job: ten fields, where each was found, and whether it is one posting at all."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from typing import Any, TypedDict

from jobs.scraping.clean import plain_line, plain_text
from jobs.scraping.sections import split_sections

TEXTS = ("description", "requirements", "company_info")
LINE_LIMITS = {"job_title": 300, "company_name": 300, "location": 300, "job_type": 100, "salary_range": 200}
FIELDS = (*LINE_LIMITS, *TEXTS)
SHORTEST_DESCRIPTION = 80
SEVERAL = "That page lists several jobs. Open the one you mean and use its address."
TEASER = 400


class Provenance(TypedDict):
    """Where a field's value was found; `confidence` from 0 to 1."""

    source: str
    path: str
    snippet: str
    confidence: float


@dataclass(frozen=True)
class Found:
    """A value as it was found, before cleaning."""

    value: str
    path: str
    confidence: float


@dataclass(frozen=True)
class Posting:
    """One job as its posting tells it, all plain text; `description` is the whole text.

    `problem` says in a sentence why this is not one posting; `valid_through` is the day it closes, ISO 8601.
    """

    job_title: str = ""
    company_name: str = ""
    description: str = ""
    requirements: str = ""
    company_info: str = ""
    location: str = ""
    job_type: str = ""
    salary_range: str = ""
    source_url: str = ""
    language: str = ""
    valid_through: str = ""
    problem: str = ""
    provenance: Mapping[str, Provenance] = field(default_factory=dict)

    @property
    def is_posting(self) -> bool:
        """Whether this is one posting with enough text to hold an interview about."""
        return not self.problem and bool(self.job_title) and len(self.description) >= SHORTEST_DESCRIPTION


def make_posting(*, source: str, url: str, found: Mapping[str, Found], **others: str) -> Posting:
    """Clean what a source found, split the description, and note where each field came from."""
    values: dict[str, str] = {}
    provenance: dict[str, Provenance] = {}
    for name, item in found.items():
        limit = LINE_LIMITS.get(name)
        value = plain_line(item.value, limit) if limit else plain_text(item.value)
        if value:
            values[name] = value
            provenance[name] = _provenance(source, item.path, value, item.confidence)
    posting = Posting(source_url=url, provenance=provenance, **{**others, **values})
    return with_sections(posting, source)


def with_sections(posting: Posting, source: str) -> Posting:
    """Fill requirements and company info from the description's headings where nothing better is known."""
    sections = split_sections(posting.description, posting.company_name)
    changes: dict[str, Any] = {}
    provenance = dict(posting.provenance)
    for name in ("requirements", "company_info"):
        text = getattr(sections, name)
        if text and not getattr(posting, name):
            changes[name] = text
            provenance[name] = _provenance(source, "headings of the description", text, 0.6)
    return replace(posting, **changes, provenance=provenance)


def fill_gaps(first: Posting, second: Posting) -> Posting:
    """Return `first` with its empty fields filled from `second`; `first` keeps its verdict.

    A description that is only a teaser counts as empty when the other is several times as long.
    """
    if len(first.description) < TEASER and len(second.description) > len(first.description) * 3:
        first = replace(first, description="")
    gaps = {
        item.name: getattr(second, item.name)
        for item in fields(Posting)
        if item.name not in {"problem", "provenance"} and not getattr(first, item.name)
    }
    filled = {name: where for name, where in second.provenance.items() if gaps.get(name)}
    return replace(first, **gaps, provenance={**first.provenance, **filled})


def _provenance(source: str, path: str, value: str, confidence: float) -> Provenance:
    return {"source": source, "path": path, "snippet": plain_line(value, 160), "confidence": confidence}
