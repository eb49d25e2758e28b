"""What scripted candidates say, by language: sentences as data, languages/<language>.yaml."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from interviews.engine.languages import base_language, read_yaml
from interviews.engine.plan import Plan, Question
from interviews.engine.probing import shown_in


@lru_cache(maxsize=16)
def sentences(language: str) -> dict[str, Any]:
    """Return the sentences for a BCP 47 tag; English stands in for a language without any."""
    return read_yaml("interviews.rehearsal", f"languages/{base_language(language)}.yaml")


def pick(pool: Sequence[str], turn: int) -> str:
    """Return the sentence whose turn it is."""
    return pool[turn % len(pool)]


def showing_nothing(plan: Plan, question: Question, pool: Sequence[str]) -> Sequence[str]:
    """Return the sentences in which none of the question's examples stands; all where each has one."""
    return [sentence for sentence in pool if not shown_in(plan, question, sentence)] or pool


def complete(example: str, language: str) -> str:
    """Return the example, gone on with where its last word leaves a sentence open."""
    endings = sentences(language)["goes_on"]
    rest = endings.get(example.rsplit(maxsplit=1)[-1], "")
    return f"{example} {rest}" if rest else example.rstrip(".")
