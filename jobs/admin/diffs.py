"""What changed between two texts, word by word, for people to read."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

# Words on each side; beyond this the texts are shown whole, because the comparison takes quadratic time.
MOST_WORDS = 3000
# Pairs of equal words that the comparison would look at: a posting of 3,000 words has some 10,000 with
# itself. A page that repeats a hundred words has many more, and would take a second for each of its versions.
MOST_PAIRS = 20_000
# Unchanged words that stay on each side of a change.
AROUND = 12
_WORD = re.compile(r"\S+\s*|\s+")


@dataclass(frozen=True, slots=True)
class Part:
    """A run of words: `kind` is "same", "old" or "new"."""

    kind: str
    text: str


def word_diff(old: str, new: str) -> list[Part]:
    """Return the parts of `old` and `new` in reading order, long unchanged runs shortened to "…"."""
    if not old or not new:
        return [part for part in (Part("old", old), Part("new", new)) if part.text]
    before, after = _WORD.findall(old), _WORD.findall(new)
    if len(before) > MOST_WORDS or len(after) > MOST_WORDS or _pairs(before, after) > MOST_PAIRS:
        return [Part("old", old), Part("new", new)]
    return _shortened(list(_parts(before, after)))


def _pairs(before: list[str], after: list[str]) -> int:
    """How many pairs of equal words there are, without those so frequent that the comparison skips them."""
    counts = Counter(word.strip() for word in after)
    most = len(after) // 100 + 1 if len(after) >= 200 else len(after)
    return sum(count for word in before if (count := counts[word.strip()]) <= most)


def _parts(before: list[str], after: list[str]) -> Iterator[Part]:
    # Spaces and line ends are no change that a person cares about.
    keys = [word.strip() for word in before], [word.strip() for word in after]
    for tag, a1, a2, b1, b2 in SequenceMatcher(None, *keys).get_opcodes():
        if tag == "equal":
            yield Part("same", "".join(after[b1:b2]))
            continue
        if a1 < a2:
            yield Part("old", "".join(before[a1:a2]))
        if b1 < b2:
            yield Part("new", "".join(after[b1:b2]))


def _shortened(parts: list[Part]) -> list[Part]:
    last = len(parts) - 1
    return [
        Part("same", _shorten(part.text, is_first=at == 0, is_last=at == last))
        if part.kind == "same"
        else part
        for at, part in enumerate(parts)
    ]


def _shorten(text: str, *, is_first: bool, is_last: bool) -> str:
    words = _WORD.findall(text)
    head = 0 if is_first else AROUND
    tail = 0 if is_last else AROUND
    if len(words) <= head + tail + 1:
        return text
    end = "".join(words[-tail:]) if tail else ""
    return f"{''.join(words[:head])}… {end}"
