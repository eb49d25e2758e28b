"""What the pages of an interview may show: what was already said, and nothing that is to come."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from interviews.engine.plan import load_plan
from interviews.engine.progress import Progress, progress
from interviews.engine.state import from_dict, new_state
from interviews.models import AnyInterview, AnyTurn, Turn
from interviews.services.clock import clock_ms


@dataclass(frozen=True, slots=True)
class Caption:
    """One utterance that was heard or shown; `role` is `agent` or `candidate`."""

    number: int
    role: str
    kind: str
    text: str
    started_ms: int


@dataclass(frozen=True, slots=True)
class RoomView:
    """`question_text` is empty until the question has been heard; `minutes_left` is rounded by the engine."""

    status: str
    mode: str
    finished: bool
    question_number: int
    question_count: int
    minutes_left: int
    question_text: str
    captions: tuple[Caption, ...]


def room_view(*, interview: AnyInterview, now: datetime) -> RoomView:
    """Return what the candidate may see at `now`."""
    known = current_progress(interview=interview, now=now)
    captions = tuple(_caption(turn) for turn in _heard(interview))
    asked = any(
        caption.text == known.question_text for caption in captions if caption.role == Turn.Role.AGENT
    )
    return RoomView(
        status=interview.status,
        mode=interview.mode,
        finished=interview.is_over,
        question_number=known.question_number,
        question_count=known.question_count,
        minutes_left=known.minutes_left,
        question_text=known.question_text if asked else "",
        captions=captions,
    )


def current_progress(*, interview: AnyInterview, now: datetime) -> Progress:
    """Return how far the interview is at `now`."""
    plan = load_plan(interview.plan_document)
    state = from_dict(interview.state) if interview.state else new_state(plan)
    return progress(plan, state, clock_ms(interview=interview, now=now))


def _heard(interview: AnyInterview) -> list[AnyTurn]:
    return list(interview.turns.filter(started_ms__isnull=False).order_by("number"))


def _caption(turn: AnyTurn) -> Caption:
    return Caption(turn.number, turn.role, turn.kind, turn.text, turn.started_ms or 0)
