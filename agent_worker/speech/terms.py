"""A job's own terms in what was heard: what is no English word and sounds like a term is spelt as the term.

The recogniser takes no prompt. So what it made of a name that it does not know, "cellary" or "Cotlin", is set
right afterwards, cautiously: what was said is evidence. English words are never changed, by themselves or in
a row, unless they are the very term, written apart ("type script").
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from spellchecker import SpellChecker

# Share of a term's sounds that may be heard otherwise. At 0.35 no more words were wrong in the measurements.
LIMIT = 0.2
# A shorter term sounds like too much else.
FEWEST_SOUNDS = 5
MOST_WORDS = 3
# They belong to the sentence around a term.
EDGES = frozenset(
    (
        "a",
        "an",
        "and",
        "as",
        "at",
        "by",
        "for",
        "from",
        "in",
        "is",
        "it",
        "of",
        "on",
        "or",
        "the",
        "to",
        "with",
    )
)
VOWELS = frozenset("aeiouæɑɐɒɔəɚɛɜɪʊʌᵻɝ")  # noqa: RUF001
_PAIRS = ("pb", "td", "kɡ", "sz", "fv", "θð", "ʃʒ", "ɾt", "ɾd", "mn", "nŋ", "ɹɚ")  # noqa: RUF001
ALIKE = frozenset(map(frozenset, _PAIRS))
_WORD = re.compile(r"^(\W*)(.*?)(\W*)$", re.DOTALL)
_STRESS = re.compile(r"[ˈˌːˑ̩\W]")


@dataclass(frozen=True, slots=True)
class Found:
    """A term in the place of so many words, and how far it is from what was heard: 0 is the same."""

    distance: float
    count: int
    term: str


class Speller:
    """`phonemes` says how a text sounds, in the phonetic alphabet."""

    def __init__(self, phonemes: Callable[[str], str]) -> None:
        self._phonemes = lru_cache(maxsize=2_000)(phonemes)
        self._english = frozenset(SpellChecker(language="en").word_frequency.words())

    def spell(self, text: str, terms: tuple[str, ...]) -> str:
        """Return `text` with `terms` where they were heard and not known."""
        if not terms:
            return text
        sounds = {term: sound for term in terms if len(sound := self._sound(term)) >= FEWEST_SOUNDS}
        return " ".join(self._spelt(text.split(), terms, sounds))

    def _spelt(self, words: list[str], terms: tuple[str, ...], sounds: dict[str, str]) -> Iterator[str]:
        at = 0
        while at < len(words):
            found = self._find(words[at : at + MOST_WORDS], terms, sounds)
            if found is None:
                yield words[at]
                at += 1
                continue
            before, after = _parts(words[at])[0], _parts(words[at + found.count - 1])[2]
            yield f"{before}{found.term}{after}"
            at += found.count

    def _find(self, words: list[str], terms: tuple[str, ...], sounds: dict[str, str]) -> Found | None:
        """The term that the first of `words` begin, the closest one; None for words as they should be."""
        known = {word.lower() for term in terms for word in term.split()}
        found = []
        for count in range(1, len(words) + 1):
            bare = [_parts(word)[1] for word in words[:count]]
            if not all(bare) or any(word.lower() in known for word in bare):
                break
            if not {bare[0].lower(), bare[-1].lower()} & EDGES:
                found += self._closest(bare, terms, sounds)
            if _parts(words[count - 1])[2]:
                break  # No term goes on behind a comma.
        return min(found, key=lambda one: (one.distance, -one.count), default=None)

    def _closest(self, bare: list[str], terms: tuple[str, ...], sounds: dict[str, str]) -> list[Found]:
        if all(self._is_english(word) for word in bare):
            joined = "".join(bare).lower().replace("-", "")
            return [Found(0.0, len(bare), term) for term in terms if joined == term.lower() and len(bare) > 1]
        heard = self._sound(" ".join(bare))
        near = (Found(distance(heard, sound), len(bare), term) for term, sound in sounds.items())
        return [one for one in near if one.distance <= LIMIT]

    def _is_english(self, word: str) -> bool:
        parts = word.lower().replace("\u2019", "'").removesuffix("'s").split("-")
        return all(part.isdecimal() or {part, part.replace("'", "")} & self._english for part in parts)

    def _sound(self, text: str) -> str:
        return _STRESS.sub("", self._phonemes(text))


def distance(heard: str, meant: str) -> float:
    """Return how much of `meant` was heard otherwise: edits a sound, half for vowels and for sounds alike."""
    if abs(len(heard) - len(meant)) > 2 * LIMIT * len(meant):
        return 1.0  # It cannot be within the limit.
    row = [sum(map(_weight, meant[:column])) for column in range(len(meant) + 1)]
    for sound in heard:
        above, row = row, [row[0] + _weight(sound)]
        for column, other in enumerate(meant, 1):
            row.append(
                min(
                    above[column] + _weight(sound),
                    row[column - 1] + _weight(other),
                    above[column - 1] + _difference(sound, other),
                )
            )
    return row[-1] / len(meant)


def _weight(sound: str) -> float:
    return 0.5 if sound in VOWELS else 1.0


def _difference(sound: str, other: str) -> float:
    if sound == other:
        return 0.0
    alike = frozenset((sound, other))
    return 0.5 if alike <= VOWELS or alike in ALIKE else 1.0


def _parts(word: str) -> tuple[str, str, str]:
    """A word and the signs before and behind it."""
    match = _WORD.match(word)
    assert match is not None
    return match[1], match[2], match[3]
