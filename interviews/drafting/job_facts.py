"""What the interviewer may tell about a job: the posting's own fields and nothing that is only likely."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from interviews.drafting.posting import field
from interviews.engine.speakable import speakable

FACT_CHARS = 120
JOB_TYPES = {
    "full_time": "full-time",
    "part_time": "part-time",
    "contractor": "for contractors",
    "temporary": "temporary",
    "intern": "an internship",
    "volunteer": "voluntary",
    "per_diem": "paid by the day",
}
FIELDS = (
    ("location", "location", "The posting gives this location: {value}."),
    ("jobType", "job type", "According to the posting, the position is {value}."),
    ("salaryRange", "salary", "The posting gives this salary: {value}."),
)


def job_facts(job: Mapping[str, Any]) -> list[dict[str, str]]:
    """Return the facts of a public job document, for the fields that it has."""
    facts = []
    for key, about, sentence in FIELDS:
        value = speakable(_readable(field(job, key)), FACT_CHARS).rstrip(".")
        if value:
            facts.append({"about": about, "answer": sentence.format(value=value)})
    return facts


def _readable(value: str) -> str:
    """FULL_TIME is how postings write it for machines."""
    known = JOB_TYPES.get(value.strip().lower().replace("-", "_").replace(" ", "_"))
    return known or value
