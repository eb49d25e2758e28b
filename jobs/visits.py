"""One reading's way to the sites it needs: in turn, as robots.txt allows, and only for what changed."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.utils import timezone

from jobs.hosts import allowed_by_robots, host_of, reserve_visit
from jobs.models import Host, Snapshot
from jobs.scraping.fetch import Fetched, FetchRefused, fetch
from jobs.scraping.reasons import Reason
from jobs.scraping.registry import paste_only
from jobs.scraping.robots import DISALLOW_ALL


class HostBusy(Exception):
    """A site is to be left alone for `seconds` more; then `host` holds a turn for us."""

    def __init__(self, host: str, seconds: float) -> None:
        super().__init__(f"{host}: {seconds:.1f} s")
        self.host = host
        self.seconds = seconds


def fetch_page(url: str, **validators: Any) -> Fetched:
    """Fetch one page with the bounds of this installation. Raises FetchRefused.

    `validators` are the `etag` and `last_modified` of the version that is known already.
    """
    return fetch(
        url,
        user_agent=settings.FETCH_USER_AGENT,
        test_addresses=settings.FETCH_TEST_ADDRESSES,
        # Reading ourselves would have one reader wait for another.
        forbidden_hosts=[urlsplit(settings.SITE_URL).hostname or ""],
        # A short link may lead to a board that forbids reading.
        why_not=paste_only_reason,
        **validators,
    )


def paste_only_reason(url: str) -> str:
    """What to do instead where a board forbids reading by programs; empty where the page may be read."""
    return paste_only(url, allow=("linkedin",) if settings.FETCH_LINKEDIN else ())


def _why_not(host: str) -> Reason:
    """A site that did not answer forbids nothing: people are told that it could not be opened."""
    is_down = Host.objects.filter(name=host, robots=DISALLOW_ALL).exists()
    return Reason.UNREADABLE if is_down else Reason.BLOCKED


@dataclass
class Visit:
    """One reading's requests. `turns` are sites whose turn has come, `known` the page we have already."""

    turns: set[str] = field(default_factory=set)
    known: Snapshot | None = None

    def fetch(self, url: str) -> Fetched:
        """Fetch a page when its site's turn has come. Raises HostBusy, and FetchRefused."""
        self._wait_for_turn(host_of(url))
        agent = settings.FETCH_USER_AGENT
        if not allowed_by_robots(url=url, user_agent=agent, fetch_page=fetch_page, now=timezone.now()):
            raise FetchRefused(_why_not(host_of(url)))
        return fetch_page(url, **self._validators(url))

    def fetch_api(self, url: str) -> Fetched:
        """Fetch from an API that is there for programs (ADR 9): in turn, but without asking robots.txt."""
        self._wait_for_turn(host_of(url))
        return fetch_page(url, **self._validators(url))

    def _validators(self, url: str) -> dict[str, str]:
        """What the site told about the version we have, if it is of this very address."""
        if self.known is None or self.known.final_url != url:
            return {}
        found = {"etag": self.known.etag, "last_modified": self.known.last_modified}
        return {name: value for name, value in found.items() if value}

    def _wait_for_turn(self, host: str) -> None:
        if host in self.turns:
            return
        if seconds := reserve_visit(host=host, now=timezone.now()):
            raise HostBusy(host, seconds)
        self.turns.add(host)
