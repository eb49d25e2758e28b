"""Manners towards the sites we read: their robots.txt, and a pause between visits over all workers."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from django.conf import settings

from jobs.models import Host
from jobs.scraping.fetch import Fetched, FetchRefused
from jobs.scraping.robots import DISALLOW_ALL, crawl_delay, is_allowed, rules_for

ROBOTS_KEPT = timedelta(hours=24)
# After a failure the site is asked again sooner.
ROBOTS_RETRY = timedelta(minutes=10)


def host_of(url: str) -> str:
    """The host, with its port where the address has one, under which we remember a site."""
    return urlsplit(url).netloc.rpartition("@")[2].lower()[:300]


def allowed_by_robots(
    *, url: str, user_agent: str, fetch_page: Callable[[str], Fetched], now: datetime
) -> bool:
    """Whether the site's robots.txt, at most a day old, allows us to read `url`.

    `fetch_page` is asked for robots.txt when we have none. Never raises for what the site does: one that
    cannot be reached is left alone for ten minutes, or judged by the rules it had before.
    """
    host, _ = Host.objects.get_or_create(name=host_of(url))
    if host.robots_read_at is None or now - host.robots_read_at >= ROBOTS_KEPT:
        _read_robots(host, url, fetch_page, now)
    return is_allowed(host.robots, url, user_agent)


def reserve_visit(*, host: str, now: datetime) -> float:
    """Take the next free turn at `host` (see `host_of`); return the seconds until it, 0 for "go".

    The turn is the caller's own: whoever has to wait comes back then and goes without asking again,
    since asking again takes another turn.
    """
    row, _ = Host.objects.get_or_create(name=host)
    while True:
        turn = max(now, row.next_visit_at or now)
        # Compare and swap: of two workers at the same moment one takes the turn, the other the next.
        unchanged = Host.objects.filter(pk=row.pk, next_visit_at=row.next_visit_at)
        if unchanged.update(next_visit_at=turn + _pause(row)):
            return (turn - now).total_seconds()
        row.refresh_from_db()


def _pause(host: Host) -> timedelta:
    wanted = crawl_delay(host.robots, settings.FETCH_USER_AGENT) if host.robots else 0.0
    return timedelta(seconds=max(wanted, settings.FETCH_HOST_INTERVAL))


def _read_robots(host: Host, url: str, fetch_page: Callable[[str], Fetched], now: datetime) -> None:
    parts = urlsplit(url)
    try:
        answer = fetch_page(f"{parts.scheme}://{host.name}/robots.txt")
        failed, robots = answer.status >= 500, rules_for(answer.status, answer.text)
    except FetchRefused:
        failed, robots = True, DISALLOW_ALL
    if failed and host.robots_read_at:
        robots = host.robots
    host.robots, host.robots_read_at = robots, now - (ROBOTS_KEPT - ROBOTS_RETRY if failed else timedelta())
    host.save(update_fields=["robots", "robots_read_at"])
