"""The sources of postings in the order of trust, and what they make of a page together."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import replace
from typing import Protocol

from jobs.scraping.page import Page
from jobs.scraping.posting import Posting, merge, refused, with_sections
from jobs.scraping.reasons import Reason
from jobs.scraping.sources import (
    ashby,
    bamboohr,
    breezy,
    generic_html,
    greenhouse,
    icims,
    indeed,
    jazzhr,
    jobvite,
    jsonld,
    lever,
    linkedin,
    personio,
    phenom,
    recruitee,
    rippling,
    smartrecruiters,
    teamtailor,
    workable,
    workday,
)


class Source(Protocol):
    """One kind of place that postings are read from; a module does."""

    NAME: str

    def api_urls(self, url: str, page: str = "") -> tuple[str, ...]:
        """The APIs' addresses for the posting at `url` (or embedded in `page`), best first; often none."""

    def read(self, page: Page) -> Posting | None:
        """What the page says about its posting, or None when it is not this source's kind of page."""


# Applicant systems, whose answers need nothing else; then what any page may hold.
APPLICANT_SYSTEMS: tuple[Source, ...] = (
    greenhouse,
    lever,
    ashby,
    workday,
    workable,
    smartrecruiters,
    recruitee,
    teamtailor,
    personio,
    bamboohr,
    rippling,
    phenom,
)
# Their pages tell search engines most of it: what these read fills the gaps.
HOSTED: tuple[Source, ...] = (icims, jobvite, breezy, jazzhr)
GENERIC: tuple[Source, ...] = (*HOSTED, jsonld, generic_html)
# Boards whose terms forbid reading, each with a `paste_only(url)` of its own.
BOARDS = (linkedin, indeed)
SOURCES: dict[str, Source] = {source.NAME: source for source in (*APPLICANT_SYSTEMS, *GENERIC, *BOARDS)}


def paste_only(url: str, *, allow: Collection[str] = ()) -> str:
    """What the person is asked to do where a board forbids reading; empty where the page may be fetched.

    `allow` names the boards (their NAME) that this installation's owner reads all the same.
    """
    refusals = (board.paste_only(url) for board in BOARDS if board.NAME not in allow)
    return next(filter(None, refusals), "")


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
