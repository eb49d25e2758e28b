"""One response as sources look at it: parsed at most once as HTML, JSON or XML, within bounds."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from lxml import etree
from lxml.html import HtmlElement, HTMLParser, document_fromstring

from jobs.scraping.loose import load_json


class Page:
    """`body` is the response as text; `url` the posting's address, which an API's answer does not have.

    What the properties return is shared between sources: nobody changes it.
    """

    def __init__(self, body: str, url: str) -> None:
        self.body = body
        self.url = url

    @property
    def start(self) -> str:
        """The first character that is no white space; empty for an empty body."""
        return self.body.lstrip("\ufeff \t\r\n")[:1]

    @cached_property
    def data(self) -> Any:
        """The body as JSON, or None when it is none."""
        return load_json(self.body) if self.start in {"{", "["} else None

    @cached_property
    def tree(self) -> HtmlElement | None:
        """The body as HTML, or None when it is JSON, empty or no HTML."""
        return None if self.start in {"", "{", "["} else parse_html(self.body)

    @cached_property
    def xml(self) -> etree._Element | None:
        """The body as XML without entities and network, or None when it is none."""
        return parse_xml(self.body) if self.start == "<" else None


def parse_html(body: str) -> HtmlElement | None:
    """Return the page's tree, or None when it is no HTML."""
    parser = HTMLParser(huge_tree=False, no_network=True, encoding="utf-8")
    try:
        # Bytes, because lxml refuses text that begins with an XML declaration.
        return document_fromstring(body.encode("utf-8", "ignore"), parser=parser)
    except (etree.LxmlError, ValueError):
        return None


def parse_xml(body: str) -> etree._Element | None:
    """Return the root element, or None when it is no XML. Entities stay unresolved, DTDs unread."""
    parser = etree.XMLParser(huge_tree=False, no_network=True, resolve_entities=False, load_dtd=False)
    try:
        return etree.fromstring(body.encode("utf-8", "ignore"), parser=parser)
    except (etree.LxmlError, ValueError):
        return None
