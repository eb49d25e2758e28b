"""The only things that the interviewer may tell about the job."""

from __future__ import annotations

import re

from interviews.engine.plan import Fact, Plan


def find_fact(plan: Plan, question: str) -> Fact | None:
    """Return the first fact whose subject a question about the job mentions in whole words."""
    asked = set(_words(question))
    return next((fact for fact in plan.facts if asked.issuperset(_words(fact.about))), None)


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold())
