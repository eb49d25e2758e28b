"""What can happen to an interview, as the engine sees it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Started:
    """The candidate is in the room (or on the page) and an interviewer is ready. Sent once."""

    job_title: str = ""
    company_name: str = ""
    candidate_name: str = ""
    typed: bool = False


@dataclass(frozen=True, slots=True)
class Heard:
    """The candidate finished an utterance, spoken or typed."""

    text: str
    # The key of the question that was heard last, when this was said over the next one before that could
    # be heard. Nothing is to be said then: the caller asks the unheard question again.
    over: str = ""


@dataclass(frozen=True, slots=True)
class NotUnderstood:
    """Speech was heard but gave no text: ask for it again instead of waiting in silence."""


@dataclass(frozen=True, slots=True)
class RepeatRequested:
    """The candidate pressed "Repeat"."""


@dataclass(frozen=True, slots=True)
class MomentRequested:
    """The candidate pressed "Give me a moment": the silence that follows is wanted."""


@dataclass(frozen=True, slots=True)
class Silence:
    """The candidate has the floor and has said nothing for `ms` milliseconds."""

    ms: int


@dataclass(frozen=True, slots=True)
class Tick:
    """Time has passed; sent about once a second while the candidate has the floor and is not speaking."""


@dataclass(frozen=True, slots=True)
class Resumed:
    """The conversation goes on after a reload, a lost connection, a new agent or a change of mode."""

    typed: bool = False


@dataclass(frozen=True, slots=True)
class Left:
    """The candidate ended the interview early, knowingly."""


Event = Started | Heard | NotUnderstood | RepeatRequested | MomentRequested | Silence | Tick | Resumed | Left
