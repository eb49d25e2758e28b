"""The sources of postings in the order of trust, and what they make of a page together."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Protocol

from jobs.scraping.page import Page
from jobs.scraping.posting import Posting, merge, refused, with_sections
from jobs.scraping.reasons import Reason
from jobs.scraping.sources import generic_html, greenhouse, jsonld, lever


class Source(Protocol):
    """One kind of place that postings are read from; a module does."""

    NAME: str

    def api_urls(self, url: str, page: str = "") -> tuple[str, ...]:
        """The APIs' addresses for the posting at `url` (or embedded in `page`), best first; often none."""

    def read(self, page: Page) -> Posting | None:
        """What the page says about its posting, or None when it is not this source's kind of page."""


# Applicant systems, whose answers need nothing else; then what any page may hold.
APPLICANT_SYSTEMS: tuple[Source, ...] = (greenhouse, lever)
GENERIC: tuple[Source, ...] = (jsonld, generic_html)
SOURCES: dict[str, Source] = {source.NAME: source for source in (*APPLICANT_SYSTEMS, *GENERIC)}


def find_api_urls(url: str, page: str = "") -> tuple[str, ...]:
    """The addresses of the keyless APIs that hold the posting at `url`, best first."""
    for source in SOURCES.values():
        if addresses := source.api_urls(url, page):
            return addresses
    return ()


def read_posting(body: str, url: str) -> Posting:
    """Read one posting from a page or an API's answer; `reason` says why it is none."""
    page = Page(body, url)
    posting = merge(_readings(page))
    posting = with_sections(replace(posting, source_url=url))
    if posting.reason in {Reason.LOGIN, Reason.SEVERAL}:
        # The heading and the text of such a page are not those of a job.
        return refused(url, posting.reason, posting.problem)
    if posting.is_posting or posting.reason:
        return replace(posting, problem=posting.problem or _sentence(posting.reason))
    reason = Reason.SHELL if posting.job_title else Reason.NOT_POSTING
    return replace(posting, reason=reason, problem=reason.sentence)


def _readings(page: Page) -> Iterator[Posting]:
    for source in APPLICANT_SYSTEMS:
        if found := source.read(page):
            yield found
            return
    for source in GENERIC:
        if found := source.read(page):
            yield found


def _sentence(reason: Reason | None) -> str:
    return reason.sentence if reason else ""
