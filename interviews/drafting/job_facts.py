"""What the interviewer may tell about a job: the posting's own fields and nothing that is only likely."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from interviews.drafting.library import WORDING, load_part
from interviews.drafting.posting import field
from interviews.engine.speakable import speakable

FACT_CHARS = 120


def job_facts(job: Mapping[str, Any], language: str) -> list[dict[str, str]]:
    """Return the facts of a public job document, for the fields that it has, in the library's language."""
    wording = load_part(language, WORDING)
    facts = []
    for fact in wording["facts"]:
        value = speakable(_readable(field(job, fact["field"]), wording["job_types"]), FACT_CHARS).rstrip(".")
        if value:
            facts.append({"about": fact["about"], "answer": fact["answer"].format(value=value)})
    return facts


def _readable(value: str, job_types: Mapping[str, str]) -> str:
    """FULL_TIME, PART_TIME is how postings write it for machines."""
    parts = (part.strip() for part in value.split(","))
    known = [job_types.get(part.lower().replace("-", "_").replace(" ", "_")) for part in parts]
    return ", ".join(part for part in known if part) if all(known) else value
