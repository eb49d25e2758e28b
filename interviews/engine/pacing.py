"""Time is arithmetic: what still fits into the interview's budget.

The budget is the plan's minutes, longer for who has extra time or types. When it runs short, probes go first,
then questions that are not required. The soft limit is the budget; at the hard limit the interview closes.
"""

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
# Typing takes about this many times as long as speaking.
TYPED_FACTOR = 2


def active_ms(state: State, now: int) -> int:
    """Return the time spent in the interview, ms, without outages and breaks."""
    resting = min(now - state.last_event_ms, state.break_left_ms) if state.phase == "on_break" else 0
    return max(0, now - state.away_ms - max(0, resting))


def budget_ms(plan: Plan, state: State) -> int:
    """Return how long this candidate's interview may take, ms."""
    return round(plan.minutes * MINUTE_MS * _stretch(state))


def ms_left(plan: Plan, state: State, now: int) -> int:
    """Return the milliseconds of the budget that are left; negative in overtime."""
    return budget_ms(plan, state) - active_ms(state, now)


def minutes_left(plan: Plan, state: State, now: int) -> int:
    """Return the started minutes of the budget that are left, at least 0."""
    return max(0, -(-ms_left(plan, state, now) // MINUTE_MS))


def is_time_up(plan: Plan, state: State, now: int) -> bool:
    """Whether even the overtime is used up."""
    return ms_left(plan, state, now) <= -budget_ms(plan, state) * OVERTIME_SHARE


def is_short_of_time(plan: Plan, state: State, now: int) -> bool:
    """Whether not every question that is left can be asked within the budget."""
    return ms_left(plan, state, now) < _need_ms(state, plan.questions[state.position + 1 :])


def has_time_for_probe(plan: Plan, state: State, now: int) -> bool:
    """Whether a probe fits into its question's minutes and leaves time for every later question."""
    question, entry = plan.questions[state.position], state.entry
    spent = (entry.ms if entry else 0) + max(0, now - state.last_event_ms)
    if spent >= question.minutes * MINUTE_MS * _stretch(state):
        return False
    left = ms_left(plan, state, now) - PROBE_MS * _stretch(state)
    return left >= _need_ms(state, plan.questions[state.position + 1 :])


def next_position(plan: Plan, state: State, now: int) -> int | None:
    """Return the index of the next question, None at the end: required always, others while time allows."""
    for position in range(state.position + 1, len(plan.questions)):
        question = plan.questions[position]
        required_later = (q for q in plan.questions[position + 1 :] if q.required)
        if question.required or ms_left(plan, state, now) >= _need_ms(state, [question, *required_later]):
            return position
    return None


def _need_ms(state: State, questions: Iterable[Question]) -> int:
    minutes = sum(question.minutes for question in questions)
    return round(minutes * MINUTE_MS * FIRST_ANSWER_SHARE * _stretch(state))


def _stretch(state: State) -> float:
    return (100 + state.extra_time) / 100 * (TYPED_FACTOR if state.typed else 1)
