"""What the pages of an interview may show: what was already said, and nothing that is to come."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from interviews.engine.moves import last_asked
from interviews.engine.plan import Plan, load_plan
from interviews.engine.progress import Progress, progress
from interviews.engine.scene import Scene
from interviews.engine.state import State, current_question, from_dict
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
    """What is asked is empty until it has been heard; `minutes_left` is rounded by the engine.

    `follow_up` is what was asked about the answer so far, and waits for an answer itself.
    """

    status: str
    mode: str
    finished: bool
    question_number: int
    question_count: int
    minutes_left: int
    question_text: str
    follow_up: str
    on_break: bool
    can_go_back: bool
    can_rephrase: bool
    captions: tuple[Caption, ...]


def room_view(*, interview: AnyInterview, now: datetime) -> RoomView:
    """Return what the candidate may see at `now`."""
    plan, state = _plan_and_state(interview)
    known = progress(plan, state, clock_ms(interview=interview, now=now))
    captions = tuple(_caption(turn) for turn in _heard(interview))
    heard = {caption.text for caption in captions if caption.role == Turn.Role.AGENT}
    follow_up = _follow_up(plan, state)
    return RoomView(
        status=interview.status,
        mode=interview.mode,
        finished=interview.is_over,
        question_number=known.question_number,
        question_count=known.question_count,
        minutes_left=known.minutes_left,
        question_text=known.question_text if known.question_text in heard else "",
        follow_up=follow_up if follow_up in heard else "",
        on_break=state.phase == "on_break",
        can_go_back=len(state.entries) > 1 and not state.went_back,
        can_rephrase=_can_rephrase(plan, state),
        captions=captions,
    )


def current_progress(*, interview: AnyInterview, now: datetime) -> Progress:
    """Return how far the interview is at `now`."""
    return progress(*_plan_and_state(interview), clock_ms(interview=interview, now=now))


def _plan_and_state(interview: AnyInterview) -> tuple[Plan, State]:
    plan = load_plan(interview.plan_document)
    return plan, from_dict(interview.state)


def _follow_up(plan: Plan, state: State) -> str:
    question = current_question(plan, state)
    if question is None or state.entry is None:
        return ""
    text, _ = last_asked(Scene(plan, state, 0))
    return text if text != question.text else ""


def _can_rephrase(plan: Plan, state: State) -> bool:
    """Other words are there for a question itself, once, and not for what is asked about its answer."""
    question, entry = current_question(plan, state), state.entry
    if question is None or entry is None:
        return False
    return bool(question.rephrase) and not (entry.rephrased or entry.probes)


def _heard(interview: AnyInterview) -> list[AnyTurn]:
    """What was said, and the goodbye of an interview that is over: who could not hear it reads it."""
    heard = Q(started_ms__isnull=False)
    if interview.is_over:
        heard |= Q(kind="closing")
    return list(interview.turns.filter(heard).order_by("number"))


def _caption(turn: AnyTurn) -> Caption:
    return Caption(turn.number, turn.role, turn.kind, turn.text, turn.started_ms or 0)
