"""An utterance made comparable: lower case, no diacritics, punctuation or stammering; misspellings mended."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping

LETTERS = str.maketrans({"ß": "ss", "œ": "oe", "æ": "ae", "ø": "o", "ł": "l"})
# German is also typed without umlauts: both spellings become the bare vowel.
UMLAUTS = re.compile(r"([aou])e")
# An accent on the last vowel tells "I stopped" from "stop": such an ending becomes two letters.
PAST = {
    "es": re.compile(r"(?<=\w{3})(?<!\bbeb)(?<!\bcaf)([éó])\b"),
    "fr": re.compile(r"(?<=\w{2})(é)(?=s?\b)"),
}
NOT_WORDS = re.compile(r"[^\w*]+|_+")
STAMMER = re.compile(r"(?<= )((?:[^ ]+ ){0,2}?[^ ]+)(?: \1(?= |$))+")
SHORTEST_MENDED = 5
VOWELS = set("aeiouy")


def fold(text: str, language: str) -> str:
    """Return the text's words, folded, with one space between them."""
    text = unicodedata.normalize("NFKC", text.lower().translate(LETTERS))
    if language in PAST:
        text = PAST[language].sub(r"\1\1", text)
    text = unicodedata.normalize("NFKD", text)
    text = "".join(char for char in text if not unicodedata.combining(char))
    if language == "de":
        text = UMLAUTS.sub(r"\1", text)
    return " ".join(NOT_WORDS.sub(" ", text).split())


def without_stammer(text: str) -> str:
    """Return spaced words without immediate repetitions of up to three of them: "can you can you say"."""
    return STAMMER.sub(r"\1", text)


def spelling_index(words: Iterable[str]) -> dict[str, str]:
    """Return the words by every spelling that lacks one of their inner letters, for `mend`."""
    index: dict[str, str] = {}
    for word in sorted(words):
        if len(word) >= SHORTEST_MENDED:
            for spelling in (word, *_shortened(word)):
                index.setdefault(spelling, word)
    return index


def mend(word: str, known: Iterable[str], index: Mapping[str, str]) -> str:
    """Return the known word that this one misspells by one inner letter missing, added, wrong or swapped.

    The first and the last letter must be right: endings tell "repeat" from "repeats", and tenses apart.
    """
    if len(word) < SHORTEST_MENDED or word in known or not word.isalpha():
        return word
    found = (index[key] for key in (word, *_shortened(word)) if key in index)
    return next((meant for meant in found if _misspells(word, meant)), word)


def _misspells(word: str, meant: str) -> bool:
    """Not where only a vowel is another one: that is grammar ("sprungen", "springen")."""
    changed = {pair for pair in zip(word, meant, strict=False) if pair[0] != pair[1]}
    is_vowel_change = len(word) == len(meant) and len(changed) == 1 and set(*changed) <= VOWELS
    return meant[0] + meant[-1] == word[0] + word[-1] and not is_vowel_change


def _shortened(word: str) -> list[str]:
    return [word[:at] + word[at + 1 :] for at in range(1, len(word) - 1)]
