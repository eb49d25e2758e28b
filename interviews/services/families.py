"""The two families of interviews, hiring and practice, and how one is found without knowing which it is."""

from __future__ import annotations

from interviews.models import AnyInterview, Interview, PracticeInterview

# They share no table and no key, so whoever needs both asks each in turn.
FAMILIES: tuple[type[AnyInterview], ...] = (Interview, PracticeInterview)


def find_interview(*, public_id: str) -> AnyInterview | None:
    """Return the interview with this id, of either family; None when there is none."""
    hiring = Interview.objects.whole().filter(public_id=public_id).first()
    return hiring or PracticeInterview.objects.whole().filter(public_id=public_id).first()
