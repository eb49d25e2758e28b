"""How long a silence is waited for before an answer counts as over, by patience and by the words' ending."""

from __future__ import annotations

from agent_worker.turn_taking.endings import Ending

# Seconds of silence, from the last voiced sound. The reply is heard about 0.3 s later (benches/RESULTS.md).
HOLDS: dict[str, dict[Ending, float]] = {
    "brisk": {
        Ending.DONE: 0.45,
        Ending.COMPLETE: 0.55,
        Ending.TRAILING: 0.9,
        Ending.OPEN: 1.9,
        Ending.FILLER: 2.2,
        Ending.THINKING: 4.5,
    },
    "standard": {
        Ending.DONE: 0.5,
        Ending.COMPLETE: 1.25,
        Ending.TRAILING: 1.5,
        Ending.OPEN: 2.3,
        Ending.FILLER: 2.6,
        Ending.THINKING: 5.5,
    },
    "patient": {
        Ending.DONE: 0.6,
        Ending.COMPLETE: 2.1,
        Ending.TRAILING: 2.4,
        Ending.OPEN: 3.5,
        Ending.FILLER: 4.0,
        Ending.THINKING: 6.5,
    },
}
STANDARD, PATIENT = "standard", "patient"


def hold_for(patience: str, ending: Ending) -> float:
    """Return the silence to wait for, seconds; an unknown patience is the standard one."""
    return HOLDS.get(patience, HOLDS[STANDARD])[ending]


def more_patient(patience: str) -> str:
    """Return the next patience for somebody who needs longer pauses."""
    return STANDARD if patience == "brisk" else PATIENT
