"""What a transition sees, and the effects it is made of."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from interviews.engine.effects import Effect, Record, Say
from interviews.engine.phrases import phrase
from interviews.engine.plan import Plan, Question
from interviews.engine.state import State, current_question

Step = tuple[State, list[Effect]]


@dataclass(frozen=True, slots=True)
class Scene:
    """Everything that a transition may look at."""

    plan: Plan
    state: State
    now: int

    @property
    def question(self) -> Question | None:
        """The question that waits for an answer, None before the first."""
        return current_question(self.plan, self.state)

    def after(self, **changes: Any) -> Scene:
        """Return the scene with a changed state."""
        return replace(self, state=replace(self.state, **changes))

    def with_entry(self, **changes: Any) -> Scene:
        """Return the scene with a changed entry of the current question."""
        entry = self.state.entry
        if entry is None:
            return self
        return replace(self, state=self.state.with_entry(entry.question, **changes))

    def say(self, kind: str, text: str, *, probe_for: str | None = None, interruptible: bool = True) -> Say:
        """Return the effect of saying `text` about the current question."""
        question = self.question
        return Say(kind, text, question.key if question else None, probe_for, interruptible)

    def say_phrase(self, name: str, kind: str = "other", **values: object) -> Say:
        """Return the effect of saying an authored phrase, in another wording than the last time."""
        return self.say(kind, phrase(self.plan.language, name, self.state.said.get(name, 0), **values))

    def record(self, kind: str, text: str) -> Record:
        """Return the effect of storing what the candidate said."""
        question = self.question
        return Record(kind, text, question.key if question else None)
