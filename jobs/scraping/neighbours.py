"""Other postings on a posting's page ("Similar jobs"), found by their heading: they tell nothing of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from lxml.html import HtmlElement

from jobs.scraping.words import words_pattern

SHORTEST, LONGEST = 4, 90
RANKS = ("h1", "h2", "h3", "h4", "h5", "h6")
# What begins another part of the page; nothing is taken from such an element on.
PARTS = {"footer", "form"}
ROOTS = {"html", "body", "main"}
# Links and choices may carry such words without anything below them.
NO_HEADINGS = {"a", "button", "option", "label", "li", "script", "style", "textarea", "title"}
MOST_HEADINGS, MOST_STEPS = 20, 4
# So much text that hardly links anywhere is the posting's, whatever stands above it.
MUCH_TEXT, FEW_LINKED = 800, 0.1


def remove_neighbours(tree: HtmlElement) -> None:
    """Take what stands under headings like "Similar jobs" out of the tree, with the heading."""
    for heading in list(islice(_headings(tree), MOST_HEADINGS)):
        for element in _parts(heading):
            if element.getparent() is not None:
                element.drop_tree()


def _headings(tree: HtmlElement) -> Iterator[HtmlElement]:
    pattern = words_pattern("others", "headings")
    for element in tree.iter():
        text = (element.text or "").strip()
        if SHORTEST <= len(text) <= LONGEST and element.tag not in NO_HEADINGS and not text.endswith("."):
            words = " ".join(text.split()).strip(" :!?\u2026\u00bf\u00a1").casefold()
            if pattern.fullmatch(words) and not _is_in_link(element):
                yield element


def _is_in_link(element: HtmlElement) -> bool:
    above = islice(element.iterancestors(), MOST_STEPS)
    return any(item.tag in NO_HEADINGS for item in above)


def _parts(heading: HtmlElement) -> list[HtmlElement]:
    """The part of the page that the heading begins, else the heading and what follows it."""
    block, parent = heading, heading.getparent()
    for _step in range(MOST_STEPS):
        if parent is None or parent.tag in ROOTS or _has_text_before(block):
            break
        if _has_text_behind(block):
            return [block, *_below(block)] if _is_posting(parent) else [parent]
        block, parent = parent, parent.getparent()
    return [block, *_below(block)]


def _has_text_before(element: HtmlElement) -> bool:
    parent = element.getparent()
    siblings = list(element.itersiblings(preceding=True))
    texts = ["" if parent is None else parent.text, *(item.tail for item in siblings)]
    return any((text or "").strip() for text in texts) or any(map(_words, siblings))


def _has_text_behind(element: HtmlElement) -> bool:
    return bool((element.tail or "").strip()) or any(map(_words, element.itersiblings()))


def _below(block: HtmlElement) -> list[HtmlElement]:
    """What follows the heading up to the next one of its rank, another part of the page, or the posting."""
    rank = RANKS.index(block.tag) if block.tag in RANKS else len(RANKS)
    found = []
    for element in block.itersiblings():
        is_next = element.tag in RANKS[: rank + 1] or element.tag in PARTS
        if is_next or _is_posting(element):
            break
        found.append(element)
    return found


def _is_posting(element: HtmlElement) -> bool:
    """Whether the element holds the page's own posting: its heading, or much text without links."""
    if element.tag == "h1" or element.find(".//h1") is not None:
        return True
    length = len(_words(element))
    linked = sum(len(_words(link)) for link in element.iter("a"))
    return length > MUCH_TEXT and linked < FEW_LINKED * length


def _words(element: HtmlElement) -> str:
    return re.sub(r"\s+", " ", "".join(element.itertext())).strip() if isinstance(element.tag, str) else ""
