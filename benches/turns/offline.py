"""What each profile would do with a set of recorded answers, on the recordings' own clock."""

from __future__ import annotations

from dataclasses import dataclass

from agent_worker.turn_taking.endings import Ending, ending_of
from agent_worker.turn_taking.profiles import hold_for
from benches.turns.recordings import Pause, Recording

# From the decision to the first sound at the candidate's ear, seconds: as measured live.
OVERHEAD = 0.3
# From the last voiced sound until its words are known, seconds.
WORDS_KNOWN = 0.5
# From the first voiced sound until the detector says so, seconds.
VOICE_KNOWN = 0.1


@dataclass(frozen=True)
class Outcome:
    """`response` in seconds; None for an answer that was cut off, at a pause that ended in `ending`."""

    recording: Recording
    ending: Ending
    text: str
    response: float | None


def play(recording: Recording, patience: str) -> Outcome:
    """Return when the reply to a recording would be heard."""
    for pause in recording.heard:
        ending = ending_of(pause.text, "en")
        decided = pause.begins_at + max(hold_for(patience, ending), WORDS_KNOWN)
        if is_last(recording, pause):
            return Outcome(recording, ending, pause.text, decided + OVERHEAD - recording.ends_at)
        if pause.goes_on_at is not None and decided < pause.goes_on_at + VOICE_KNOWN:
            return Outcome(recording, ending, pause.text, None)
    raise ValueError(f"no voice is heard in {recording.id}")


def is_last(recording: Recording, pause: Pause) -> bool:
    """Whether nothing but noise follows."""
    return pause.goes_on_at is None or pause.begins_at > recording.ends_at - 0.1
