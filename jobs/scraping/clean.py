"""Hostile HTML to plain text that keeps paragraphs and list bullets."""

from __future__ import annotations

import html
import re

import nh3
from lxml import etree
from lxml.html import HtmlElement, tostring

from jobs.scraping.trees import parse_html

MAX_TEXT = 50_000
BULLET = "• "
PARAGRAPHS = {
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "p",
    "ul",
    "ol",
    "table",
    "blockquote",
    "section",
    "article",
    "dl",
}
LINES = {"div", "li", "tr", "dt", "dd", "br"}
KEPT = PARAGRAPHS | LINES | {"b", "strong", "i", "em", "u", "span", "a", "td", "th"}
# What holds no words for people.
UNREAD = {"script", "style", "template", "svg"}
# What cannot be seen or stored: controls, NUL, soft hyphens, zero-width and direction characters, surrogates.
INVISIBLE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff"
    "\ud800-\udfff\ue000-\uf8ff\U000e0000-\U000e007f]"
)
SPACES = re.compile(r"\s+")
MARKUP = re.compile(r"<[a-zA-Z/!][^<>]{0,500}>")


def html_to_text(markup: str) -> str:
    """Return the text of an HTML fragment: an empty line between paragraphs, a bullet before list items.

    Entities are resolved until nothing changes, because applicant systems escape their HTML twice.
    """
    root = parse_html(f"<div>{unescape(markup)}</div>".replace("\x00", ""))
    if root is None:
        return ""
    etree.strip_elements(root, *UNREAD, etree.Comment, etree.PI, with_tail=False)
    # Cleaned as lxml wrote it down: it bounds the depth, with whose square the time of nh3 grows.
    safe = parse_html(nh3.clean(tostring(root, encoding="unicode"), tags=KEPT, attributes={}, link_rel=None))
    return "" if safe is None else plain_text(_text_of(safe))


def plain_text(text: str) -> str:
    """Return the text without invisible characters, lines trimmed, at most 50,000 characters."""
    lines = [" ".join(line.split()) for line in _visible(text).split("\n")]
    lines = [line for line in lines if line != BULLET.strip()]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()[:MAX_TEXT].strip()


def plain_line(text: str, limit: int = 300) -> str:
    """Return the text on one line, entities resolved, no markup, at most `limit` characters."""
    return " ".join(_visible(MARKUP.sub(" ", unescape(text))).split())[:limit].strip()


def unescape(text: str) -> str:
    """Resolve HTML entities until nothing changes, four times at most."""
    for _ in range(4):
        resolved = html.unescape(text)
        if resolved == text:
            break
        text = resolved
    return text


def _visible(text: str) -> str:
    if text.isascii() and text.isprintable():
        return text
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n")
    return INVISIBLE.sub("", text)


def _text_of(root: HtmlElement) -> str:
    """Walk the tree without recursion: a page may nest a hundred thousand elements."""
    parts: list[str] = []
    for event, element in etree.iterwalk(root, events=("start", "end")):
        if event == "start":
            parts += [_break(element), BULLET if element.tag == "li" else "", _one_space(element.text)]
        else:
            parts += ["" if _is_in_list(element) else _break(element), _one_space(element.tail)]
    # A paragraph inside a list item starts on the line of its bullet.
    return re.sub(rf"{BULLET}\s+", BULLET, "".join(parts))


def _is_in_list(element: HtmlElement) -> bool:
    """List items follow each other without empty lines, whatever stands in them."""
    parent = element.getparent()
    return element.tag == "li" or (parent is not None and parent.tag == "li")


def _break(element: HtmlElement) -> str:
    if element.tag in PARAGRAPHS:
        return "\n" if _is_in_list(element) else "\n\n"
    return "\n" if element.tag in LINES else " " if element.tag in {"td", "th"} else ""


def _one_space(text: str | None) -> str:
    return SPACES.sub(" ", text) if text else ""
