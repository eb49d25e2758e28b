"""An interview laid out for people: who said what and when, and what else happened."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from statistics import median

from django.utils.formats import date_format
from django.utils.timezone import localtime

from interviews.models import Interview, InterviewEvent, Turn
from interviews.services.clock import clock_ms
from interviews.services.event_words import event_sentence

KINDS = {
    "disclosure": "Introduction",
    "core": "Question",
    "probe": "Follow-up",
    "answer": "Answer",
    "repeat": "Repeated",
    "rephrase": "Rephrased",
    "nudge": "Reminder",
    "fact": "About the job",
    "closing": "Closing",
    "other": "",
}
ENDINGS = {
    "completed": "every question was asked",
    "time_up": "the time was up",
    "left": "by the candidate",
    "no_answer": "nobody answered",
    "no_return": "the candidate did not come back",
    "stopped": "stopped by a recruiter",
}
# What the candidate wished by a button instead of words; "done" is said by the words before it.
WISHES = {
    "repeat": "pressed: the question again",
    "rephrase": "pressed: in other words",
    "skip": "pressed: skip",
    "back": "pressed: back to the question before",
    "break": "pressed: a break",
    "moment": "pressed: a moment",
}
EVENTS_SHOWN = 300


@dataclass(frozen=True, slots=True)
class Line:
    """One utterance. `time` is m:ss, empty while it was not heard; `note` says what was special about it."""

    time: str
    speaker: str
    role: str
    label: str
    text: str
    latency: str
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class EventRow:
    """One entry of the log; `time` is m:ss on the interview's clock, and a date around it."""

    time: str
    sentence: str


def minutes_seconds(ms: int) -> str:
    """Return milliseconds as m:ss."""
    return f"{ms // 60_000}:{ms // 1000 % 60:02d}"


def transcript(interview: Interview) -> list[Line]:
    """Return everything said so far, what buttons asked for, and what the agent is about to say."""
    wishes = _wishes(interview)
    lines = []
    for turn in interview.turns.all():
        wish = wishes.pop(turn.sequence, None)
        lines += [wish] if wish else []
        lines.append(_line(interview, turn))
    return lines


def event_log(interview: Interview) -> list[EventRow]:
    """Return the newest entries of the log, oldest first."""
    newest = interview.events.order_by("-pk")[:EVENTS_SHOWN]
    return [_event_row(interview, event) for event in reversed(newest)]


def duration(interview: Interview, now: datetime) -> str:
    """Return how long it took, or has taken until `now`, as m:ss; empty before the start."""
    if interview.started_at is None:
        return ""
    return minutes_seconds(clock_ms(interview=interview, now=interview.finished_at or now))


def ending(interview: Interview) -> str:
    """Return why it ended, in words; empty before the end."""
    return ENDINGS.get(interview.ended_reason, interview.ended_reason.replace("_", " "))


def typical_latency(interview: Interview) -> str:
    """Return the median time to the interviewer's answer, in seconds; empty when nothing was measured."""
    known = [turn.latency_ms for turn in interview.turns.all() if turn.latency_ms is not None]
    return f"{median(known) / 1000:.1f} s" if known else ""


def _wishes(interview: Interview) -> dict[int | None, Line]:
    """A line for each button that the candidate pressed, by the sequence of the turns that followed."""
    pressed = interview.events.filter(kind="pressed", payload__control__in=WISHES)
    return {event.sequence: _wish(interview, event) for event in pressed}


def _wish(interview: Interview, event: InterviewEvent) -> Line:
    return Line(
        time=minutes_seconds(clock_ms(interview=interview, now=event.at)),
        speaker=_candidate(interview),
        role=Turn.Role.CANDIDATE,
        label=WISHES[event.payload["control"]],
        text="",
        latency="",
        notes=(),
    )


def _candidate(interview: Interview) -> str:
    return interview.display_name or "Candidate"


def _line(interview: Interview, turn: Turn) -> Line:
    return Line(
        time="" if turn.started_ms is None else minutes_seconds(turn.started_ms),
        speaker=turn.get_role_display() if turn.role == Turn.Role.AGENT else _candidate(interview),
        role=turn.role,
        label=KINDS.get(turn.kind, turn.kind),
        text=turn.text,
        latency="" if turn.latency_ms is None else f"{turn.latency_ms / 1000:.1f} s",
        notes=tuple(_notes(interview, turn)),
    )


def _notes(interview: Interview, turn: Turn) -> list[str]:
    notes = []
    if turn.started_ms is None:
        notes.append("not heard" if interview.is_over else "not heard yet")
    if turn.interrupted:
        notes.append("interrupted")
    if turn.mode == Interview.Mode.TYPED and turn.role == Turn.Role.CANDIDATE:
        notes.append("typed")
    return notes


def _event_row(interview: Interview, event: InterviewEvent) -> EventRow:
    sentence = event_sentence(event) or f"{event.kind.replace('_', ' ').capitalize()}."
    return EventRow(_time_of(interview, event.at), sentence)


def _time_of(interview: Interview, at: datetime) -> str:
    start, end = interview.started_at, interview.finished_at
    if start is None or at < start or (end is not None and at > end):
        return date_format(localtime(at), "j M, H:i")
    return minutes_seconds(clock_ms(interview=interview, now=at))
