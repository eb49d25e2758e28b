"""The time that counts: absences are credited to the interview, the rest is spent on a question."""

from __future__ import annotations

from dataclasses import replace

from interviews.engine.events import CandidateBack, Event, Resumed, SpeechBack
from interviews.engine.state import State

# Who types and lets this much time go by has been elsewhere, and gets the rest back.
TYPED_GAP_MS = 5 * 60_000
# What ends a time in which the interview could not go on.
RETURNS = (Resumed, CandidateBack, SpeechBack)


def credit_absence(state: State, event: Event, now: int) -> State:
    """Return the state with the time since the last event given back, as far as nobody was there for it."""
    gap = max(0, now - state.last_event_ms)
    if state.phase == "new":
        return state
    if isinstance(event, RETURNS):
        return _credit(state, gap if event.away_ms is None else min(gap, max(0, event.away_ms)))
    if state.phase == "on_break":
        ms = min(gap, state.break_left_ms)
        state, gap = replace(_credit(state, ms), break_left_ms=state.break_left_ms - ms), gap - ms
    return _credit(state, gap - TYPED_GAP_MS) if state.typed and gap > TYPED_GAP_MS else state


def spend(before: State, after: State, now: int) -> State:
    """Return the state at `now`, with the time since the last event spent on the question it had then."""
    now = max(now, before.last_event_ms)
    if before.entry is not None:
        known = after.find_entry(before.entry.question)
        ms = (known.ms if known else 0) + now - before.last_event_ms
        after = after.with_entry(before.entry.question, ms=ms)
    return replace(after, last_event_ms=now)


def _credit(state: State, ms: int) -> State:
    return replace(state, away_ms=state.away_ms + ms, last_event_ms=state.last_event_ms + ms)
