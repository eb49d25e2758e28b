"""Postings that a page describes to search engines: schema.org JobPosting in JSON-LD, however broken."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from itertools import islice
from typing import Any

from jobs.scraping.loose import load_json
from jobs.scraping.page import Page
from jobs.scraping.posting import Posting
from jobs.scraping.schema import Item, read_jobs

NAME = "jsonld"
TRUST = 0.9
MOST_BLOCKS = 200
# What the last resort may chew on, characters: it is slow where text is long and broken.
MOST_TO_REPAIR = 100_000
MOST_OBJECTS = 20_000
# A legal escape of JSON, or a backslash that begins none.
ESCAPE = re.compile(r'\\(["\\/bfnrt]|u[0-9a-fA-F]{4})|\\')
GUARD = re.compile(
    r"^\s*(?://\s*|/\*\s*)?(?:<!\[CDATA\[|<!--)(?:\s*\*/)?|(?:(?://|/\*)\s*)?(?:\]\]>|-->)(?:\s*\*/)?\s*$"
)


def api_urls(url: str, page: str = "") -> tuple[str, ...]:
    """JSON-LD stands in the page itself."""
    return ()


def read(page: Page) -> Posting | None:
    """Read the page's JobPosting; several of them make a list of jobs, which is not one posting."""
    if page.tree is None:
        return None
    blocks = (script for script in page.tree.iter("script") if "ld+json" in script.get("type", "").lower())
    texts = ("".join(block.itertext()) for block in islice(blocks, MOST_BLOCKS))
    items = [item for text in texts for item in _walk(_load(text))]
    by_id = {str(item["@id"]): item for item in items if "@id" in item and len(item) > 1}
    jobs = [_resolved(item, by_id) for item in items if _is_a(item, "JobPosting")]
    return read_jobs(jobs, page, source=NAME, trust=TRUST)


def _load(text: str) -> Any:
    """Parse JSON-LD, mending what boards break: comments, illegal escapes, trailing commas, entities."""
    text = GUARD.sub("", GUARD.sub("", text)).strip().rstrip(";,")
    for attempt in _attempts(text):
        if (value := load_json(attempt)) is not None:
            return value
    return _repaired(text)


def _attempts(text: str) -> Iterator[str]:
    yield text
    if not re.search("jobposting", text, re.I):
        return
    mended = ESCAPE.sub(lambda escape: escape[0] if escape[1] else r"\\", text)
    yield mended
    yield (tidy := re.sub(r",\s*([}\]])", r"\1", re.sub(r"^\s*//.*$", "", mended, flags=re.M)))
    yield html.unescape(tidy)


def _repaired(text: str) -> Any:
    if len(text) > MOST_TO_REPAIR or not re.search("jobposting", text, re.I):
        return None
    # Imported here: hardly a page needs it.
    from json_repair import repair_json

    try:
        return repair_json(text, return_objects=True, skip_json_loads=True)
    except (ValueError, RecursionError, IndexError, TypeError):
        return None


def _walk(value: Any) -> Iterator[Item]:
    """Every object below `value`, without recursion: the nesting is the page's choice."""
    pending, seen = [value], 0
    while pending and seen < MOST_OBJECTS:
        current = pending.pop()
        seen += 1
        if isinstance(current, dict):
            current = {_key(key): inner for key, inner in current.items()}
            yield current
            pending += reversed(current.values())
        elif isinstance(current, list):
            pending += reversed(current)


def _key(key: str) -> str:
    """schema.org's spelling of a key that some write like a class's name."""
    return key[:1].lower() + key[1:]


def _is_a(item: Item, name: str) -> bool:
    kinds = item.get("@type") or item.get("type")
    kinds = kinds if isinstance(kinds, list) else [kinds]
    return any(
        str(kind).rpartition("/")[2].rpartition(":")[2] == name for kind in kinds if isinstance(kind, str)
    )


def _resolved(job: Item, by_id: dict[str, Item]) -> Item:
    """The posting with what it refers to elsewhere on the page put in place."""
    return {
        key: [_follow(item, by_id) for item in value] if isinstance(value, list) else _follow(value, by_id)
        for key, value in job.items()
    }


def _follow(value: Any, by_id: dict[str, Item]) -> Any:
    if not isinstance(value, dict):
        return value
    value = {_key(key): inner for key, inner in value.items()}
    return by_id.get(str(value["@id"]), value) if set(value) <= {"@id", "@type"} and "@id" in value else value
