"""Spoken words that nothing has come of yet: stored first, so that they outlive the process that heard them.

A language model is asked before the engine's step and takes its time, and a candidate takes longer still to
finish a sentence. What was said so far is in the log meanwhile, as an event that is not the engine's;
whatever is recorded next in the interview comes after it.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Substr

from interviews.engine.events import Heard
from interviews.models import AnyInterview
from interviews.services.errors import StaleLease
from interviews.services.words import clean_text

# A whole utterance that waits to be understood, and one that is still being spoken.
KIND, PARTIAL = "utterance", "utterance_so_far"
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
    partial: bool = False,
) -> None:
    """Store what was said until it is recorded under `report_id`; again is no harm. Raises StaleLease.

    `partial`: it is not finished, and this takes the place of what was kept of it before. Only another agent
    records it, when this one was killed. Times are ms on the interview's clock.
    """
    words = {
        "text": clean_text(heard.text),
        "over": heard.over,
        "report_id": report_id,
        "started_ms": started_ms,
        "ended_ms": ended_ms,
        "epoch": epoch,
    }
    row = {"kind": PARTIAL if partial else KIND, "payload": words, "at": now}
    with transaction.atomic():
        if not type(interview).objects.filter(pk=interview.pk, lease_epoch=epoch).exists():
            raise StaleLease
        if partial:
            interview.events.filter(report_id=PREFIX + report_id, kind=PARTIAL).delete()
        else:
            forget_partial(interview=interview, epoch=epoch, ended_ms=ended_ms)
        interview.events.get_or_create(report_id=PREFIX + report_id, defaults=row)


def forget_partial(*, interview: AnyInterview, epoch: int, ended_ms: int | None) -> None:
    """Drop what `epoch` kept of an utterance that is whole now; what began after `ended_ms` is another."""
    partial = interview.events.filter(kind=PARTIAL, payload__epoch=epoch)
    if ended_ms is not None:
        partial = partial.filter(payload__started_ms__lte=ended_ms)
    partial.delete()


def kept_utterances(
    *, interview: AnyInterview, but: str | None = None, from_all: bool = False
) -> list[dict[str, Any]]:
    """Return the utterances that nothing has come of yet, oldest first, as what they are to be recorded with.

    `but` is the report that is being recorded. Words of an utterance that the agent of the present lease
    still listens to are left to it, unless `from_all`: nobody listens any more.
    """
    same = interview.events.filter(report_id=Substr(OuterRef("report_id"), len(PREFIX) + 1))
    whose = Q(kind=KIND) | Q(kind=PARTIAL) & (Q() if from_all else _of_earlier(interview))
    kept = interview.events.filter(~Exists(same), whose).exclude(report_id=f"{PREFIX}{but}")
    return [
        {
            "event": Heard(event.payload["text"], over=event.payload["over"], partial=event.kind == PARTIAL),
            "now": event.at,
            "report_id": event.payload["report_id"],
            "started_ms": event.payload["started_ms"],
            "ended_ms": event.payload["ended_ms"],
        }
        for event in kept.order_by("pk")
    ]


def _of_earlier(interview: AnyInterview) -> Q:
    return Q(payload__epoch__lt=interview.lease_epoch)
