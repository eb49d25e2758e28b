"""The curated library: competencies and questions for families of jobs, and which family a job belongs to."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

import yaml

FAMILIES = (
    "engineering",
    "data",
    "sales",
    "support",
    "care",
    "retail",
    "trades",
    "administration",
    "management",
)
GENERAL, MOTIVATION, EXPERIENCE = "general", "motivation", "experience"
# A word in the title says more about a job than all words below it.
TITLE_WEIGHT = 6
# Less than this is chance: one word that every posting may contain.
MIN_SCORE = 3
# Words in the longest keyword: "end to end".
LONGEST = 3


@dataclass(frozen=True)
class Family:
    """A family of jobs; its competencies are documents that also have `words`, probes and `questions`."""

    name: str
    keywords: tuple[str, ...]
    competencies: tuple[dict[str, Any], ...]


@cache
def load_family(name: str) -> Family:
    """Return a family of the library."""
    document = yaml.safe_load((files(__package__) / "library" / f"{name}.yaml").read_text(encoding="utf-8"))
    return Family(name, tuple(document["keywords"]), tuple(document["competencies"]))


def choose_family(title: str, text: str) -> Family:
    """Return the family whose keywords stand most in title and text; the general one when none stands out."""
    scores = {
        name: TITLE_WEIGHT * count_words(load_family(name).keywords, title)
        + count_words(load_family(name).keywords, text)
        for name in FAMILIES
    }
    best = max(FAMILIES, key=scores.__getitem__)
    return load_family(best if scores[best] >= MIN_SCORE else GENERAL)


def count_words(words: tuple[str, ...] | list[str], text: str) -> int:
    """Return how many of `words` stand in `text` as whole words, in any case, singular or plural."""
    found = _phrases(text)
    return sum(" ".join(_tokens(word)) in found for word in words)


@lru_cache(maxsize=512)
def _phrases(text: str) -> frozenset[str]:
    """Every run of up to LONGEST words in `text`, as it stands and with its last word in the singular."""
    tokens = _tokens(text)
    runs = {" ".join(tokens[i : i + n]) for n in range(1, LONGEST + 1) for i in range(len(tokens))}
    return frozenset(runs | {run.removesuffix("s") for run in runs})


def _tokens(text: str) -> list[str]:
    return re.findall(r"[\w+#']+", text.casefold())
