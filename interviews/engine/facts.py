"""The only things that the interviewer may tell about the job."""

from __future__ import annotations

import re

from interviews.engine.languages import language_pack
from interviews.engine.plan import Fact, Plan


def find_fact(plan: Plan, question: str) -> Fact | None:
    """Return the fact that a question about the job is about: by its own words first, else by its topic's."""
    asked = _words(question)
    topics = [set(topic) for topic in language_pack(plan.language, "topics")["topics"]]
    related = asked.union(*(topic for topic in topics if topic & asked))
    for known in (asked, related):
        for fact in plan.facts:
            if known.issuperset(_words(fact.about)):
                return fact
    return None


def _words(text: str) -> set[str]:
    return set(re.findall(r"\w+(?:-\w+)*", text.casefold()))
