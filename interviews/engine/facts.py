"""The only things that the interviewer may tell about the job."""

from __future__ import annotations

import re

from interviews.engine.languages import language_pack
from interviews.engine.plan import Fact, Plan


def find_fact(plan: Plan, question: str) -> Fact | None:
    """Return the fact that a question about the job is about: by its own words, else by its topic's."""
    asked = _words(question)
    topics = (set(topic) for topic in language_pack(plan.language, "topics")["topics"])
    related = set[str]().union(*(topic for topic in topics if topic & asked))
    best = max(plan.facts, key=lambda fact: _fit(fact, asked, related), default=None)
    return best if best and _fit(best, asked, related) else None


def _fit(fact: Fact, asked: set[str], related: set[str]) -> float:
    """2: named in the question; up to 1: the share of its name that the topics cover; 0: another matter."""
    about = _words(fact.about)
    if about and about <= asked:
        return 2
    return len(about & (asked | related)) / len(about) if about & related else 0


def _words(text: str) -> set[str]:
    return set(re.findall(r"\w+(?:-\w+)*", text.casefold()))
