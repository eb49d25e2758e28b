"""Spoken words that wait to be understood: stored first, so that they outlive the process that heard them.

A language model is asked before the engine's step and takes its time. What was said is in the log meanwhile,
as an event that is not the engine's; whatever is recorded next in the interview comes after it.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef
from django.db.models.functions import Substr

from interviews.engine.events import Heard
from interviews.models import AnyInterview
from interviews.services.errors import StaleLease
from interviews.services.words import clean_text

KIND = "utterance"
# The engine's event will carry the report id itself.
PREFIX = "kept:"


def keep_utterance(
    *,
    interview: AnyInterview,
    heard: Heard,
    report_id: str,
    started_ms: int | None,
    ended_ms: int | None,
    epoch: int,
    now: datetime,
) -> None:
    """Store what was said until it is recorded under `report_id`; again is no harm. Raises StaleLease."""
    if not type(interview).objects.filter(pk=interview.pk, lease_epoch=epoch).exists():
        raise StaleLease
    words = {
        "text": clean_text(heard.text),
        "over": heard.over,
        "report_id": report_id,
        "started_ms": started_ms,
        "ended_ms": ended_ms,
    }
    interview.events.get_or_create(
        report_id=PREFIX + report_id, defaults={"kind": KIND, "payload": words, "at": now}
    )


def kept_utterances(*, interview: AnyInterview, but: str | None = None) -> list[dict[str, Any]]:
    """Return the utterances that nothing has come of yet, oldest first, as what they are to be recorded with.

    `but` is the report that is being recorded.
    """
    same = interview.events.filter(report_id=Substr(OuterRef("report_id"), len(PREFIX) + 1))
    kept = interview.events.filter(~Exists(same), kind=KIND).exclude(report_id=f"{PREFIX}{but}")
    return [
        {
            "event": Heard(event.payload["text"], over=event.payload["over"]),
            "now": event.at,
            "report_id": event.payload["report_id"],
            "started_ms": event.payload["started_ms"],
            "ended_ms": event.payload["ended_ms"],
        }
        for event in kept.order_by("pk")
    ]
