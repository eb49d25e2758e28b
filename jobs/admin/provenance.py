"""Where a field's value was found and how sure we are of it, in a recruiter's words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from jobs.models import Job

SURE_FROM = 0.85
CHECK_FROM = 0.6
SOURCES = {
    "jsonld": "the site's structured data",
    "microdata": "the structured data in the page's markup",
    "state": "the data behind the page",
    "packs": "the place where this board shows it",
    "labels": "a label on the page",
    "headline": "the page's heading",
    "page": "the page's main text",
    "person": "a person",
}
SYSTEMS = {
    "greenhouse": "Greenhouse",
    "lever": "Lever",
    "ashby": "Ashby",
    "workday": "Workday",
    "workable": "Workable",
    "smartrecruiters": "SmartRecruiters",
    "recruitee": "Recruitee",
    "teamtailor": "Teamtailor",
    "bamboohr": "BambooHR",
    "personio": "Personio",
    "icims": "iCIMS",
    "jobvite": "Jobvite",
    "breezy": "Breezy",
    "jazzhr": "JazzHR",
    "rippling": "Rippling",
    "phenom": "Phenom",
    "linkedin": "LinkedIn",
    "indeed": "Indeed",
}


@dataclass(frozen=True, slots=True)
class Level:
    """How sure we are: `key` is for colours, `word` and `meaning` are for people."""

    key: str
    word: str
    meaning: str


SURE = Level("sure", "Sure", "The source states it in a field of its own.")
CHECK = Level("check", "Check", "Found beside a label or under a heading. Usually right.")
WEAK = Level("weak", "Weak", "Guessed from the page's text. Compare it with the page.")
MISSING = Level("missing", "Missing", "The page does not say it, or we did not find it.")
CHECKED = Level("checked", "Checked", "A person looked at it.")
WRITTEN = Level("written", "Written", "A person wrote it.")
LEFT_EMPTY = Level("written", "Left empty", "A person decided that the posting does not say it.")
LEVELS = (SURE, CHECK, WEAK, MISSING, CHECKED, WRITTEN, LEFT_EMPTY)


def level_of(job: Job, field: str) -> Level:
    """How sure we are of a field's value."""
    entry: Mapping[str, Any] = job.provenance.get(field, {})
    if not getattr(job, field):
        return LEFT_EMPTY if entry.get("source") == "person" else MISSING
    if entry.get("source") == "person":
        return WRITTEN
    if entry.get("checked_at"):
        return CHECKED
    return level_for(entry.get("confidence", 0.0))


def level_for(confidence: float) -> Level:
    """The level of a value that nobody has looked at yet; `confidence` from 0 to 1."""
    if confidence >= SURE_FROM:
        return SURE
    return CHECK if confidence >= CHECK_FROM else WEAK


def source_words(source: str) -> str:
    """Say in plain words where a value was found: "Greenhouse's API", "a label on the page"."""
    if source in SYSTEMS:
        return f"{SYSTEMS[source]}'s own data"
    return SOURCES.get(source, "the page")


def origin_sentence(entry: Mapping[str, Any]) -> str:
    """One sentence that says where a value was found; empty when nothing is known."""
    if not entry:
        return ""
    if entry.get("source") == "person":
        return "Written by a person."
    return f"Found in {source_words(entry.get('source', ''))}."
