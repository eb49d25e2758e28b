"""Which turn put what waits for an answer now: by its number, pages tell whether they are up to date."""

from __future__ import annotations

from interviews.engine.state import from_dict
from interviews.models import AnyInterview, Turn

# Said again, in the same words or in others, it is still the same question.
ASKING = ("core", "probe")
AGAIN = ("repeat", "rephrase")


def asked_turn(*, interview: AnyInterview) -> int:
    """Return the number of the turn with the current question or its last follow-up; 0 before the first."""
    entry = from_dict(interview.state).entry
    if entry is None:
        return 0
    asking = interview.turns.filter(role=Turn.Role.AGENT, kind__in=ASKING, question=entry.question)
    return asking.order_by("-number").values_list("number", flat=True).first() or 0


def heard_question(*, interview: AnyInterview) -> str:
    """Return the key of the question that the candidate heard last, "" before the first."""
    heard = interview.turns.filter(role=Turn.Role.AGENT, kind__in=(*ASKING, *AGAIN), started_ms__isnull=False)
    return heard.order_by("-number").values_list("question", flat=True).first() or ""
