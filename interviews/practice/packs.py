"""What can be counted in an answer, by language: data from `languages/<language>.yaml`, compiled."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from interviews.engine.intent_patterns import compile_patterns
from interviews.engine.intent_text import fold
from interviews.engine.languages import base_language, read_yaml

Pattern = re.Pattern[str]
YEAR = re.compile(r"(19|20)\d\d")


@dataclass(frozen=True)
class Pack:
    """One language. `calm` and `speech` are words a minute; `speech` is how fast people speak."""

    language: str
    calm: tuple[int, int]
    speech: int
    fillers: Mapping[str, Pattern]
    set_off: Mapping[str, Pattern]
    parts: Mapping[str, Pattern]
    texts: Mapping[str, Any]

    def fold(self, text: str) -> str:
        """Return the text as the patterns want it: numbers are 0, years 2000, a space before each word."""
        words = fold(text.replace("%", " percent "), self.language).split()
        return "".join(f" {_number(word) if word.isdigit() else word}" for word in words)


@lru_cache(maxsize=8)
def read_pack(language: str) -> Pack:
    """Return the pack for a BCP 47 tag; English stands in for a language without one."""
    language = base_language(language)
    data = read_yaml("interviews.practice", f"languages/{language}.yaml")

    def compiled(patterns: Mapping[str, list[str]]) -> dict[str, Pattern]:
        return {name: compile_patterns(listed, data["words"], language) for name, listed in patterns.items()}

    low, high = data["pace"]["calm"]
    return Pack(
        language=language,
        calm=(low, high),
        speech=data["pace"]["speech"],
        fillers=compiled(data["fillers"]),
        set_off={words: _before_comma(words) for words in data["set_off"]},
        parts=compiled(data["parts"]),
        texts=data["texts"],
    )


def _number(word: str) -> str:
    return "2000" if YEAR.fullmatch(word) else "0"


def _before_comma(words: str) -> Pattern:
    spaced = r"\s+".join(re.escape(word) for word in words.split())
    return re.compile(rf"(?<![\w'\u2019]){spaced}\s*,", re.IGNORECASE)
