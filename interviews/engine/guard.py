"""What an interviewer may not say or ask, and what a candidate need not tell."""

from __future__ import annotations

from interviews.engine.plan import Plan, Question

MAX_WORDS = 30


def protected_topics(text: str, language: str) -> tuple[str, ...]:
    """Return the names of the protected topics that a question asks about."""
    return ()


def discloses_protected(text: str, language: str) -> bool:
    """Whether somebody tells such a thing about themselves."""
    return False


def wording_problem(plan: Plan, question: Question, wording: str) -> str | None:
    """Return why a model's wording of a probe may not be said; None when it may."""
    return None if 0 < len(wording.split()) <= MAX_WORDS and wording.count("?") == 1 else "not_one_question"
