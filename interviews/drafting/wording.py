"""Which words of a posting make a line one to ask about, or one never to ask about."""

from __future__ import annotations

import re
from functools import cache

from interviews.drafting.library import WORDS, load_part

# Headings are short; longer lines only mention such words.
HEADING_WORDS = 9


def says(kind: str, text: str, language: str) -> bool:
    """Whether `text` has a word of `kind`: never, not_spoken, not_asked, not_heading, beginner."""
    return bool(_pattern(language, kind).search(_plain(text)))


def starts_as_employer(line: str, language: str) -> bool:
    """Whether in this line an employer speaks of itself."""
    pattern = rf"(?:{load_part(language, WORDS)['employer']})"
    return bool(re.match(pattern, _plain(line), re.IGNORECASE))


def ends_dangling(line: str, language: str) -> bool:
    """Whether the line's last word leaves a listener waiting."""
    return bool(re.search(rf"\b(?:{load_part(language, WORDS)['dangling']})\W*$", line, re.IGNORECASE))


def first_clause(line: str, language: str) -> str:
    """Return a line up to where something else is added to it: "as well as", "including", a dash."""
    added = load_part(language, WORDS)["added"]
    ends = rf":(?!\w)|;|\.\s|\s[-–—]\s|,?\s(?:{added})(?!\w)"  # noqa: RUF001
    return re.split(ends, line, maxsplit=1, flags=re.IGNORECASE)[0]


def section_of(heading: str, language: str) -> str | None:
    """Return the kind of section that a line of a posting opens, None when it is no known heading.

    The kinds are duties, wanted, extra, offer, employer and process.
    """
    if len(heading.split()) > HEADING_WORDS or heading.rstrip().endswith((".", ";", ",")):
        return None
    if not heading.endswith(":") and says("not_heading", heading, language):
        return None
    found = ((kind, pattern.search(_plain(heading))) for kind, pattern in _headings(language))
    # The word that comes first decides: "What we offer in this role" and "About the role at our company". But
    # "Experience that is a plus" is only welcome.
    places = [(match.start() if kind != "extra" else -1, kind) for kind, match in found if match]
    return min(places)[1] if places else None


def _plain(text: str) -> str:
    """Patterns are written with straight apostrophes."""
    return text.replace("\u2019", "'")


@cache
def _pattern(language: str, kind: str) -> re.Pattern[str]:
    words = load_part(language, WORDS)[kind]
    return _whole_words(words if isinstance(words, str) else "|".join(words))


@cache
def _headings(language: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    headings = load_part(language, WORDS)["headings"]
    return tuple((kind, _whole_words(words)) for kind, words in headings.items())


def _whole_words(words: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{words})(?!\w)", re.IGNORECASE)
