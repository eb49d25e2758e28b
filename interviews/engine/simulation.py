"""Plays a plan with a scripted candidate (`parley.candidate/1`) in virtual time."""

from __future__ import annotations

import random
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Annotated, Any, Literal

from pydantic import ConfigDict, Field, StringConstraints, TypeAdapter, ValidationError

from interviews.engine.effects import Effect, Finish, Record, Say
from interviews.engine.events import Event, Heard, Left, Silence, Started
from interviews.engine.machine import step
from interviews.engine.plan import Plan, PlanError, locate_problem
from interviews.engine.plan_yaml import YamlProblem, read_yaml
from interviews.engine.state import State, new_state
from interviews.engine.turn_contract import Reader, read_utterance

MS_PER_WORD = 400
SILENCE_STEP_MS = 1_000
# Nobody is silent for longer than this without the engine doing something; more means that it never will.
MAX_SILENCE_MS = 300_000
ANY = "*"
# Bounded, which also makes sure that it can be written down: YAML takes the escapes of surrogates.
Line = Annotated[str, StringConstraints(max_length=50_000)]


@dataclass(frozen=True)
class Answer:
    """What the candidate says to a question, and to its probes by indicator."""

    __pydantic_config__ = ConfigDict(extra="forbid")

    first: Line
    probes: dict[Line, Line] = field(default_factory=dict)


@dataclass(frozen=True)
class Candidate:
    """The whole script; `before` holds what is said before the first answer to a question."""

    __pydantic_config__ = ConfigDict(extra="forbid")

    schema: Literal["parley.candidate/1"]
    id: Line
    plan: Line
    answers: Annotated[dict[Line, Answer], Field(min_length=1)]
    before: dict[Line, list[Line]] = field(default_factory=dict)


_ADAPTER = TypeAdapter(Candidate)


def load_candidate_yaml(text: str) -> Candidate:
    """Return the scripted candidate of a YAML text. Raises PlanError naming line and key."""
    try:
        document, lines = read_yaml(text)
    except YamlProblem as problem:
        raise PlanError(problem.message, problem.key, problem.line) from problem
    try:
        return _ADAPTER.validate_python(document)
    except ValidationError as error:
        raise locate_problem(error, lines) from error


class _Script:
    """What the candidate says next: to each question and probe what the script has for it, then nothing."""

    def __init__(self, candidate: Candidate) -> None:
        self._candidate = candidate
        self._lines: deque[str] = deque()
        self._probed: set[tuple[str, str]] = set()

    def hear(self, said: Say) -> None:
        """Take in what the interviewer said; only questions and probes bring up new lines."""
        answers = self._candidate.answers
        if said.question is None:
            return
        answer = answers.get(said.question) or answers.get(ANY)
        if said.kind == "core" and answer:
            self._lines = deque([*self._candidate.before.get(said.question, ()), answer.first])
        elif said.kind == "probe" and answer and said.probe_for:
            again = (said.question, said.probe_for) in self._probed
            self._probed.add((said.question, said.probe_for))
            reply = answer.probes.get(ANY if again else said.probe_for, answer.probes.get(ANY))
            self._lines.extend([reply] if reply else [])

    def next_line(self) -> str | None:
        """Return the next utterance, None for silence."""
        return self._lines.popleft() if self._lines else None


@dataclass(frozen=True)
class Performance:
    """A played interview: its turns, and the engine's state and clock (ms) at the end."""

    plan: Plan
    candidate: Candidate
    turns: tuple[dict[str, Any], ...]
    state: State
    now: int

    def transcript(self) -> Iterator[dict[str, Any]]:
        """Yield the lines of `parley.transcript/1`, header first."""
        yield {
            "schema": "parley.transcript/1",
            "plan": self.plan.key,
            "language": self.plan.language,
            "candidate": self.candidate.id,
        }
        yield from self.turns


@dataclass
class _Stage:
    """The clock, the transcript and the engine's state during one performance."""

    plan: Plan
    script: _Script
    rng: random.Random
    reader: Reader | None
    state: State
    ms_per_word: int
    now: int = 0
    finished: bool = False
    turns: list[dict[str, Any]] = field(default_factory=list)

    def tell(self, event: Event, heard_from: int | None = None) -> bool:
        """Step the engine; perform what it asks for and return whether it asked for anything."""
        self.state, effects = step(self.plan, self.state, event, self.now)
        for effect in effects:
            self._perform(effect, heard_from)
        return bool(effects)

    def speak(self, line: str) -> None:
        """Let the candidate say a line, after a breath."""
        start = self.now + self.rng.randrange(600, 1_800)
        self.now = start + self._duration_ms(line)
        reading = read_utterance(self.plan, self.state, line, self.reader) if self.reader else None
        self.tell(Heard(line, reading=reading), heard_from=start)

    def be_silent(self) -> None:
        """Let the candidate say nothing until the engine does something."""
        for ms in range(SILENCE_STEP_MS, MAX_SILENCE_MS, SILENCE_STEP_MS):
            self.now += SILENCE_STEP_MS
            if self.tell(Silence(ms)):
                return
        self.tell(Left())

    def _perform(self, effect: Effect, heard_from: int | None) -> None:
        if isinstance(effect, Finish):
            self.finished = True
        elif isinstance(effect, Record):
            self._note("candidate", effect, self.now if heard_from is None else heard_from, self.now)
        else:
            start = self.now + self.rng.randrange(400, 900)
            self.now = start + self._duration_ms(effect.text)
            self._note("agent", effect, start, self.now)
            self.script.hear(effect)

    def _note(self, role: str, effect: Record | Say, start_ms: int, end_ms: int) -> None:
        turn = {"turn": len(self.turns) + 1, "role": role, "question": effect.question, "kind": effect.kind}
        if effect.kind == "probe":
            turn["for"] = effect.probe_for
        self.turns.append({**turn, "text": effect.text, "start_ms": start_ms, "end_ms": end_ms})

    def _duration_ms(self, text: str) -> int:
        return max(1, len(text.split())) * self.ms_per_word


def simulate(
    plan: Plan, candidate: Candidate, seed: int = 0, reader: Reader | None = None
) -> Iterator[dict[str, Any]]:
    """Yield the transcript (`parley.transcript/1`, header first) of the candidate's interview.

    The same input gives the same output; `seed` varies the pauses between turns. `reader` is asked what an
    utterance means, as a language model is.
    """
    yield from play(plan, candidate, seed, reader).transcript()


def play(
    plan: Plan,
    candidate: Candidate,
    seed: int = 0,
    reader: Reader | None = None,
    *,
    ms_per_word: int = MS_PER_WORD,
) -> Performance:
    """Return the candidate's whole interview, played in virtual time at `ms_per_word`."""
    stage = _Stage(plan, _Script(candidate), random.Random(seed), reader, new_state(plan), ms_per_word)
    stage.tell(Started(job_title=plan.title))
    while not stage.finished:
        line = stage.script.next_line()
        if line is None:
            stage.be_silent()
        else:
            stage.speak(line)
    return Performance(plan, candidate, tuple(stage.turns), stage.state, stage.now)
