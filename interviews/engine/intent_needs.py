"""Which words a pattern of a language pack cannot do without, as far as its notation tells."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable

from interviews.engine.intent_patterns import PIECE, word_parts

Needs = frozenset[str]
Weight = Callable[[str], int]
# No word is needed: anything goes, or it may be left out.
NONE: Needs = frozenset()
CLOSING = (")", "]", "|")


def needed_words(pattern: str, of_list: Callable[[str], Needs], language: str, weight: Weight) -> Needs:
    """Return words, or beginnings with a *, of which one stands in every text that the pattern matches.

    Of several such sets it is the one that the fewest texts have, by the `weight` of its words: how common
    they are. `of_list` gives the needs of a list by its name. Empty when the pattern can do without any.
    """
    return _Reader(pattern, of_list, language, weight).alternatives()


def either(branches: Iterable[Needs]) -> Needs:
    """Return the needs of alternatives: none where one of them has none."""
    known = list(branches)
    return frozenset().union(*known) if all(known) else NONE


class _Reader:
    """Goes once through the pieces of a pattern."""

    def __init__(self, pattern: str, of_list: Callable[[str], Needs], language: str, weight: Weight) -> None:
        self._pieces = deque((match[0], match[1]) for match in PIECE.finditer(pattern))
        self._of_list, self._language, self._weight = of_list, language, weight

    def alternatives(self) -> Needs:
        branches = [self._sequence()]
        while self._pieces and self._pieces[0][0] == "|":
            self._pieces.popleft()
            branches.append(self._sequence())
        return either(branches)

    def _sequence(self) -> Needs:
        needs: list[Needs] = []
        while self._pieces and self._pieces[0][0] not in CLOSING:
            needs.append(self._piece(*self._pieces.popleft()))
        known = [need for need in needs if need]
        return min(known, key=lambda need: sum(map(self._weight, need)), default=NONE)

    def _piece(self, piece: str, name: str | None) -> Needs:
        if piece in ("(", "["):
            within = self.alternatives()
            self._pieces.popleft()
            return within if piece == "(" else NONE
        if name:
            return self._of_list(name)
        return NONE if piece in ("..", "_") else _beginnings(piece, self._language)


def _beginnings(word: str, language: str) -> Needs:
    """What the first word may be of a word that is also written apart: "dont", or "don" and "t"."""
    parts = word_parts(word, language)
    first = ["".join(parts[:count]) for count in range(1, len(parts) + 1)]
    return frozenset([*first[:-1], first[-1] + "*" * word.endswith("*")])
