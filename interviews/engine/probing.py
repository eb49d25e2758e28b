"""Which follow-up comes next: bounded, in the plan's order, and only for what has not been shown."""

from __future__ import annotations

from interviews.engine.pacing import has_time_for_probe
from interviews.engine.plan import Plan, Question
from interviews.engine.state import State

# An answer of this many words has said much of its own accord and gets one probe fewer.
LONG_ANSWER_WORDS = 60


def next_probe(plan: Plan, state: State, question: Question, now: int) -> int | None:
    """Return the index of the next authored probe, None when the question has had its share."""
    limit = question.probes.max - (state.words >= LONG_ANSWER_WORDS)
    if len(state.probed) >= limit or not has_time_for_probe(plan, state, now):
        return None
    for index, probe in enumerate(question.probes.authored):
        if index not in state.probed and probe.indicator not in state.shown:
            return index
    return None


def shown_in(plan: Plan, question: Question, text: str) -> tuple[str, ...]:
    """Return the indicators of the question one of whose examples stands in `text`."""
    folded = " ".join(text.casefold().split())
    return tuple(
        key
        for key, indicator in plan.indicators_of(question).items()
        if any(" ".join(example.casefold().split()) in folded for example in indicator.examples)
    )
