"""HTML to a tree, within bounds."""

from __future__ import annotations

from lxml import etree
from lxml.html import HtmlElement, HTMLParser, document_fromstring


def parse_page(body: str) -> HtmlElement | None:
    """Return the page's tree, or None when the body is JSON, empty or no HTML."""
    if body.lstrip()[:1] in {"", "{", "["}:
        return None
    parser = HTMLParser(huge_tree=False, no_network=True, encoding="utf-8")
    try:
        # Bytes, because lxml refuses text that begins with an XML declaration.
        return document_fromstring(body.encode("utf-8", "ignore"), parser=parser)
    except (etree.LxmlError, ValueError):
        return None
