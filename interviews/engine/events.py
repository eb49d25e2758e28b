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
    practice: bool = False
    # Percent of the plan's minutes that this candidate gets more.
    extra_time: int = 0


@dataclass(frozen=True, slots=True)
class Reading:
    """What a language model made of an utterance: the engine takes of it what the rules allow."""

    intent: str
    # Keys of indicators that the answer so far has shown.
    shown: tuple[str, ...] = ()
    # The indicator to probe for next, and the probe's words; None leaves it to the plan.
    probe: str | None = None
    wording: str | None = None


@dataclass(frozen=True, slots=True)
class Heard:
    """The candidate finished an utterance, spoken or typed."""

    text: str
    # The key of the question that was heard last, when this was said over the next one before that could
    # be heard. Nothing is to be said then: the caller asks the unheard question again.
    over: str = ""
    # Asked for before the step and kept in the event, so that the log replays without the model.
    reading: Reading | None = None
    # Cut off by a crash in the middle of the utterance: recorded as far as it was heard, and nothing follows.
    partial: bool = False


@dataclass(frozen=True, slots=True)
class NotUnderstood:
    """Speech was heard but gave no text: ask for it again instead of waiting in silence."""


@dataclass(frozen=True, slots=True)
class Pressed:
    """The candidate pressed a control: repeat, rephrase, skip, back, break, moment or done."""

    control: str


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
    # For how long nobody was there; None when unknown: then since the last event. It is credited.
    away_ms: int | None = None


@dataclass(frozen=True, slots=True)
class CandidateBack:
    """The candidate was out of reach for `away_ms` while the interviewer stayed. It is credited."""

    away_ms: int
    # Nothing was heard from them since the question, which may not have reached them.
    ask_again: bool = False
    # A question waits of which nothing was said yet: it comes next in any case.
    question_waits: bool = False


@dataclass(frozen=True, slots=True)
class SpeechLost:
    """The service for `part` of speech ("hearing" or "voice") stopped answering."""

    part: str


@dataclass(frozen=True, slots=True)
class SpeechBack:
    """The service for `part` of speech answers again after `away_ms`, which are credited.

    What was said to the one who could not hear is understood next, and answers itself.
    """

    part: str
    away_ms: int
    # The question could only be read, and has no answer yet.
    ask_again: bool = False


@dataclass(frozen=True, slots=True)
class Left:
    """The candidate ended the interview early, knowingly."""


Event = (
    Started
    | Heard
    | NotUnderstood
    | Pressed
    | Silence
    | Tick
    | Resumed
    | CandidateBack
    | SpeechLost
    | SpeechBack
    | Left
)
