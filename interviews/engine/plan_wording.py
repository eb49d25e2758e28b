"""How a question is worded: short, one at a time, open, not leading; and in which language a text is."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from typing import Any

from interviews.engine.languages import base_language, read_yaml

# What can be heard once.
MAX_WORDS = 40
# Function words that tell a language, and by how much it must lead: names and loanwords prove nothing.
FEWEST_COMMON, LEAD = 5, 2
# Above this share of common words two questions are the same one.
ALIKE = 0.85
_WORD = re.compile(r"[^\W\d_]+")
_SENTENCE = re.compile(r"[^.!?]+[.!?]*")

LONG = f"It has more than {MAX_WORDS} words. People hear it once: shorten it."
DOUBLE = "It asks two things at once. Ask one, and make the other a follow-up."
YES_NO = "It can be answered with yes or no. Begin with how, what or “tell me about”."
LEADING = "It suggests its answer. Ask without saying what you hope to hear."


def find_faults(text: str, language: str) -> Iterator[str]:
    """Yield a sentence for each fault of a question in the language of a BCP 47 tag."""
    words = _words_of(base_language(language))
    lowered = " ".join(text.casefold().replace("\u2019", "'").split())
    if len(text.split()) > MAX_WORDS:
        yield LONG
    asked = [part.strip(" ¿¡") for part in _SENTENCE.findall(lowered) if part.rstrip().endswith("?")]
    if len(asked) > 1 or re.search(words["double"], lowered):
        yield DOUBLE
    elif asked and re.match(words["yes_no"], asked[-1]):
        yield YES_NO
    if re.search(words["leading"], lowered):
        yield LEADING


def likely_language(text: str) -> str:
    """Return "en", "de", … by the commonest words of a text; "" when too few of them, or several, fit."""
    counts = Counter(_WORD.findall(text.casefold()))
    hits = Counter({name: sum(counts[word] for word in data["common"]) for name, data in _data().items()})
    (best, most), (_, second) = hits.most_common(2)
    return best if most >= FEWEST_COMMON and most >= LEAD * second else ""


def is_alike(one: str, other: str) -> bool:
    """Whether two questions have nearly the same words."""
    first, second = (set(re.findall(r"\w+", text.casefold())) for text in (one, other))
    return len(first & second) >= ALIKE * len(first | second)


def _words_of(language: str) -> dict[str, Any]:
    words: dict[str, Any] = _data()[language]
    return words


@cache
def _data() -> dict[str, Any]:
    return read_yaml("interviews.engine", "wording.yaml")
