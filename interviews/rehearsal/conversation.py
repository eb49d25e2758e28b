"""An interview that somebody types, turn by turn: the engine, a clock from outside, and the transcript."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Protocol

from interviews.engine.coverage import Coverage, coverage
from interviews.engine.effects import Finish, Record, Say
from interviews.engine.events import Event, Heard, Left, Pressed, Started
from interviews.engine.machine import step
from interviews.engine.plan import Plan
from interviews.engine.state import State
from interviews.engine.turn_contract import Reader, read_utterance

MS_PER_WORD = 400


class Clock(Protocol):
    """Milliseconds since the interview began. It may stand still, but never goes back."""

    def __call__(self) -> int:
        """Return the time."""

    def hear(self, text: str) -> None:
        """Take in that this was said or typed."""


@dataclass
class WordClock:
    """Time as it would pass if everything were spoken, however fast it is typed."""

    now: int = 0

    def __call__(self) -> int:
        """Return the time."""
        return self.now

    def hear(self, text: str) -> None:
        """Let the words take their time."""
        self.now += max(1, len(text.split())) * MS_PER_WORD


@dataclass
class Conversation:
    """One interview between the engine and a person at a keyboard."""

    plan: Plan
    clock: Clock
    reader: Reader | None = None
    candidate: str = ""
    state: State = field(default_factory=State)
    turns: list[dict[str, Any]] = field(default_factory=list)

    @property
    def finished(self) -> bool:
        """Whether the interview is over."""
        return self.state.phase == "finished"

    def start(self) -> list[Say]:
        """Begin; return what the interviewer says."""
        return self._tell(Started(job_title=self.plan.title, candidate_name=self.candidate, typed=True))

    def say(self, text: str, since: int) -> list[Say]:
        """Take what the candidate has typed since `since` (ms); return what the interviewer says to it."""
        self.clock.hear(text)
        reading = read_utterance(self.plan, self.state, text, self.reader) if self.reader else None
        return self._tell(Heard(text, reading=reading), since)

    def press(self, control: str) -> list[Say]:
        """Take a pressed control (repeat, skip, back, moment, break, ...); return what is said to it."""
        return self._tell(Pressed(control))

    def leave(self) -> None:
        """End early, as the candidate wishes."""
        self._tell(Left())

    def ledger(self) -> tuple[Coverage, ...]:
        """Return what became of every question so far."""
        return coverage(self.plan, self.state)

    def transcript(self) -> Iterator[dict[str, Any]]:
        """Yield the lines of `parley.transcript/1`, header first."""
        header = {"schema": "parley.transcript/1", "plan": self.plan.key, "language": self.plan.language}
        yield {**header, "candidate": self.candidate} if self.candidate else header
        yield from self.turns

    def _tell(self, event: Event, since: int | None = None) -> list[Say]:
        self.state, effects = step(self.plan, self.state, event, self.clock())
        for effect in effects:
            if not isinstance(effect, Finish):
                self._note(effect, since)
        return [effect for effect in effects if isinstance(effect, Say)]

    def _note(self, effect: Record | Say, since: int | None) -> None:
        is_record, start = isinstance(effect, Record), self.clock()
        if not is_record:
            self.clock.hear(effect.text)
        turn = {
            "turn": len(self.turns) + 1,
            "role": "candidate" if is_record else "agent",
            "question": effect.question,
            "kind": effect.kind,
            **({"for": effect.probe_for} if effect.kind == "probe" else {}),
            "text": effect.text,
            "start_ms": since if is_record and since is not None else start,
            "end_ms": self.clock(),
        }
        self.turns.append(turn)
