"""Reading postings from the open web; needs no Django."""

from __future__ import annotations

from typing import Any

from jobs.scraping.registry import read_posting


def extract(html: str, url: str) -> dict[str, Any]:
    """Read one posting from a page's HTML or an API's JSON; `is_posting` is False when it holds none."""
    posting = read_posting(html, url)
    return {
        "title": posting.job_title,
        "company": posting.company_name,
        "location": posting.location,
        "job_type": posting.job_type,
        "salary": posting.salary_range,
        "description": posting.description,
        "requirements": posting.requirements,
        "company_info": posting.company_info,
        "language": posting.language,
        "is_posting": posting.is_posting,
        "provenance": dict(posting.provenance),
    }
