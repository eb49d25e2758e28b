"""The data that web frameworks leave in a page for their scripts, as plain objects and lists."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from itertools import islice
from typing import Any

from lxml.html import HtmlElement

from jobs.scraping.loose import load_json, load_json_at
from jobs.scraping.page import Page

MOST_SCRIPTS = 300
MOST_TRIES = 12
MOST_LINES = 500
LONGEST = 3_000_000
SHORTEST = 60
# Where Inertia, React on Rails and the like keep it.
IN_ATTRIBUTES = "//@data-page|//@data-props|//@data-react-props|//@data-state"
# Scripts without any of these keys, in lower case, hold no posting. (Patterns that ignore case are slow.)
TELLING = re.compile(r'(?:description|jobad|content|summary|teaser|introduction)\w*(?:\\?"|&q;|&quot;)')
ASSIGNMENT = re.compile(r"[\w$\]\"')]\s*=\s*(JSON\.parse\(\s*)?(?=[{\[\"'])")
PUSHED = re.compile(r"self\.__next_f\.push\(\s*(?=\[)")
STREAM_LINE = re.compile(r"^[0-9a-f]+:(?=[\[{])", re.M)
# How Nuxt writes references: a list of one of these names and an index.
WRAPPERS = {
    "ShallowReactive",
    "Reactive",
    "Ref",
    "ShallowRef",
    "EmptyRef",
    "EmptyShallowRef",
    "Date",
    "NuxtError",
}


def find_states(page: Page) -> Iterator[Any]:
    """Every piece of data in the page's scripts that may hold a posting, parsed."""
    if page.tree is None:
        if page.data is not None:
            yield page.data
        return
    scripts = page.tree.xpath("//script[not(@src)]|//template")[:MOST_SCRIPTS]
    streamed = []
    for script in scripts:
        text = "".join(script.itertext()).strip()
        if match := PUSHED.match(text):
            streamed.append(_pushed(text[match.end() :]))
        elif SHORTEST <= len(text) <= LONGEST and _may_tell(script) and TELLING.search(text.lower()):
            yield from _states(text)
    for text in page.tree.xpath(IN_ATTRIBUTES)[:MOST_SCRIPTS]:
        if text.startswith("{") and SHORTEST <= len(text) <= LONGEST and TELLING.search(text.lower()):
            yield from _states(text)
    yield from _streamed("".join(streamed))


def _states(text: str) -> Iterator[Any]:
    if text[0] in "[{":
        value = load_json(text if "&q;" not in text else text.replace("&q;", '"'))
        if value is None and "&quot;" in text:
            value = load_json(unescape(text))
        yield revive(value) if _is_flat(value) else value
        return
    yield from _assigned(text)


def _may_tell(script: HtmlElement) -> bool:
    """Whether it is none that is read as JSON-LD."""
    return "ld+json" not in script.get("type", "")


def _assigned(text: str) -> Iterator[Any]:
    """What a script assigns: objects, lists, and texts that it parses."""
    start = 0
    for _ in range(MOST_TRIES):
        match = ASSIGNMENT.search(text, start)
        if match is None:
            return
        value, start = load_json_at(text, match.end())
        if match[1] and isinstance(value, str):
            value = load_json(value)
        if isinstance(value, dict | list) and value:
            yield value


def _pushed(text: str) -> str:
    """The piece of Next.js's stream in one script."""
    value, _ = load_json_at(text, 0)
    piece = value[1] if isinstance(value, list) and len(value) > 1 else ""
    return piece if isinstance(piece, str) else ""


def _streamed(text: str) -> Iterator[Any]:
    if len(text) > LONGEST or not TELLING.search(text.lower()):
        return
    for match in islice(STREAM_LINE.finditer(text), MOST_LINES):
        value, _ = load_json_at(text, match.end())
        if value is not None:
            yield value


def _is_flat(value: Any) -> bool:
    """Whether it is Nuxt's form: one list of values that refer to each other by their index."""
    return (
        isinstance(value, list) and len(value) > 2 and bool(_target(value[0]) or isinstance(value[0], dict))
    )


def revive(values: list[Any]) -> Any:
    """Put the values of Nuxt's flat form into each other; what refers to itself is cyclic."""
    made = [{} if isinstance(value, dict) else [] if isinstance(value, list) else value for value in values]

    def at(index: Any) -> Any:
        for _ in range(8):
            if not isinstance(index, int) or isinstance(index, bool) or not 0 <= index < len(values):
                return None
            if (target := _target(values[index])) is None:
                return made[index]
            index = target
        return None

    for value, shell in zip(values, made, strict=True):
        if isinstance(value, dict):
            shell.update({key: at(index) for key, index in value.items()})
        elif isinstance(value, list) and _target(value) is None:
            shell.extend(at(index) for index in value)
    return at(0)


def _target(value: Any) -> int | None:
    """Which value a wrapper stands for."""
    if not isinstance(value, list) or len(value) != 2 or not isinstance(value[0], str):
        return None
    return value[1] if value[0] in WRAPPERS and isinstance(value[1], int) else None
