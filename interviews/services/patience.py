"""How long the interviewer waits in one candidate's pauses: from the invitation, and as they need it."""

from __future__ import annotations

from datetime import datetime

from interviews.models import AnyInterview
from interviews.services.status import log_event


def change_patience(*, interview: AnyInterview, patience: str, why: str, now: datetime) -> None:
    """Keep the patience ("standard", "patient", "brisk") for the agents to come, and note who wanted it.

    `why` is "asked" (in words), "pressed" (the room's control) or "cut_off" (the interviewer spoke too soon).
    """
    type(interview)._default_manager.filter(pk=interview.pk).update(patience=patience)
    log_event(
        interview=interview, kind="patience_changed", payload={"patience": patience, "why": why}, now=now
    )
