"""Reading postings from the open web; needs no Django."""

from __future__ import annotations

from typing import Any


def extract(html: str, url: str) -> dict[str, Any]:
    """Read one posting from a page's HTML or an API's JSON or XML, as text; `url` is the posting's address.

    `is_posting` is False when it is not one open posting; `reason` then is one of jobs.scraping.reasons.
    `salary` is {"min", "max", "currency", "period", "raw"} or None; `provenance` has for each field found
    {"source", "path", "snippet", "confidence"}.
    """
    # Imported here: models take the list of reasons from this package and must not load the parsers.
    from jobs.scraping.registry import read_posting

    posting = read_posting(html, url)
    return {
        "title": posting.job_title,
        "company": posting.company_name,
        "location": posting.location,
        "job_type": posting.job_type,
        "salary": posting.salary.to_dict() if posting.salary else None,
        "description": posting.description,
        "requirements": posting.requirements,
        "company_info": posting.company_info,
        "language": posting.language,
        "valid_through": posting.valid_through,
        "is_posting": posting.is_posting,
        "reason": posting.reason.value if posting.reason else "",
        "problem": posting.problem,
        "provenance": dict(posting.provenance),
    }
