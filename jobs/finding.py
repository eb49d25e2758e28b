"""Find the posting behind an address: in a keyless API, in the page, or in an API that the page names."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from jobs.scraping.fetch import NOT_MODIFIED, Fetched, FetchRefused
from jobs.scraping.posting import Posting
from jobs.scraping.reasons import Reason
from jobs.scraping.registry import find_api_urls

GONE = "That posting is no longer there."
UNREADABLE = "That site did not let us read the page."

Fetch = Callable[[str], Fetched]
Read = Callable[[Fetched], Posting]


@dataclass(frozen=True)
class Finding:
    """What was fetched and what it says; `posting` is None when the version we know still stands."""

    fetched: Fetched
    posting: Posting | None


def find_posting(url: str, *, fetch_page: Fetch, fetch_api: Fetch, read: Read) -> Finding:
    """Return the first open posting among the APIs' answers and the page, else what says most of why not.

    An API that does not know the posting is believed only when the page is none either: feeds are cut off,
    switched off, or in another language. Raises FetchRefused.
    """
    search = _Search(read)
    apis = find_api_urls(url)
    if found := search.ask(apis, fetch_api):
        return found
    if page := search.fetch(url, fetch_page):
        named = [address for address in find_api_urls(url, page.text) if address not in apis]
        # What the employer's own page says around an embedded board is not the posting.
        if found := search.ask(named, fetch_api) or search.read(page):
            return found
    return search.best()


class _Search:
    """What was found on the way, and what was refused."""

    def __init__(self, read: Read) -> None:
        self._read = read
        self._findings: list[Finding] = []
        self._refusals: list[FetchRefused] = []

    def ask(self, apis: Iterable[str], fetch_api: Fetch) -> Finding | None:
        """The first answer that nothing better is needed than, or None."""
        for address in apis:
            if (answer := self.fetch(address, fetch_api)) and (found := self.read(answer)):
                return found
        return None

    def fetch(self, address: str, fetch: Fetch) -> Fetched | None:
        """What stands at the address; None when nothing does or it may not be read."""
        try:
            return _checked(fetch(address))
        except FetchRefused as refusal:
            self._refusals.append(refusal)
            return None

    def read(self, fetched: Fetched) -> Finding | None:
        """The finding, when nothing better needs to be looked for."""
        if fetched.status == NOT_MODIFIED:
            return Finding(fetched, None)
        try:
            posting = self._read(fetched)
        except FetchRefused as refusal:
            self._refusals.append(refusal)
            return None
        if posting.is_posting:
            return Finding(fetched, posting)
        if posting.reason == Reason.EXPIRED:
            self._refusals.append(FetchRefused(Reason.EXPIRED, posting.problem))
        self._findings.append(Finding(fetched, posting))
        return None

    def best(self) -> Finding:
        """What to keep when nobody has an open posting: whoever knows its title, and that it is gone."""
        gone = next((refusal for refusal in self._refusals if refusal.reason == Reason.EXPIRED), None)
        if not self._findings:
            raise gone or self._refusals[-1]
        titled = (item for item in self._findings if item.posting and item.posting.job_title)
        best = next(titled, self._findings[-1])
        if gone and best.posting:
            closed = replace(best.posting, reason=Reason.EXPIRED, problem=gone.message)
            return replace(best, posting=closed)
        return best


def _checked(fetched: Fetched) -> Fetched:
    if fetched.status in {404, 410}:
        raise FetchRefused(Reason.EXPIRED, GONE)
    if fetched.status not in {200, NOT_MODIFIED}:
        raise FetchRefused(Reason.UNREADABLE, UNREADABLE)
    return fetched
