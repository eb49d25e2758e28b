"""Where the work of a schema.org JobPosting is done, against the ways in which boards get it wrong."""

from __future__ import annotations

import re
from typing import Any

from jobs.scraping.clean import plain_line
from jobs.scraping.loose import NOTHING
from jobs.scraping.places import all_places, one_place

NO_PLACE = NOTHING | {"unknown", "other"}
PARTS = ("addressLocality", "addressRegion", "addressCountry")
# More countries than this stand for "anywhere".
MOST_COUNTRIES = 3
MANY_PLACES, MOST_PLACES = 10, 200
POSTCODE = re.compile(r"[\dA-Z]{2,4}[ -]?\d[\dA-Z]{2}|\d[\d\s-]*|[A-Z]{1,2}-\d+", re.I)
# "Oxbow, NY": a town and a country or a state in short.
TOWN = re.compile(r"[^\W\d][^\d,]{1,40}, (?:[A-Z]{2,3}|[A-Z][a-z]+(?: [A-Z][a-z]+)?)")
REMOTE = re.compile(r"tele ?commut|remote|home ?office|fully_remote", re.I)
ANYWHERE = re.compile(r"\b(?:anywhere|world ?wide|global)\b", re.I)
# How much the confidence shrinks for what is often wrong.
CERTAIN, COARSE, DOUBTFUL = 1.0, 0.5, 0.7


def find_location(job: dict[str, Any], company: str) -> tuple[str, float]:
    """Return where the work is done and how far to believe it, 0 to 1.

    A remote job names the countries that it is open to when they are few; its `jobLocation` is the head
    office, so it is not used. The employer's name, a postcode or a placeholder is no place.
    """
    places = [_Place(item, company) for item in _list(job.get("jobLocation"))[:MOST_PLACES]]
    if REMOTE.search(_text(job.get("jobLocationType"))) or _are_remote(places):
        return _remote(job, places), CERTAIN
    towns = [place for place in places if place.locality]
    if len(places) >= MANY_PLACES and not towns:
        return "Remote", COARSE
    chosen = towns or places
    if _is_one_office(chosen):
        return all_places(place.name for place in chosen), DOUBTFUL
    return all_places(place.line for place in chosen), CERTAIN if towns else COARSE


def _are_remote(places: list[_Place]) -> bool:
    return bool(places) and all(REMOTE.search(place.name) for place in places)


class _Place:
    """A Place: its name, its town and the line that tells them."""

    def __init__(self, item: Any, company: str) -> None:
        item = item if isinstance(item, dict) else {"address": item}
        address = _first(item.get("address"))
        parts = [_known(address.get(key), company) for key in PARTS] if isinstance(address, dict) else []
        self.name = _known(item.get("name"), company)
        # Words instead of an address are whatever somebody typed: as a rule, the town.
        self.locality = parts[0] if parts else _known(address, company) or self.name
        self.line = one_place(*parts) or self.locality or self.name
        if self._contradicts_itself():
            self.line = self.name

    def _contradicts_itself(self) -> bool:
        """Whether it is named after one town and lies in another: then the address is the head office."""
        is_town = bool(TOWN.fullmatch(self.name)) or bool(REMOTE.search(self.name))
        return is_town and self.locality.casefold() not in self.name.casefold()


def _remote(job: dict[str, Any], places: list[_Place]) -> str:
    named = [place.name for place in places if REMOTE.search(place.name)]
    countries = [_known(item, "") for item in _list(job.get("applicantLocationRequirements"))]
    countries = [country for country in dict.fromkeys(countries) if country and not ANYWHERE.search(country)]
    if 0 < len(countries) <= MOST_COUNTRIES:
        return f"Remote ({'; '.join(countries)})"
    return all_places(dict.fromkeys(named)) if 0 < len(named) <= MOST_COUNTRIES else "Remote"


def _is_one_office(places: list[_Place]) -> bool:
    """Whether all places have one address but names of their own: then the address is the head office."""
    names = {place.name for place in places}
    return len(places) > 1 and len({place.line for place in places}) == 1 < len(names) and all(names)


def _known(value: Any, company: str) -> str:
    """The text of a place's part, or nothing when it is a placeholder, a postcode or the company's name."""
    text = plain_line(_text(value), 120)
    is_place = text.casefold() not in NO_PLACE | {company.casefold()} and not POSTCODE.fullmatch(text)
    return text if is_place and re.search(r"[^\W\d_]{2}", text) else ""


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _first(value: Any) -> Any:
    return (value[0] if value else None) if isinstance(value, list) else value


def _text(value: Any) -> str:
    value = _first(value)
    if isinstance(value, dict):
        value = _first(value.get("name") or value.get("addressCountry") or value.get("@value"))
    return value if isinstance(value, str) else ""
