"""One response as sources look at it: parsed at most once as HTML, JSON or XML, within bounds."""

from __future__ import annotations

import re
from collections.abc import Iterable
from copy import deepcopy
from functools import cached_property
from itertools import islice
from typing import Any

from lxml import etree
from lxml.html import HtmlElement

from jobs.scraping.clean import plain_line
from jobs.scraping.loose import load_json
from jobs.scraping.neighbours import remove_neighbours
from jobs.scraping.trees import parse_html, parse_xml

# A search for the main text takes time that grows with the square of the page's size: a page that is made
# for it would keep a worker busy for minutes. Postings stay far below both.
MOST_ELEMENTS = 10_000
MOST_TEXT = 300_000
TITLES = "//head/title/text() | //meta[@property='og:title' or @name='title']/@content"
UNSEEN = ("script", "style", "noscript", "template", "svg")
# An applicant system's feed, which a parser of HTML would take for a page.
FEED = re.compile(r"<(?:\?xml|rss|feed)\b", re.I)
IN_HTML = re.compile(r"<(?:!doctype )?html\b", re.I)
PROLOGUE = 2000


class Page:
    """`body` is the response as text; `url` the posting's address, which an API's answer does not have.

    What the properties return is shared between sources: nobody changes it.
    """

    def __init__(self, body: str, url: str) -> None:
        self.body = body
        self.url = url

    @cached_property
    def start(self) -> str:
        """The first character that is no white space; empty for an empty body."""
        return self.body.lstrip("\ufeff \t\r\n")[:1]

    @cached_property
    def data(self) -> Any:
        """The body as JSON, or None when it is none."""
        return load_json(self.body) if self.start in {"{", "["} else None

    @cached_property
    def tree(self) -> HtmlElement | None:
        """The body as HTML, or None when it is JSON, a feed, empty or no HTML."""
        is_page = self.start not in {"", "{", "["} and not self._is_feed
        return parse_html(self.body) if is_page else None

    @property
    def _is_feed(self) -> bool:
        start = self.body[:PROLOGUE].lstrip("\ufeff \t\r\n")
        return bool(FEED.match(start)) and not IN_HTML.search(start)

    @cached_property
    def xml(self) -> etree._Element | None:
        """The body as XML without entities and network, or None when it is none."""
        return parse_xml(self.body) if self.start == "<" else None

    @cached_property
    def lean(self) -> HtmlElement | None:
        """The tree without other postings, scripts, styles and whatever else nobody sees."""
        if self.tree is None:
            return None
        lean = deepcopy(self.tree)
        etree.strip_elements(lean, *UNSEEN, etree.Comment, with_tail=False)
        remove_neighbours(lean)
        return lean

    @cached_property
    def is_too_large(self) -> bool:
        """Whether it has more elements or visible text than any posting."""
        if self.lean is None:
            return False
        return self.lean.xpath("count(//*)") > MOST_ELEMENTS or sum(map(len, self.texts)) > MOST_TEXT

    @cached_property
    def texts(self) -> tuple[str, ...]:
        """Every text that somebody may see, in the order of the page, as it stands there."""
        return () if self.lean is None else tuple(self.lean.itertext())

    @property
    def names(self) -> tuple[str, ...]:
        """What the page calls itself, one line each: its headings, then its titles."""
        return self.headings + self.titles

    @cached_property
    def headings(self) -> tuple[str, ...]:
        """The page's first headings of the highest rank."""
        headings = [] if self.lean is None else self.lean.xpath("//h1")[:10]
        return _lines(" ".join(islice(heading.itertext(), 40)) for heading in headings)

    @cached_property
    def titles(self) -> tuple[str, ...]:
        """The titles of the page and of its preview where it is shared."""
        return () if self.lean is None else _lines(self.lean.xpath(TITLES)[:5])

    @cached_property
    def language(self) -> str:
        """The language that the page claims, BCP 47; empty when it claims none."""
        claimed = "" if self.tree is None else self.tree.get("lang") or ""
        return claimed if re.fullmatch(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*", claimed[:35]) else ""


def _lines(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(line for text in texts if (line := plain_line(text)))
