"""Fetch one page of the open web on a stranger's word: bounded in time, size, kind and place.

`ssrfguard` checks every address a name resolves to and connects to the one it checked. What it leaves open is
bounded here: total time, decoded size, content type, redirects.
"""

from __future__ import annotations

import ipaddress
import socket
import threading
import time
from collections.abc import Collection, Iterable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from typing import Any
from urllib.parse import SplitResult, urljoin, urlsplit

import requests
from ssrfguard import Policy, SSRFGuardError
from ssrfguard.requests import SafeAdapter
from urllib3.exceptions import HTTPError
from w3lib.encoding import html_to_unicode

from jobs.scraping.reasons import Reason

USER_AGENT = "Parley/0.1 (+job posting intake; one page at a recruiter's request)"
MAX_BYTES = 5_000_000
MAX_SECONDS = 10.0
MAX_REDIRECTS = 5
CHUNK = 16_384
CONNECTION_ATTEMPTS = 2
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

NOT_A_PAGE = "That address does not lead to a web page."
BAD_ADDRESS = "That does not look like the public address of a web page."


class FetchRefused(Exception):
    """The page was not fetched; `message` is a sentence for the person who gave the address.

    One reason and one sentence for a refused address, a closed port, an unknown name and a broken server
    alike: whoever pastes addresses must not learn from the answer what listens inside our network.
    """

    def __init__(self, reason: Reason, message: str = "") -> None:
        self.reason = reason
        self.message = message or reason.sentence
        super().__init__(self.message)


@dataclass(frozen=True)
class Fetched:
    """One response, decoded: `text` has no NUL characters and at most 5 MB came over the wire for it."""

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
    max_seconds: float = MAX_SECONDS,
    max_bytes: int = MAX_BYTES,
    lookup: Any = socket.getaddrinfo,
) -> Fetched:
    """Return the page at `url` after at most five redirects, whatever its HTTP status is.

    `test_addresses` are "host:port" strings that plain http may reach although they are private; `lookup`
    stands in for `socket.getaddrinfo`, and what it answers is checked like any other answer.
    Raises FetchRefused.
    """
    deadline = time.monotonic() + max_seconds
    for _ in range(MAX_REDIRECTS + 1):
        policy = _policy_for(url, test_addresses)
        answer = _Exchange(url, policy, deadline, lookup).run(user_agent, max_bytes)
        if isinstance(answer, Fetched):
            return answer
        if urlsplit(url).scheme == "https" and urlsplit(answer).scheme != "https":
            raise FetchRefused(Reason.UNREADABLE)
        url = answer
    raise FetchRefused(Reason.UNREADABLE)


def _policy_for(url: str, test_addresses: Collection[str]) -> Policy:
    """The rules for one hop; refuses what can be refused by looking at the address alone."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError as error:
        raise FetchRefused(Reason.UNREADABLE, BAD_ADDRESS) from error
    if parts.scheme not in {"http", "https"} or not host or "@" in parts.netloc:
        raise FetchRefused(Reason.UNREADABLE, BAD_ADDRESS)
    if parts.scheme == "http" and parts.netloc in test_addresses and port:
        return Policy(
            allowed_ports=frozenset({port}), allowed_networks=(ipaddress.ip_network("127.0.0.0/8"),)
        )
    if _is_address(host) or "." not in host.rstrip(".") or not _has_usual_port(parts, port):
        raise FetchRefused(Reason.UNREADABLE, BAD_ADDRESS)
    return Policy(max_connection_attempts=CONNECTION_ATTEMPTS)


def _has_usual_port(parts: SplitResult, port: int | None) -> bool:
    return port in (None, 443 if parts.scheme == "https" else 80)


def _is_address(host: str) -> bool:
    """Whether the host is an IP literal, in any spelling: nobody posts jobs on one."""
    with suppress(ValueError):
        return bool(ipaddress.ip_address(host.partition("%")[0]))
    with suppress(OSError, ValueError):
        # Knows the old spellings too: 127.1, 0x7f.1, 2130706433.
        return bool(socket.inet_aton(host))
    return False


class _CuttableAdapter(SafeAdapter):
    """A safe adapter whose sockets another thread can cut, because no timeout bounds a dripping header."""

    def __init__(self, **options: Any) -> None:
        self.sockets: list[socket.socket] = []
        super().__init__(**options)

    def init_poolmanager(self, *args: Any, **options: Any) -> None:
        super().init_poolmanager(*args, **options)
        classes = self.poolmanager.pool_classes_by_scheme
        self.poolmanager.pool_classes_by_scheme = {
            scheme: self._remembering(pool) for scheme, pool in classes.items()
        }

    def _remembering(self, pool: Any) -> Any:
        remember = self.sockets.append

        class Connection(pool.ConnectionCls):  # type: ignore[misc]
            def _new_conn(self) -> socket.socket:
                opened: socket.socket = super()._new_conn()
                # TLS takes the socket object over; a duplicate still ends the same connection.
                remember(opened.dup())
                return opened

        return type(pool.__name__, (pool,), {"ConnectionCls": Connection})

    def cut(self) -> None:
        """End every connection, so that whoever reads from one wakes up."""
        for opened in self.sockets:
            with suppress(OSError):
                opened.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        super().close()
        for opened in self.sockets:
            opened.close()


class _Exchange:
    """One request and its response, ended by a watchdog at the deadline."""

    def __init__(self, url: str, policy: Policy, deadline: float, lookup: Any) -> None:
        self.url = url
        self.deadline = deadline
        self.lookup = lookup
        self.cut = threading.Event()
        self.adapter = _CuttableAdapter(policy=policy, resolver=self._look_up)

    def run(self, user_agent: str, max_bytes: int) -> Fetched | str:
        """Return the page, or the address it redirects to. Raises FetchRefused."""
        watchdog = threading.Timer(max(self._seconds_left(), 0.001), self._cut)
        watchdog.daemon = True
        watchdog.start()
        try:
            return self._exchange(user_agent, max_bytes)
        except (
            requests.RequestException,
            HTTPError,
            SSRFGuardError,
            OSError,
            ValueError,
            LookupError,
        ) as error:
            raise FetchRefused(Reason.TOO_SLOW if self.cut.is_set() else Reason.UNREADABLE) from error
        finally:
            watchdog.cancel()
            self.adapter.close()

    def _exchange(self, user_agent: str, max_bytes: int) -> Fetched | str:
        headers = {"User-Agent": user_agent, "Accept": "text/html,*/*;q=0.5", "Accept-Encoding": "gzip"}
        request = requests.Request("GET", self.url, headers=headers).prepare()
        # Without a session: it would add cookies and the environment's proxies, and read a redirect's
        # endless body.
        timeout = max(self._seconds_left(), 0.001) / CONNECTION_ATTEMPTS
        response = self.adapter.send(request, stream=True, timeout=(timeout, self._seconds_left()))
        self._check_time()
        if response.is_redirect:
            return urljoin(self.url, response.headers["location"])
        content_type = response.headers.get("content-type", "")
        if content_type.partition(";")[0].strip().lower() not in READABLE_TYPES:
            raise FetchRefused(Reason.UNREADABLE, NOT_A_PAGE)
        body = self._read(response, max_bytes)
        text = html_to_unicode(content_type, body, default_encoding="utf-8")[1]
        return Fetched(self.url, response.status_code, content_type[:100], text.replace("\x00", ""))

    def _read(self, response: requests.Response, max_bytes: int) -> bytes:
        """Read the body decoded, piece by piece: one `read` would inflate a small gzip file without bound."""
        body = bytearray()
        while piece := response.raw.read1(CHUNK, decode_content=True):
            body += piece
            if len(body) > max_bytes:
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
        return self.deadline - time.monotonic()

    def _cut(self) -> None:
        self.cut.set()
        self.adapter.cut()
