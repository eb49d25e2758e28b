"""What follows from a job's words: pay in numbers, language, keys, employer, warnings."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from jobs.models import Job
from jobs.scraping.hostile import find_warnings
from jobs.scraping.languages import detect_language
from jobs.scraping.names import position_key, text_key
from jobs.scraping.posting import FIELDS
from jobs.scraping.salary import parse_salary
from jobs.services.companies import company_for

# What `derive` may change: to be saved with the fields themselves.
DERIVED = ("salary", "language", "text_key", "position_key", "company", "warnings")


def derive(
    *, job: Job, changed: Collection[str], raw_text: str = "", pay: dict[str, Any] | None = None
) -> None:
    """Bring up to date what follows from the `changed` fields; the caller saves DERIVED.

    `raw_text` is the page or the text that the words come from, with all its characters; `pay` the sums that
    a page states in numbers, else they are read from the words.
    """
    if "salary_range" in changed:
        job.salary = pay if pay is not None else _pay_in(job.salary_range)
    if "description" in changed and job.provenance.get("language", {}).get("source") != "person":
        job.language = detect_language(job.description) or job.language
    job.text_key = text_key(job.description)
    job.position_key = position_key(job.job_title, job.company_name)
    # A stranger's practice makes no employers.
    if job.origin == Job.Origin.RECRUITER and ("company_name" in changed or job.company_id is None):
        job.company = company_for(name=job.company_name)
    job.warnings = _warnings(job, changed, raw_text)


def _pay_in(words: str) -> dict[str, Any]:
    found = parse_salary(words)
    return found.to_dict() if found else {}


def _warnings(job: Job, changed: Collection[str], raw_text: str) -> list[dict[str, Any]]:
    """What is suspicious now; characters that were hidden in fields nobody changed since stay noted."""
    found = find_warnings({name: getattr(job, name) for name in FIELDS}, raw_text)
    noted = [
        entry
        for entry in job.warnings
        if entry["kind"] == "hidden_characters" and entry["field"] not in changed and entry not in found
    ]
    return [*noted, *({**entry} for entry in found)]
