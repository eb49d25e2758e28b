"""The main text of any page, where nobody knows better; on an empty page the teaser that it shares."""

from __future__ import annotations

from copy import deepcopy

from lxml import etree
from lxml.html import HtmlElement, tostring

from jobs.scraping.clean import html_to_text, plain_text, unescape
from jobs.scraping.gate import count_posting_words
from jobs.scraping.page import Page
from jobs.scraping.posting import Found, Posting, make_posting

NAME = "page"
SHORTEST = 300
SHORTEST_TEASER = 40
FEWEST_WORDS = 2
# What stands around a page's content.
AROUND = ("head", "nav", "header", "footer", "aside", "form", "button", "select")
TEASERS = "//meta[@property='og:description' or @name='description' or @name='twitter:description']/@content"


def api_urls(url: str, page: str = "") -> tuple[str, ...]:
    """The page itself is all there is."""
    return ()


def read(page: Page) -> Posting | None:
    """Read the description, with low confidence; with even lower where it does not sound like a posting."""
    if page.lean is None:
        return None
    text, is_likely = ("", False) if page.is_too_large else find_main_text(page)
    found = Found(text, "main text of the page", 0.4 if is_likely else 0.2)
    if not is_likely and (teaser := _teaser(page)):
        found = Found(teaser, "the page's summary", 0.3)
    return make_posting(source=NAME, url=page.url, found={"description": found})


def find_main_text(page: Page) -> tuple[str, bool]:
    """What trafilatura takes for the page's content, with its lists; and whether it is likely a posting.

    Where that is less than half of a page that hardly links anywhere, the page's whole text.
    """
    # Imported here: it takes half a second, and only the process that reads pages needs it.
    from trafilatura import extract

    markup = extract(
        page.lean, output_format="html", favor_recall=True, include_comments=False, include_links=False
    )
    text = html_to_text(markup or "")
    rest: HtmlElement = deepcopy(page.lean)
    etree.strip_elements(rest, *AROUND, with_tail=False)
    length, linked = _length(rest), sum(_length(link) for link in rest.iter("a"))
    if length >= SHORTEST and length > 2 * len(text) and length > 10 * linked:
        text = html_to_text(tostring(rest, encoding="unicode"))
    sounds = len(text) >= SHORTEST and count_posting_words(text) >= FEWEST_WORDS
    return text, sounds and length > 2 * linked


def _length(element: HtmlElement) -> int:
    return len(" ".join("".join(element.itertext()).split()))


def _teaser(page: Page) -> str:
    """What the page says about itself to those who share it: the first summary of some length."""
    texts = (plain_text(unescape(text)) for text in page.lean.xpath(TEASERS)[:5])  # type: ignore[union-attr]
    return next((text for text in texts if len(text) >= SHORTEST_TEASER), "")
