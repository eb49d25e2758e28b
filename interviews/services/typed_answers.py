"""What a typed page reports, checked against what the interview asks at that very moment."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from interviews.engine.events import Event, Heard
from interviews.models import AnyInterview
from interviews.services.asked import asked_turn
from interviews.services.drafts import lock_interview, put_draft
from interviews.services.turns import Outcome, record_event


def record_typed(
    *,
    interview: AnyInterview,
    event: Event,
    asked: int,
    draft: str | None,
    report_id: str,
    now: datetime,
) -> Outcome | None:
    """Record what was sent or pressed under the turn `asked`; None when the interview has gone on.

    It goes on in another window or on another device, and words for one question are no answer to the next.
    `draft` is what stays unsent beside it; None leaves what is kept. A report that was recorded before gets
    the outcome it got then. Raises what `record_event` does.
    """
    with transaction.atomic():
        stored = lock_interview(interview)
        is_new = not stored.events.filter(report_id=report_id).exists()
        if is_new and not _is_up_to_date(stored, event, asked):
            return None
        if is_new and draft is not None:
            put_draft(interview=stored, asked=asked, text=draft)
        return record_event(interview=stored, event=event, now=now, report_id=report_id)


def _is_up_to_date(interview: AnyInterview, event: Event, asked: int) -> bool:
    """Words from a page that does not know of the break would be taken for the end of it."""
    rests = isinstance(event, Heard) and interview.state.get("phase") == "on_break"
    return not rests and asked_turn(interview=interview) == asked
