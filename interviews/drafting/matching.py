"""Counts which words of a list stand in a text."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

# Words in the longest phrase: "end to end".
LONGEST = 3
# The fewest letters beside a `*`.
SHORTEST = 3
# French, Catalan and Italian write a word and the next as one: l'équipe, d'expérience, qu'une.
_ELIDED = re.compile(r"\b(?:[cdjlmnst]|qu)'(?=\w)")


def count_words(words: Iterable[str], text: str) -> int:
    """Return how many of `words` stand in `text` as whole words, in any case, singular or plural.

    A word may be a phrase of up to three words, and counts as many; "pfleg*" is every word that begins so,
    "*leitung" every word that ends so.
    """
    found = _phrases(text)
    keys = map(_key, words)
    return sum(key.count(" ") + 1 for key in keys if key in found)


@lru_cache(maxsize=4096)
def _key(word: str) -> str:
    """The word as `_phrases` has it."""
    stem = " ".join(_tokens(word))
    return f"*{stem}" if word.startswith("*") else f"{stem}*" if word.endswith("*") else stem


@lru_cache(maxsize=1024)
def _phrases(text: str) -> frozenset[str]:
    """Every run of up to LONGEST words, also in the singular, and every word's beginnings and ends."""
    tokens = _tokens(text)
    runs = {" ".join(tokens[i : i + n]) for n in range(1, LONGEST + 1) for i in range(len(tokens))}
    parts = {part for token in set(tokens) for part in _parts(token)}
    return frozenset(runs | {run.removesuffix("s") for run in runs} | parts)


def _parts(token: str) -> Iterable[str]:
    # A word of thousands of letters is none.
    for length in range(SHORTEST, min(len(token), 40) + 1):
        yield f"{token[:length]}*"
        yield f"*{token[-length:]}"


def _tokens(text: str) -> list[str]:
    return re.findall(r"[\w+#']+", _ELIDED.sub("", text.casefold().replace("\u2019", "'")))
