"""Takes back a move that was not heard: who goes on over it was not done, and both halves are one answer."""

from __future__ import annotations

from dataclasses import replace

from interviews.engine.effects import Effect, Record, Say
from interviews.engine.events import Heard
from interviews.engine.intents import ANSWER, classify
from interviews.engine.plan import Plan
from interviews.engine.state import State

# Of the second half alone: anything else is for the interviewer, not for the answer.
GOES_ON = (ANSWER, "correction")
# What an answer changes in the entry of its question.
TAKEN_IN = ("answer", "answered", "skipped", "words", "shown")


def remember(after: State, before: State, text: str) -> State:
    """Return `after` with the way back to `before` the utterance `text`; who types has seen every move."""
    if after.typed:
        return after
    return replace(after, before=replace(before, before=None, half=""), half=text)


def forget(before: State, after: State, effects: list[Effect]) -> State:
    """Return `after` without the way back, once anything else has been said, credited or taken in."""
    if after.before is None or after.before is not before.before:
        return after
    said = any(isinstance(effect, Say) for effect in effects)
    if not said and after.away_ms == before.away_ms and after.entries == before.entries:
        return after
    return replace(after, before=None, half="")


def join(plan: Plan, state: State, event: Heard) -> tuple[State, Heard] | None:
    """Return the state before the first half, and both halves as one utterance.

    None when `event` is no second half: nothing was taken back, or it is no part of an answer. What the first
    half is known to have shown stays known, and a phrase that was begun is not said again in the same words.
    """
    before = state.before
    if before is None or event.partial or classify(event.text, plan.language) not in GOES_ON:
        return None
    entry, current = before.entry, state.find_entry(event.over)
    if entry is None or current is None or entry.question != event.over or not event.text.strip():
        return None
    before = replace(before.with_entry(event.over, shown=current.shown), said=state.said)
    return before, replace(event, text=f"{state.half} {event.text}", over="")


def record_half(effects: list[Effect], text: str) -> list[Effect]:
    """Return the effects with only `text` recorded: the first half is in the transcript already."""
    return [replace(effect, text=text) if isinstance(effect, Record) else effect for effect in effects]


def keep_goodbye(state: State, whole: State, question: str) -> State:
    """Return `state`, which is finished and stays so, with the answer to `question` as it is in `whole`."""
    entry = whole.find_entry(question)
    taken = {name: getattr(entry, name) for name in TAKEN_IN}
    return replace(state.with_entry(question, **taken), half=whole.half)
