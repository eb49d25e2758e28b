"""What an utterance resembles among examples that people wrote down: a second opinion beside the patterns.

A ridge regression over words, pairs of words and pieces of words, solved when a language is first used: the
examples are the model, and whoever corrects one corrects it. Its cost and gain: docs/adr/0011.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float32]
# Features share this many places, by their checksum.
PLACES = 8192
# How much an example may be believed: more of it smooths over single examples.
SMOOTHING = 0.3
PIECES = (3, 4, 5)
# People use the same few thousand words.
WORDS_KEPT = 4096
WORD, PAIR, PIECE = 1.0, 1.0, 0.5


@dataclass(frozen=True)
class Examples:
    """Weights of each feature's place for each intent, and what holds without any feature."""

    intents: tuple[str, ...]
    weights: Numbers
    base: Numbers

    def scores(self, words: str) -> dict[str, float]:
        """Return how far the words resemble each intent's examples: about 0 not at all, about 1 entirely."""
        sums = self.base + _vector(words) @ self.weights
        return dict(zip(self.intents, sums.tolist(), strict=True))


def learn(examples: dict[str, list[str]], prepare: Callable[[str], str]) -> Examples:
    """Return the weights that examples of each intent lead to; `prepare` makes comparable words of a text."""
    pairs = [(intent, text) for intent, texts in examples.items() for text in texts]
    seen = np.array([_vector(prepare(text)) for _intent, text in pairs])
    wanted = np.array([[intent == own for intent in examples] for own, _text in pairs], dtype=np.float32)
    base = wanted.mean(axis=0)
    alike = seen @ seen.T + SMOOTHING * np.eye(len(pairs), dtype=np.float32)
    return Examples(tuple(examples), seen.T @ np.linalg.solve(alike, wanted - base), base)


def _vector(words: str) -> Numbers:
    vector = np.zeros(PLACES, dtype=np.float32)
    split = words.split()
    pairs = (f"{first} {second}" for first, second in zip(["^", *split], [*split, "$"], strict=True))
    features = dict.fromkeys((*(_place(pair, PAIR) for pair in pairs), *chain(*map(_of_word, split))))
    for place, weight in features:
        vector[place] += weight
    return vector / max(float(np.linalg.norm(vector)), 1.0)


@lru_cache(maxsize=WORDS_KEPT)
def _of_word(word: str) -> tuple[tuple[int, float], ...]:
    padded = f"_{word}_"
    pieces = (padded[at : at + size] for size in PIECES for at in range(len(padded) - size + 1))
    return _place(word, WORD), *(_place(piece, PIECE) for piece in pieces)


def _place(feature: str, weight: float) -> tuple[int, float]:
    checksum = zlib.crc32(feature.encode())
    return checksum % PLACES, weight if checksum >> 31 else -weight
