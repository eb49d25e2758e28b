"""Which follow-up comes next: bounded, the authored ones first, and only for what has not been shown.

Without a model the length of the answer says how thorough it was; with one, what it has shown does (ADR 12).
"""

from __future__ import annotations

from dataclasses import replace

from interviews.engine.events import Reading
from interviews.engine.guard import wording_problem
from interviews.engine.pacing import has_time_for_probe
from interviews.engine.plan import Plan, Question
from interviews.engine.state import AskedProbe, Entry, State

# An answer of so many words has said much of its own accord and gets one probe fewer, or two.
LONG_ANSWER_WORDS = 150
VERY_LONG_ANSWER_WORDS = 300


def next_probe(
    plan: Plan, state: State, question: Question, now: int, reading: Reading | None
) -> AskedProbe | None:
    """Return the next probe of the current question, None when it has had its share."""
    entry = state.entry
    if entry is None or len(entry.probes) >= _warranted(question, entry, reading):
        return None
    if not has_time_for_probe(plan, state, now):
        return None
    open_probes = unasked_probes(state, question)
    if reading is not None:
        proposed = _proposed(plan, state, question, reading, open_probes)
        if proposed is not None:
            return proposed
    return next(iter(open_probes.values()), None)


def unasked_probes(state: State, question: Question) -> dict[str, AskedProbe]:
    """Return the authored probes that are still worth asking, by indicator, in the plan's order."""
    entry = state.find_entry(question.key)
    asked = {probe.index for probe in entry.probes} if entry else set()
    worth: dict[str, AskedProbe] = {}
    for index, probe in enumerate(question.probes.authored):
        if index not in asked and probe.indicator not in state.shown:
            worth.setdefault(probe.indicator, AskedProbe(probe.indicator, probe.text, index))
    return worth


def shown_in(plan: Plan, question: Question, text: str) -> tuple[str, ...]:
    """Return the indicators of the question one of whose examples stands in `text`."""
    folded = " ".join(text.casefold().split())
    return tuple(
        key
        for key, indicator in plan.indicators_of(question).items()
        if any(" ".join(example.casefold().split()) in folded for example in indicator.examples)
    )


def _warranted(question: Question, entry: Entry, reading: Reading | None) -> int:
    if reading is not None:
        return question.probes.max
    fewer = (entry.words >= LONG_ANSWER_WORDS) + (entry.words >= VERY_LONG_ANSWER_WORDS)
    return question.probes.max - fewer


def _proposed(
    plan: Plan, state: State, question: Question, reading: Reading, open_probes: dict[str, AskedProbe]
) -> AskedProbe | None:
    """The model's choice, where the rules allow it; its own probe only when no authored one is left."""
    key, wording = reading.probe, reading.wording
    usable = wording is not None and wording_problem(plan, question, wording) is None
    if key in open_probes:
        authored = open_probes[key]
        return replace(authored, text=wording) if wording is not None and usable else authored
    entry = state.entry
    asked = {probe.indicator for probe in entry.probes} if entry else set()
    if open_probes or key not in plan.indicators_of(question) or key in state.shown | asked:
        return None
    return AskedProbe(key, wording) if wording is not None and usable else None
