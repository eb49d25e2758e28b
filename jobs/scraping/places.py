"""One line for where the work is done, from the parts that applicant systems keep apart."""

from __future__ import annotations

import re
from collections.abc import Iterable

MAX_PLACES = 10
MAX_LENGTH = 180


def one_place(*parts: object) -> str:
    """Town, region and country with commas; what is no text, empty or said before is left out."""
    said: list[str] = []
    for text in _distinct(parts):
        known = {word.strip().casefold() for part in said for word in part.split(",")}
        said += [] if text.casefold() in known else [text]
    return ", ".join(said)


def all_places(places: Iterable[object], *, is_remote: bool = False) -> str:
    """Places with semicolons, ten or 180 characters at most; "(remote)" is added where no place says so."""
    named = _distinct(places)[:MAX_PLACES]
    while len(named) > 1 and len("; ".join(named)) > MAX_LENGTH:
        named.pop()
    line = "; ".join(named)[:MAX_LENGTH]
    if not is_remote or "remote" in line.casefold():
        return line
    return f"{line} (remote)" if line else "Remote"


def _distinct(parts: Iterable[object]) -> list[str]:
    seen: dict[str, str] = {}
    for part in parts:
        text = re.sub(r"\s+", " ", part).strip(" ,") if isinstance(part, str) else ""
        if text:
            seen.setdefault(text.casefold(), text)
    return list(seen.values())
