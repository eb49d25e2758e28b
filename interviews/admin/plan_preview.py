"""A plan as the candidate hears it: played by the engine, with the follow-ups that may come between."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from interviews.engine.effects import Finish, Say
from interviews.engine.events import Heard, Started
from interviews.engine.machine import step
from interviews.engine.plan import Plan, Question
from interviews.engine.state import new_state

# So long an answer leaves few follow-ups to be asked; those that are asked nevertheless are passed over.
ANSWER = "We looked at it together and then I did what was needed. " * 60
ENDLESS = 10_000
# More than any plan makes the engine say; an engine that never ended would stop here.
MOST_TURNS = 2_000


@dataclass(frozen=True, slots=True)
class Line:
    """Something that is said; `question` for a core question, `is_maybe` for a follow-up."""

    text: str
    question: Question | None = None
    number: int = 0
    is_maybe: bool = False


def preview(plan: Plan, *, job_title: str, company_name: str) -> list[Line]:
    """Return all that is said to a candidate who leaves nothing out, with every authored follow-up."""
    by_key = {question.key: (number, question) for number, question in enumerate(plan.questions, 1)}
    lines: list[Line] = []
    for said in _played(plan, Started(job_title=job_title, company_name=company_name)):
        if said.kind == "core" and said.question in by_key:
            number, question = by_key[said.question]
            lines.append(Line(said.text, question, number))
            lines += [Line(probe.text, is_maybe=True) for probe in question.probes.authored]
        elif said.kind != "probe":
            lines.append(Line(said.text))
    return lines


def _played(plan: Plan, started: Started) -> Iterator[Say]:
    """What the engine says when there is time for everything, so that nothing is left out."""
    plan = replace(plan, minutes=ENDLESS)
    state, effects = step(plan, new_state(plan), started, 0)
    for _ in range(MOST_TURNS):
        yield from (effect for effect in effects if isinstance(effect, Say))
        if not effects or any(isinstance(effect, Finish) for effect in effects):
            return
        state, effects = step(plan, state, Heard(ANSWER), 0)
