"""Place and company in elements whose class, id or test hook says that they are those, or behind a pin."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from lxml.html import HtmlElement

from jobs.scraping.clean import plain_line
from jobs.scraping.page import Page
from jobs.scraping.posting import Found, Posting, make_posting
from jobs.scraping.sitenames import bare_name, may_be_name
from jobs.scraping.sources.labels import is_outside, may_be_place
from jobs.scraping.terms import fold

NAME = "classes"
# A person or a client may stand where a class says "company": what a title names is surer.
TRUST = {"location": 0.5, "company_name": 0.45}
HOOKS = ("class", "id", "data-testid", "data-test", "data-qa", "data-automation-id", "data-ui")
WORDS = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
# What a hook ends with that says nothing of the kind of value.
VAGUE = {"name", "text", "value", "info", "title", "link", "field", "item", "full"}
KINDS = {
    "location": {"location", "locations", "place", "lokalita", "standort", "ubicacion", "localizacao"},
    "company_name": {"company", "employer", "organization", "organisation", "arbeitgeber", "empresa"},
}
# What stands in any hook that names a kind or a pin: few have it.
HINTS = re.compile("|".join([*(word for words in KINDS.values() for word in words), "map", "pin", "geo"]))
# The class of a picture of a pin, as sets of icons name it.
PIN = re.compile(
    r"(?:map-?marker|map-?pin|location|geo|(?:^|[-_])pin)(?:[-_](?:alt|dot|icon|o|solid|fill|outline|line))*$",
    re.I,
)
HOOKED = "following::*[@class or @id or @data-testid or @data-qa]"
LABEL = re.compile(r"^[^:]{2,25}:\s+")
MOST_ELEMENTS, MOST_TEXTS, LONGEST = 4000, 12, 80
# The same hook around so many values is that of a list.
TOO_MANY_VALUES = 2


def api_urls(url: str, page: str = "") -> tuple[str, ...]:
    """The page itself is all there is."""
    return ()


def read(page: Page) -> Posting | None:
    """Read what stands in such elements from the page's first heading on, with little confidence."""
    if page.lean is None or page.is_too_large:
        return None
    values: dict[str, list[tuple[str, str]]] = {}
    for name, value, hook in _values(page.lean):
        values.setdefault(name, []).append((value, hook))
    found = {
        name: Found(pairs[0][0], f"class {pairs[0][1]}", TRUST[name])
        for name, pairs in values.items()
        if len({fold(value) for value, _hook in pairs}) <= TOO_MANY_VALUES
    }
    return make_posting(source=NAME, url=page.url, found=found) if found else None


def _values(tree: HtmlElement) -> Iterator[tuple[str, str, str]]:
    heading = next(tree.iter("h1", "h2", "h3"), None)
    hooked = [] if heading is None else heading.xpath(HOOKED)
    for element in islice(hooked, MOST_ELEMENTS):
        name, hook = _kind(element)
        text = _text(element) if name else ""
        if text and (value := _checked(name, text)) and not any(map(is_outside, element.iterancestors())):
            yield name, value, hook


def _kind(element: HtmlElement) -> tuple[str, str]:
    """The field that one of the element's hooks names, and the hook; empty for none."""
    hooks = " ".join(value[:300] for key in HOOKS if (value := element.get(key)))
    for hook in hooks.split() if HINTS.search(hooks.lower()) else ():
        words = [word.lower() for word in WORDS.findall(hook)]
        while len(words) > 1 and words[-1] in VAGUE:
            words.pop()
        for name, last in KINDS.items():
            if words and words[-1] in last:
                return name, hook
        if element.tag in {"i", "span"} and not len(element) and not element.text and PIN.search(hook):
            return "location", hook
    return "", ""


def _text(element: HtmlElement) -> str:
    """The element's line; what stands beside it where it is a picture; empty for a block of text."""
    texts = list(islice(element.itertext(), MOST_TEXTS))
    if not "".join(texts).strip() and (parent := element.getparent()) is not None:
        texts = list(islice(parent.itertext(), MOST_TEXTS))
    line = plain_line(" ".join(texts), LONGEST + 30)
    line = LABEL.sub("", line).strip(" -|,\u00b7\u2022")
    return line if len(texts) < MOST_TEXTS and len(line) <= LONGEST else ""


def _checked(name: str, text: str) -> str:
    if name == "location":
        return may_be_place(text)
    return bare_name(text) if may_be_name(bare_name(text)) else ""
