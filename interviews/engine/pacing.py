"""Time is arithmetic: what still fits into the interview's budget."""

from __future__ import annotations

from collections.abc import Iterable

from interviews.engine.plan import Plan, Question
from interviews.engine.state import State

MINUTE_MS = 60_000
# What a probe with its answer takes, and the share of a question's minutes that its first answer takes.
PROBE_MS = 45_000
FIRST_ANSWER_SHARE = 0.6
# Required questions may run over the budget by this share before the interview ends in any case.
OVERTIME_SHARE = 0.25


def ms_left(plan: Plan, state: State, now: int) -> int:
    """Return the milliseconds of the budget that are left; negative in overtime. Time away does not count."""
    return plan.minutes * MINUTE_MS - max(0, now - state.away_ms)


def minutes_left(plan: Plan, state: State, now: int) -> int:
    """Return the started minutes of the budget that are left, at least 0."""
    return max(0, -(-ms_left(plan, state, now) // MINUTE_MS))


def is_time_up(plan: Plan, state: State, now: int) -> bool:
    """Whether even the overtime is used up."""
    return ms_left(plan, state, now) <= -plan.minutes * MINUTE_MS * OVERTIME_SHARE


def has_time_for_probe(plan: Plan, state: State, now: int) -> bool:
    """Whether a probe leaves time for every later question: probes are what goes first."""
    return ms_left(plan, state, now) - PROBE_MS >= _need_ms(plan.questions[state.position + 1 :])


def next_position(plan: Plan, state: State, now: int) -> int | None:
    """Return the index of the next question, None at the end: required always, others while time allows."""
    for position in range(state.position + 1, len(plan.questions)):
        question = plan.questions[position]
        required_later = (q for q in plan.questions[position + 1 :] if q.required)
        if question.required or ms_left(plan, state, now) >= _need_ms([question, *required_later]):
            return position
    return None


def _need_ms(questions: Iterable[Question]) -> int:
    return round(sum(question.minutes for question in questions) * MINUTE_MS * FIRST_ANSWER_SHARE)
