"""Fields of a page that an applicant system hosts for an employer, each where all its pages have it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from lxml.html import HtmlElement, tostring

from jobs.scraping.clean import html_to_text
from jobs.scraping.page import Page
from jobs.scraping.posting import Found, Posting, make_posting
from jobs.scraping.salary import parse_salary
from jobs.scraping.slugs import company_found
from jobs.scraping.terms import job_type

# What such pages tell search engines is surer: 0.9, for places 0.7.
CONFIDENCE = {"location": 0.65}


def read_hosted(page: Page, *, source: str, paths: Mapping[str, str], slug: str) -> Posting | None:
    """Read the fields at the XPaths `paths` from a page of the employer `slug`; None without either."""
    if not slug or page.lean is None:
        return None
    found = {
        name: Found(_value(page.lean, name, path), path, CONFIDENCE.get(name, 0.8))
        for name, path in paths.items()
    }
    salary = parse_salary(found["salary_range"].value) if "salary_range" in found else None
    if salary:
        found["salary_range"] = replace(found["salary_range"], value=str(salary))
    text = found["description"].value if "description" in found else ""
    found["company_name"] = company_found(slug, "\n".join((*page.names, text)))
    return make_posting(source=source, url=page.url, found=found, salary=salary)


def _value(tree: HtmlElement, name: str, path: str) -> str:
    node = next(iter(tree.xpath(path)), "")
    if name == "description" and not isinstance(node, str):
        return html_to_text(tostring(node, encoding="unicode", with_tail=False))
    words = node if isinstance(node, str) else " ".join(node.itertext())
    return job_type(words) if name == "job_type" else words
