"""Keys under which the same employer, position or posting is found again, however it is spelled."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from functools import cache

from jobs.scraping.tables import load_table

# Words of a shorter text may well stand in two different postings.
SHORTEST_SAME_TEXT = 200
_ACCENTS = re.compile("[\u0300-\u036f]")
# Letters that decomposition leaves whole.
_LETTERS = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "\u0131": "i"}
)
# What boards put around a title: brackets, (m/w/d), reference numbers.
_ASIDE = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|\b[mwfdxhin*](?:\s?/\s?[mwfdxhin*]){1,3}(?!\w)", re.I)


def fold(text: str) -> str:
    """Return the words of a text in one spelling: no case, accents, punctuation or width variants."""
    text = unicodedata.normalize("NFKD", text).casefold()
    text = _ACCENTS.sub("", unicodedata.normalize("NFKD", text)).translate(_LETTERS)
    return " ".join(re.findall(r"[\w+#]+", unicodedata.normalize("NFC", text).replace("_", " ")))


def company_key(name: str) -> str:
    """Return one key for an employer's name without its legal form; empty for a name without letters."""
    # Dots and slashes belong to abbreviations (S.A., A/S); `&` is read as a word.
    text = re.sub(r"(?<=\b\w)\.\s?(?=\w\b)|(?<=\w)[./](?=\w\b)|\.(?=\W|$)", "", name)
    text = unicodedata.normalize("NFKC", text).strip()
    text = _joined_forms().sub("", text).strip() or text
    whole = fold(re.sub(r"\s*[&+]\s*", " and ", text))
    return (_without_forms(whole) or whole)[:300]


def position_key(title: str, company: str) -> str:
    """Return one key for an employer's position, wherever it is; empty without a title or an employer."""
    words, employer = fold(_ASIDE.sub(" ", title)) or fold(title), company_key(company)
    return _digest(f"{employer}\n{words}") if words and employer else ""


def text_key(text: str) -> str:
    """Return one key for a posting's words; empty for a text too short to tell two postings apart."""
    words = fold(text)
    return _digest(words) if len(words) >= SHORTEST_SAME_TEXT else ""


def _without_forms(text: str) -> str:
    words = text.split()
    if len(words) > 1 and words[0] in load_table("legal_forms")["leading"]:
        del words[0]
    while form := next((form for form in _legal_forms() if _ends_with(words, form)), None):
        del words[-len(form) :]
    return " ".join(words)


@cache
def _legal_forms() -> list[tuple[str, ...]]:
    """Every form as its words, the longest first."""
    regions = load_table("legal_forms").items()
    named = {
        tuple(form.split()) for name, forms in regions if name not in {"leading", "joined"} for form in forms
    }
    return sorted(named, key=len, reverse=True)


@cache
def _joined_forms() -> re.Pattern[str]:
    forms = "|".join(load_table("legal_forms")["joined"])
    return re.compile(f"^(?:{forms})|(?:{forms})$")


def _ends_with(words: list[str], form: tuple[str, ...]) -> bool:
    """Whether the legal form stands at the end and leaves a name."""
    return len(words) > len(form) and tuple(words[-len(form) :]) == form


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()
