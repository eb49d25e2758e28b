"""One line for where the work is done, from the parts that applicant systems keep apart."""

from __future__ import annotations

from collections.abc import Iterable

MAX_PLACES = 10


def one_place(*parts: object) -> str:
    """Town, region and country with commas; what is no text, empty or said before is left out."""
    return ", ".join(_distinct(parts))


def all_places(places: Iterable[object], *, is_remote: bool = False) -> str:
    """Places with semicolons, ten at most; "(remote)" is added where the work is and no place says so."""
    line = "; ".join(_distinct(places)[:MAX_PLACES])
    if not is_remote or "remote" in line.casefold():
        return line
    return f"{line} (remote)" if line else "Remote"


def _distinct(parts: Iterable[object]) -> list[str]:
    seen: dict[str, str] = {}
    for part in parts:
        text = part.strip() if isinstance(part, str) else ""
        if text:
            seen.setdefault(text.casefold(), text)
    return list(seen.values())
