"""Words for kinds of employment, in one form."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import cache

from jobs.scraping.tables import load_table

JOB_TYPES = ("INTERN", "PART_TIME", "FULL_TIME", "CONTRACTOR", "TEMPORARY", "VOLUNTEER", "PER_DIEM")
MAX_WORDS = 400
DASHES = re.compile("[\u2010-\u2015\u2212]")


def job_type(words: str | Iterable[str]) -> str:
    """Return schema.org's names of the kinds of employment that a labelled value names, comma separated.

    Empty when it names none: words about the duration alone ("permanent") do not. Not for prose.
    """
    return _names([words] if isinstance(words, str) else words, "values")


def title_job_type(title: str) -> str:
    """Return the kinds of employment that the title of a job names beyond doubt; else empty."""
    return _names([title], "titles")


def fold(text: str) -> str:
    """Lower case without accents, underscores and typographic signs: the form in which words are compared."""
    plain = without_accents(text.casefold().replace("_", " "))
    plain = plain.replace("\N{LATIN SMALL LETTER L WITH STROKE}", "l")
    plain = DASHES.sub("-", plain).replace("\N{RIGHT SINGLE QUOTATION MARK}", "'")
    return " ".join(plain.split())


def without_accents(text: str) -> str:
    """The text without marks on its letters.

    It takes letters of some scripts apart (Cyrillic, kana, Hangul): words of tables go through it too.
    """
    if text.isascii():
        return text
    letters = unicodedata.normalize("NFKD", text)
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def _names(values: Iterable[str], kind: str) -> str:
    texts = [_never().sub(" ", fold(value[:MAX_WORDS])).strip() for value in values]
    return ", ".join(
        name
        for name in JOB_TYPES
        if any(pattern.search(text) for pattern in _patterns(name, kind) for text in texts)
    )


@cache
def _patterns(name: str, kind: str) -> tuple[re.Pattern[str], ...]:
    words = load_table("job_types")[name][kind]
    return tuple(re.compile(without_accents(word)) for word in words)


@cache
def _never() -> re.Pattern[str]:
    return re.compile("|".join(load_table("job_types")["never"]))
