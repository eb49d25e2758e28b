"""Fetch one page of the open web on a stranger's word: bounded in time, size, kind and place.

`ssrfguard` checks every address a name resolves to and connects to the one it checked. What it leaves open is
bounded here: total time, size on the wire and decoded, content type, redirects. Headers are bounded by
`http.client`: 100 of 64 kB each.
"""

from __future__ import annotations

import re
import socket
import threading
import time
from collections.abc import Callable, Collection, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urljoin, urlsplit

import requests
from ssrfguard import Policy, SSRFGuardError
from urllib3.exceptions import HTTPError

from jobs.scraping.addresses import CONNECTION_ATTEMPTS, check_spelling, policy_for
from jobs.scraping.charsets import decode
from jobs.scraping.connections import CuttableAdapter
from jobs.scraping.reasons import Reason

USER_AGENT = "Parley/0.1 (+job posting intake; one page at a recruiter's request)"
MAX_BYTES = 5_000_000
MAX_COMPRESSED_BYTES = 2_000_000
MAX_SECONDS = 10.0
MAX_REDIRECTS = 5
CHUNK = 16_384
READABLE_TYPES = frozenset(
    {
        "text/html",
        "application/xhtml+xml",
        "application/json",
        "application/xml",
        "text/xml",
        "application/rss+xml",
    }
)
# A site's rules for visitors are plain text, or say nothing of their type.
ROBOTS_TYPES = READABLE_TYPES | {"text/plain", ""}
# We ask for gzip alone. Whoever sends more than that, or twice, is not answering us.
ENCODINGS = frozenset({"", "identity", "gzip", "x-gzip"})
MAX_VALIDATOR = 100
NOT_MODIFIED = 304

NOT_A_PAGE = "That address does not lead to a web page."
BAD_ADDRESS = "That does not look like the public address of a web page."


class FetchRefused(Exception):
    """The page was not fetched; `message` is a sentence for the person who gave the address.

    One reason and one sentence for a refused address, a closed port, an unknown name and a broken server
    alike: whoever pastes addresses must not learn from the answer what listens inside our network. Nor from
    the time it takes: no connection is tried to an address that is refused, whatever listens there.
    """

    def __init__(self, reason: Reason, message: str = "") -> None:
        self.reason = reason
        self.message = message or reason.sentence
        super().__init__(self.message)


@dataclass(frozen=True)
class Fetched:
    """One response, decoded: `text` has no NUL characters; it is empty for 304 and for errors without words.

    `etag` and `last_modified` are for the next conditional request; empty where the site sent none.
    """

    final_url: str
    status: int
    content_type: str
    text: str
    etag: str = ""
    last_modified: str = ""


def fetch(
    url: str,
    *,
    user_agent: str = USER_AGENT,
    test_addresses: Collection[str] = (),
    forbidden_hosts: Collection[str] = (),
    etag: str = "",
    last_modified: str = "",
    max_seconds: float = MAX_SECONDS,
    max_bytes: int = MAX_BYTES,
    lookup: Any = socket.getaddrinfo,
    why_not: Callable[[str], str] = lambda url: "",
) -> Fetched:
    """Return the page at `url` after at most five redirects, whatever its HTTP status is.

    `test_addresses` are "host:port" strings that plain http may reach although they are private;
    `forbidden_hosts` are names that are refused, such as our own; `etag` and `last_modified` are those of
    the version that is known, so that the answer may be 304; `lookup` stands in for `socket.getaddrinfo`, and
    what it answers is checked like any other answer; `why_not` says for the target of a redirect why it may
    not be read, in a sentence for people, or nothing. Scripts and `<meta>` redirects are never followed.
    Raises FetchRefused.
    """
    headers = {
        "User-Agent": user_agent,
        "Accept": "text/html,*/*;q=0.5",
        "Accept-Encoding": "gzip",
        "If-None-Match": etag,
        "If-Modified-Since": last_modified,
    }
    types = ROBOTS_TYPES if re.fullmatch(r"https?://[^/?#]+/robots\.txt", url) else READABLE_TYPES
    deadline = time.monotonic() + max_seconds
    for _ in range(MAX_REDIRECTS + 1):
        request, policy = _prepare(url, headers, test_addresses, forbidden_hosts)
        answer = _Exchange(request, policy, deadline, lookup).run(types, max_bytes)
        if isinstance(answer, Fetched):
            return replace(answer, final_url=url)
        if urlsplit(url).scheme == "https" and urlsplit(answer).scheme != "https":
            raise FetchRefused(Reason.UNREADABLE)
        if sentence := why_not(answer):
            raise FetchRefused(Reason.BLOCKED, sentence)
        url = answer
    raise FetchRefused(Reason.UNREADABLE)


def _prepare(
    url: str, headers: dict[str, str], test_addresses: Collection[str], forbidden_hosts: Collection[str]
) -> tuple[requests.PreparedRequest, Policy]:
    """The request as it is sent, and what it may reach. Raises FetchRefused for what no page's address is."""
    try:
        check_spelling(url)
        sent = {name: value for name, value in headers.items() if value}
        request = requests.Request("GET", url, sent).prepare()
        # Its host is now spelled as it will be looked up: ① became 1, ü became xn--.
        return request, policy_for(request.url or "", test_addresses, forbidden_hosts)
    except (requests.RequestException, ValueError) as error:
        raise FetchRefused(Reason.UNREADABLE, BAD_ADDRESS) from error


class _Exchange:
    """One request and its response, ended by a watchdog at the deadline."""

    def __init__(
        self, request: requests.PreparedRequest, policy: Policy, deadline: float, lookup: Any
    ) -> None:
        self.request = request
        self.deadline = deadline
        self.lookup = lookup
        self.cut = threading.Event()
        self.adapter = CuttableAdapter(policy=policy, resolver=self._look_up)

    def run(self, types: Collection[str], max_bytes: int) -> Fetched | str:
        """Return the page, or the address it redirects to. Raises FetchRefused."""
        watchdog = threading.Timer(self._seconds_left(), self._cut)
        watchdog.daemon = True
        watchdog.start()
        try:
            return self._exchange(types, max_bytes)
        except (requests.RequestException, HTTPError, SSRFGuardError, OSError, ValueError) as error:
            is_late = self.cut.is_set() or isinstance(error, requests.Timeout)
            raise FetchRefused(Reason.TOO_SLOW if is_late else Reason.UNREADABLE) from error
        finally:
            watchdog.cancel()
            self.adapter.close()

    def _exchange(self, types: Collection[str], max_bytes: int) -> Fetched | str:
        # Without a session: it would add cookies and the environment's proxies, and read a redirect's
        # endless body. The watchdog is first at the deadline; a timeout alone would not say who ended it.
        left = self._seconds_left()
        response = self.adapter.send(
            self.request, stream=True, timeout=(left / CONNECTION_ATTEMPTS, left + 1)
        )
        self._check_time()
        if response.is_redirect:
            return urljoin(self.request.url or "", _location(response))
        return _described(response, self._text(response, types, max_bytes))

    def _text(self, response: requests.Response, types: Collection[str], max_bytes: int) -> str:
        content_type = response.headers.get("content-type", "")
        if response.status_code == NOT_MODIFIED:
            return ""
        if re.split("[;,]", content_type)[0].strip().lower() not in types:
            if response.ok:
                raise FetchRefused(Reason.UNREADABLE, NOT_A_PAGE)
            return ""
        if response.headers.get("content-encoding", "").strip().lower() not in ENCODINGS:
            raise FetchRefused(Reason.UNREADABLE)
        return decode(self._read(response, max_bytes), content_type)

    def _read(self, response: requests.Response, max_bytes: int) -> bytes:
        """Read the body decoded, piece by piece: one `read` would inflate a small gzip file without bound."""
        body = bytearray()
        is_compressed = "content-encoding" in response.headers
        while piece := response.raw.read1(CHUNK, decode_content=True):
            body += piece
            if len(body) > max_bytes or (is_compressed and response.raw.tell() > MAX_COMPRESSED_BYTES):
                raise FetchRefused(Reason.TOO_LARGE)
        self._check_time()
        return bytes(body)

    def _check_time(self) -> None:
        """A connection that the watchdog cut looks like one that ended by itself."""
        if self.cut.is_set():
            raise FetchRefused(Reason.TOO_SLOW)

    def _look_up(self, *args: Any) -> Iterable[Any]:
        """Look a name up within the deadline; getaddrinfo itself has none."""
        pool = ThreadPoolExecutor(max_workers=1)
        try:
            answer: Iterable[Any] = pool.submit(self.lookup, *args).result(timeout=self._seconds_left())
            return answer
        except TimeoutError as error:
            self.cut.set()
            raise socket.gaierror("no answer in time") from error
        finally:
            pool.shutdown(wait=False)

    def _seconds_left(self) -> float:
        """Seconds until the deadline, never quite none: the watchdog says when it is over."""
        return max(self.deadline - time.monotonic(), 0.001)

    def _cut(self) -> None:
        self.cut.set()
        self.adapter.cut()


def _location(response: requests.Response) -> str:
    """Where a redirect leads; servers write UTF-8 where the standard has Latin-1."""
    return str(response.headers["location"]).encode("latin-1").decode("utf-8", "replace")


def _described(response: requests.Response, text: str) -> Fetched:
    headers = response.headers
    return Fetched(
        final_url=response.url,
        status=response.status_code,
        content_type=headers.get("content-type", "")[:100],
        text=text,
        etag=_validator(headers.get("etag", "")),
        last_modified=_validator(headers.get("last-modified", "")),
    )


def _validator(value: str) -> str:
    """The value if it can be stored and sent back; part of one would never match."""
    return value if len(value) <= MAX_VALIDATOR and value.isascii() and value.isprintable() else ""
