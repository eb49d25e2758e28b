"""Postings of Teamtailor, read from the feed of its careers sites, hosted or on customers' domains."""

from __future__ import annotations

import re

from lxml import etree

from jobs.scraping.clean import html_to_text
from jobs.scraping.page import Page
from jobs.scraping.places import all_places, one_place
from jobs.scraping.posting import Found, Posting, make_posting, refused
from jobs.scraping.reasons import Reason
from jobs.scraping.slugs import company_found
from jobs.scraping.tenants import path_of, site_of
from jobs.scraping.urls import has_host

NAME = "teamtailor"
DOMAIN = "teamtailor.com"
# The feed stops at a hundred jobs unless asked for more.
USUAL, MOST = 100, 500
FEED = "{site}/jobs.rss?per_page=" + str(MOST)
HOSTED = re.compile(r"https://[a-z0-9-]{1,63}(?:\.[a-z]{2,3})?\.teamtailor\.com", re.I)
MARK = re.compile(r"\bteamtailor(?:-cdn)?\.com\b", re.I)
JOB = re.compile(r"([0-9]{3,12})(?:-.*)?")
TT = "{https://teamtailor.com/locations}"


def api_urls(url: str, page: str = "") -> tuple[str, ...]:
    """The feed of the posting's site; on other domains only where the page is Teamtailor's."""
    is_ours = HOSTED.fullmatch(site_of(url)) if has_host(url, DOMAIN) else MARK.search(page)
    return (FEED.format(site=site_of(url)),) if is_ours and _id(url) else ()


def read(page: Page) -> Posting | None:
    """Read the feed, from which the address chooses; an endless feed may leave a job out."""
    wanted, feed = _id(page.url), page.xml if "<rss" in page.body[:1000] else None
    channel = feed.find("channel") if feed is not None and feed.tag == "rss" else None
    if feed is None or channel is None or not wanted:
        return None
    items = channel.findall("item")
    if TT[1:-1] not in feed.nsmap.values() and not MARK.search(_text(channel, "link")):
        return None
    for item in items:
        if _id(_text(item, "link")) == wanted:
            return _posting(page.url, item, _text(channel, "title"))
    return None if len(items) == USUAL or len(items) >= MOST else refused(page.url, Reason.EXPIRED)


def _id(url: str) -> str:
    path = path_of(url)
    job = JOB.fullmatch(path[1]) if path[:1] == ("jobs",) and len(path) > 1 else None
    return job[1] if job else ""


def _posting(url: str, item: etree._Element, company: str) -> Posting:
    text = html_to_text(_text(item, "description"))
    site = site_of(url).rpartition("/")[2]
    found = {
        "job_title": Found(_text(item, "title"), "item.title", 0.95),
        "company_name": (
            Found(company, "channel.title", 0.9) if company else company_found(site.partition(".")[0], text)
        ),
        "location": Found(_location(item), "tt:locations", 0.95),
        "description": Found(text, "item.description", 0.95),
    }
    return make_posting(source=NAME, url=url, found=found)


def _location(item: etree._Element) -> str:
    places = map(_place, item.iterfind(f"{TT}locations/{TT}location"))
    return all_places(places, is_remote=_text(item, "remoteStatus").lower() == "fully")


def _place(item: etree._Element) -> str:
    name, town, country = (_text(item, TT + part) for part in ("name", "city", "country"))
    # "Lisbon office" tells the town already.
    return one_place(name, "" if town.casefold() in name.casefold() else town, country)


def _text(element: etree._Element, name: str) -> str:
    return (element.findtext(name) or "").strip()
