"""The sources of postings in the order of trust, and what they make of a page together."""

from __future__ import annotations

import logging
from collections.abc import Collection, Iterator
from dataclasses import replace
from typing import Protocol

from jobs.scraping.gate import judge, needs_main_text
from jobs.scraping.languages import detect_language
from jobs.scraping.names import company_key
from jobs.scraping.page import Page
from jobs.scraping.posting import Posting, merge, refused, with_pay, with_sections
from jobs.scraping.reasons import Reason
from jobs.scraping.sources import (
    ashby,
    bamboohr,
    breezy,
    classes,
    greenhouse,
    headline,
    icims,
    indeed,
    jazzhr,
    jobvite,
    jsonld,
    labels,
    lever,
    linkedin,
    maintext,
    microdata,
    packs,
    personio,
    phenom,
    recruitee,
    rippling,
    smartrecruiters,
    state,
    teamtailor,
    workable,
    workday,
)
from jobs.scraping.titles import with_bare_title

log = logging.getLogger(__name__)


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
GENERIC: tuple[Source, ...] = (*HOSTED, jsonld, microdata, state, packs, labels, classes, headline)
# Boards whose terms forbid reading, each with a `paste_only(url)` of its own.
BOARDS = (linkedin, indeed)
SOURCES: dict[str, Source] = {
    source.NAME: source for source in (*APPLICANT_SYSTEMS, *GENERIC, maintext, *BOARDS)
}


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
    """Read one posting from a page or an API's answer; `reason` says why it is none. Never raises."""
    page = Page(body, url)
    posting = _put_together(list(_readings(page)))
    if needs_main_text(page, posting) and (main_text := _read(maintext, page)):
        posting = merge((posting, main_text))
    posting = with_bare_title(with_pay(replace(posting, source_url=url)))
    language = posting.language or detect_language(posting.description) or page.language
    posting = with_sections(replace(posting, language=language))
    reason = judge(page, posting)
    if reason == Reason.NOT_POSTING and page.lean is None and find_api_urls(url):
        # The applicant system answered, but without the posting.
        reason = Reason.EXPIRED
    if reason in {Reason.LOGIN, Reason.SEVERAL}:
        # The heading and the text of such a page are not those of a job.
        return refused(url, reason, posting.problem)
    return replace(posting, reason=reason, problem=posting.problem or (reason.sentence if reason else ""))


def _readings(page: Page) -> Iterator[Posting]:
    for source in APPLICANT_SYSTEMS:
        if found := _read(source, page):
            yield found
            return
    yield from filter(None, (_read(source, page) for source in GENERIC))


def _put_together(readings: list[Posting]) -> Posting:
    """Merge the readings; where one took the employer's name for the place, without that."""
    merged = merge(readings)
    company = company_key(merged.company_name)
    if not company or company_key(merged.location) != company:
        return merged
    return merge(
        replace(reading, location="") if company_key(reading.location) == company else reading
        for reading in readings
    )


def _read(source: Source, page: Page) -> Posting | None:
    """What one source reads; a page that breaks it must not cost what the others read."""
    try:
        return source.read(page)
    except Exception:
        log.exception("source_failed %s", source.NAME)
        return None
