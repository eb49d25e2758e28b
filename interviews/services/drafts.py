"""Words that were typed and not sent: kept for whoever types them, in no log and in no recruiter's page.

They were not said. So they go when they are sent, and all of them when the interview ends.
"""

from __future__ import annotations

import json

from django.db import transaction

from interviews.models import AnyInterview
from interviews.services.asked import asked_turn
from interviews.services.words import MAX_CHARS


def lock_interview(interview: AnyInterview) -> AnyInterview:
    """Return the interview as it is stored; nobody else writes it until the transaction ends."""
    return type(interview).objects.select_for_update().get(pk=interview.pk)


def find_draft(*, interview: AnyInterview, asked: int) -> str:
    """Return what was written for the turn `asked` and not sent, empty when there is nothing."""
    return _drafts(interview).get(str(asked), "")


def keep_draft(*, interview: AnyInterview, asked: int, text: str) -> bool:
    """Keep `text`, at most MAX_CHARS of it; False when the interview is over or no longer asks that."""
    with transaction.atomic():
        stored = lock_interview(interview)
        if stored.is_over or asked_turn(interview=stored) != asked:
            return False
        put_draft(interview=stored, asked=asked, text=text)
    return True


def add_to_draft(*, interview: AnyInterview, text: str) -> str:
    """Put `text`, which was written for an earlier question, below what is written for the one asked now.

    Returns all of it; what is kept ends at MAX_CHARS.
    """
    with transaction.atomic():
        stored = lock_interview(interview)
        asked = asked_turn(interview=stored)
        known = find_draft(interview=stored, asked=asked)
        whole = known if text.strip() in known else "\n\n".join(part for part in (known, text) if part)
        if not stored.is_over:
            put_draft(interview=stored, asked=asked, text=whole)
    return whole


def put_draft(*, interview: AnyInterview, asked: int, text: str) -> None:
    """Keep `text` for the turn `asked`; nothing of it when it is empty. Call it with the interview locked."""
    drafts = _drafts(interview)
    drafts.pop(str(asked), None)
    if text.strip():
        drafts[str(asked)] = text[:MAX_CHARS]
    interview.draft = json.dumps(drafts) if drafts else ""
    type(interview).objects.filter(pk=interview.pk).update(draft=interview.draft)


def _drafts(interview: AnyInterview) -> dict[str, str]:
    return dict(json.loads(interview.draft)) if interview.draft else {}
