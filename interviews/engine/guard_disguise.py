"""How words are hidden from rules: in other languages, look-alike letters or digits, or letter by letter."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from interviews.engine.languages import LANGUAGES, base_language, language_pack

# Of the words of a sentence so many at least are function words; two in three are in most.
LEAST_SHARE = 0.25
# Letters of Latin alphabets that are no letter of English with something above or below it.
_OWN_LETTERS = frozenset("ßæœÆŒ")
_DIGITS = str.maketrans("013457", "oieast")
_SPELT_OUT = re.compile(r"\b\w(?:[\W_]+\w\b){2,}")
_WORD = re.compile(r"[^\W\d_]+")


def is_foreign(text: str, language: str) -> bool:
    """Return whether a sentence is in another language than it should be, or in none."""
    words = _WORD.findall(text.casefold())
    shares = {name: sum(word in _function_words(name) for word in words) for name in LANGUAGES}
    own = shares[base_language(language)]
    return own < max(1, LEAST_SHARE * len(words), *shares.values())


def has_strange_letters(text: str) -> bool:
    """Return whether a letter is none of a language that there is a pack for, such as a dotless i."""
    letters = (char for char in text if char.isalpha() and char not in _OWN_LETTERS)
    return any(not unicodedata.normalize("NFKD", char)[0].isascii() for char in letters)


def undisguised(text: str) -> tuple[str, ...]:
    """Return the text, and how it reads with what was spelt out as words, and with letters for digits."""
    plain = _SPELT_OUT.sub(lambda match: re.sub(r"[\W_]", "", match[0]), text)
    return tuple(dict.fromkeys((text, plain, plain.translate(_DIGITS))))


@lru_cache(maxsize=8)
def _function_words(language: str) -> frozenset[str]:
    return frozenset(language_pack(language, "guard")["function_words"].split())
