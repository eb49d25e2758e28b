"""When silence is long enough to say something."""

from __future__ import annotations

from interviews.engine.state import State

# How long each rung of the ladder waits, ms.
RUNGS_MS = (12_000, 12_000, 15_000)
# After "give me a moment" the silence is wanted.
MOMENT_MS = 60_000


def is_due(state: State, silent_ms: int, now: int) -> bool:
    """Whether a silence of `silent_ms` asks for the next rung. Who types is never hurried.

    Time before the last event does not count, so a caller whose count runs on cannot climb two rungs at once.
    """
    if state.typed:
        return False
    threshold = MOMENT_MS if state.patient else RUNGS_MS[min(state.rung, len(RUNGS_MS) - 1)]
    return min(silent_ms, now - state.last_event_ms) >= threshold
