"""Many patterns as one, and an index by which a text is held only against those that could match it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache

WORDS_KEPT = 4096


@dataclass(frozen=True, slots=True)
class AnyOf:
    """Matches what the alternation of its patterns would: leftmost first, then in their order. No pattern
    matches nothing at all. They are compiled when they are first held against a text: most never are."""

    sources: tuple[str, ...] = ()

    def search(self, text: str) -> re.Match[str] | None:
        """Return the first match, None without any."""
        return next(self.finditer(text), None)

    def fullmatch(self, text: str) -> re.Match[str] | None:
        """Return the match of the whole text by the first pattern that has one."""
        return next(filter(None, (_compiled(source).fullmatch(text) for source in self.sources)), None)

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        """Yield the matches from left to right; none reaches into another."""
        patterns = map(_compiled, self.sources)
        waiting = [(pattern, pattern.search(text)) for pattern in patterns]
        while found := [match for _, match in waiting if match]:
            # `min` keeps to the patterns' order where several begin at the same place.
            first = min(found, key=re.Match.start)
            yield first
            end = first.end()
            waiting = [(p, p.search(text, end) if m.start() < end else m) for p, m in waiting if m]

    def count(self, text: str) -> int:
        """Return how many matches there are."""
        return sum(1 for _ in self.finditer(text))

    def sub(self, new: str | Callable[[re.Match[str]], str], text: str) -> str:
        """Return the text with every match replaced."""
        parts: list[str] = []
        at = 0
        for match in self.finditer(text):
            parts += [text[at : match.start()], new if isinstance(new, str) else new(match)]
            at = match.end()
        return "".join([*parts, text[at:]]) if parts else text


class Index:
    """Named lists of patterns by what they need: of each pattern's words, one stands in what it matches.

    A need is a word, or the beginning of one with a * behind it.
    """

    def __init__(self, lists: Mapping[str, Iterable[tuple[str, frozenset[str]]]]) -> None:
        self._places: dict[str, list[tuple[str, int, str]]] = {}
        for name, patterns in lists.items():
            for number, (source, needs) in enumerate(patterns):
                for need in needs:
                    self._places.setdefault(need, []).append((name, number, source))
        self._lengths = sorted({len(need) - 1 for need in self._places if need.endswith("*")})
        # People use the same few thousand words.
        self._of_word = lru_cache(maxsize=WORDS_KEPT)(self._find)

    def select(self, words: Iterable[str]) -> dict[str, AnyOf]:
        """Return of each list the patterns that may match a text of these words, or of some of them."""
        found: dict[str, dict[int, str]] = {}
        for word in set(words):
            for name, number, source in self._of_word(word):
                found.setdefault(name, {})[number] = source
        return {name: AnyOf(tuple(known[n] for n in sorted(known))) for name, known in found.items()}

    def _find(self, word: str) -> tuple[tuple[str, int, str], ...]:
        keys = (word, *(f"{word[:length]}*" for length in self._lengths))
        return tuple(place for key in keys for place in self._places.get(key, ()))


@cache
def _compiled(source: str) -> re.Pattern[str]:
    return re.compile(source)
