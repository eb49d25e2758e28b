"""Trees of strangers' HTML and XML: parsed without network and entities, within the parser's own bounds."""

from __future__ import annotations

from functools import cache

from lxml import etree
from lxml.html import (
    HtmlComment,
    HtmlElement,
    HtmlEntity,
    HTMLParser,
    HtmlProcessingInstruction,
    document_fromstring,
)


def parse_html(body: str) -> HtmlElement | None:
    """Return the page's tree, or None when it is no HTML."""
    try:
        # Bytes, because lxml refuses text that begins with an XML declaration.
        return document_fromstring(body.encode("utf-8", "ignore"), parser=_html_parser())
    except (etree.LxmlError, ValueError):
        return None


def parse_xml(body: str) -> etree._Element | None:
    """Return the root element, or None when it is no XML. Entities stay unresolved, DTDs unread."""
    parser = etree.XMLParser(huge_tree=False, no_network=True, resolve_entities=False, load_dtd=False)
    try:
        return etree.fromstring(body.encode("utf-8", "ignore"), parser=parser)
    except (etree.LxmlError, ValueError):
        return None


@cache
def _html_parser() -> HTMLParser:
    """The parser of lxml.html without its classes for forms: it asks Python for each element's class."""
    parser = HTMLParser(huge_tree=False, no_network=True, encoding="utf-8")
    parser.set_element_class_lookup(
        etree.ElementDefaultClassLookup(
            element=HtmlElement, comment=HtmlComment, pi=HtmlProcessingInstruction, entity=HtmlEntity
        )
    )
    return parser
