"""When silence is long enough to say something."""

from __future__ import annotations

from interviews.engine.state import State

# How long each rung of the ladder waits, ms.
RUNGS_MS = (12_000, 12_000, 15_000, 20_000)
# After "give me a moment" the silence is wanted.
MOMENT_MS = 60_000
# And a break is left in peace for longer still.
BREAK_MS = 5 * 60_000


def is_due(state: State, silent_ms: int, now: int) -> bool:
    """Whether a silence of `silent_ms` asks for the next rung. Who types is never hurried.

    Time before the last event does not count, so a caller whose count runs on cannot climb two rungs at once.
    """
    if state.typed:
        return False
    return min(silent_ms, now - state.last_event_ms) >= _threshold_ms(state)


def _threshold_ms(state: State) -> int:
    if state.phase == "on_break":
        return BREAK_MS
    return MOMENT_MS if state.patient else RUNGS_MS[min(state.rung, len(RUNGS_MS) - 1)]
