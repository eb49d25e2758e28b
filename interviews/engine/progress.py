"""What a candidate may know about where the interview stands."""

from __future__ import annotations

from dataclasses import dataclass

from interviews.engine.credit import credit_absence
from interviews.engine.events import Tick
from interviews.engine.pacing import minutes_left
from interviews.engine.plan import Plan
from interviews.engine.state import State, current_question


@dataclass(frozen=True, slots=True)
class Progress:
    """`question_number` counts from 1, 0 before the first question; `question_text` was already asked."""

    question_number: int
    question_count: int
    minutes_left: int
    question_text: str
    finished: bool


def progress(plan: Plan, state: State, now: int) -> Progress:
    """Return the progress at `now` (ms on the interview's clock); nothing of a later question is in it."""
    question = current_question(plan, state)
    return Progress(
        question_number=state.position + 1,
        question_count=len(plan.questions),
        # Whoever comes back sees the time that they will have: what was away is given back by the next event.
        minutes_left=minutes_left(plan, credit_absence(state, Tick(), now), now),
        question_text=question.text if question else "",
        finished=state.phase == "finished",
    )
