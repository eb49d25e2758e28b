"""The sources of postings in the order of trust, and what they make of a page together."""

from __future__ import annotations

from dataclasses import replace
from typing import Protocol

from jobs.scraping.posting import SEVERAL, Posting, fill_gaps
from jobs.scraping.sources import generic_html, greenhouse, jsonld, lever

NO_POSTING = "We could not find a job posting there."
NO_TEXT = "We found the posting, but not enough of its text."


class Source(Protocol):
    """One kind of place that postings are read from; a module does."""

    NAME: str

    def api_url(self, url: str, page: str = "") -> str | None:
        """The API's address for the posting at `url` (or embedded in `page`), or None."""

    def read(self, body: str, url: str) -> Posting | None:
        """What `body` says about the posting at `url`, or None when it is not this source's kind of body."""


SOURCES: dict[str, Source] = {source.NAME: source for source in (greenhouse, lever, jsonld, generic_html)}


def find_api_url(url: str, page: str = "") -> str | None:
    """The address of the keyless API that holds the posting at `url`, if one is known."""
    addresses = (source.api_url(url, page) for source in SOURCES.values())
    return next((address for address in addresses if address), None)


def read_posting(body: str, url: str) -> Posting:
    """Read one posting from a page or an API's answer; `problem` says what is missing."""
    posting: Posting | None = None
    for source in SOURCES.values():
        if found := source.read(body, url):
            posting = fill_gaps(posting, found) if posting else found
    if posting is None:
        return Posting(source_url=url, problem=NO_POSTING)
    if posting.problem in {generic_html.LOGIN, SEVERAL}:
        # The heading and the text of such a page are not those of a job.
        return Posting(source_url=url, problem=posting.problem)
    return posting if posting.is_posting or posting.problem else replace(posting, problem=NO_TEXT)
