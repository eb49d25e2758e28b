"""Employers' names from the short names that applicant systems give them in addresses."""

from __future__ import annotations

import re
from collections import Counter
from urllib.parse import unquote

from jobs.scraping.posting import Found

MAX_SLUG = 80
# Words that tell a system's sites for one employer apart, not employers.
SITES = re.compile(r"(?:[a-z]{2})?(?:careers?|jobs?)|external|internal|hourly", re.I)
BETWEEN = "[^\\w\n]{0,2}"


def company_found(slug: str, text: str = "") -> Found:
    """The employer that `slug` stands for: as the posting's `text` writes it, else the slug in words.

    The confidence is 0.6 where the text has the name, else 0.3: a slug alone is a guess.
    """
    words = _words(slug)
    if spelled := _spelling("".join(words), text):
        return Found(spelled, "name in the address, as the text writes it", 0.6)
    name = " ".join(words)
    return Found(name.title() if name.islower() else name, "name in the address", 0.3)


def _words(slug: str) -> list[str]:
    spaced = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", unquote(slug[:MAX_SLUG]))
    words = re.findall(r"\w+", spaced.replace("_", " "))
    return [word for word in words if not SITES.fullmatch(word)] or words


def _spelling(letters: str, text: str) -> str:
    """How the text mostly writes a name of these letters; empty unless with a capital or a digit."""
    if len(letters) < 3:
        return ""
    found = re.findall(rf"\b{BETWEEN.join(map(re.escape, letters))}\b", text, re.I)
    names = Counter(name for name in found if not name.islower())
    return names.most_common(1)[0][0] if names else ""
