"""Plays a plan with its scripted candidates and says what the plan brought out of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from interviews.engine.coverage import Coverage, coverage
from interviews.engine.plan import Plan
from interviews.engine.simulation import Candidate, play
from interviews.rehearsal.scripts import scripted_candidates
from interviews.rehearsal.separation import QuestionOutcome, compare
from interviews.rehearsal.timing import TimeEstimate, estimate_times


@dataclass(frozen=True, slots=True)
class Played:
    """One candidate's interview: the turns of `parley.transcript/1`, the ledger, and how long it took, ms."""

    candidate: str
    transcript: tuple[dict[str, Any], ...]
    ledger: tuple[Coverage, ...]
    ended: str
    ms: int

    @property
    def turns(self) -> tuple[dict[str, Any], ...]:
        """The transcript without its header."""
        return self.transcript[1:]


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """The plan's weak and strong interview, what each question told apart, and how long others would take."""

    plan: Plan
    weak: Played
    strong: Played
    questions: tuple[QuestionOutcome, ...]
    times: tuple[TimeEstimate, ...]

    @property
    def separated_count(self) -> int:
        """How many questions told the two apart."""
        return len(self.questions) - len(self.failed_to_separate)

    @property
    def failed_to_separate(self) -> tuple[QuestionOutcome, ...]:
        """The questions to which the strong candidate showed nothing that the weak one did not show."""
        return tuple(outcome for outcome in self.questions if not outcome.separated)


def rehearse(plan: Plan, seed: int = 0) -> Rehearsal:
    """Return the rehearsal of a plan. The same input, the same output; `seed` varies the pauses."""
    candidates = scripted_candidates(plan)
    weak, strong = (play_one(plan, candidates[name], seed) for name in ("weak", "strong"))
    questions = compare(plan, _by_question(weak), _by_question(strong))
    return Rehearsal(plan, weak, strong, questions, estimate_times(plan, seed))


def play_one(plan: Plan, candidate: Candidate, seed: int = 0) -> Played:
    """Return the interview of one scripted candidate, through the engine that everybody meets."""
    performance = play(plan, candidate, seed)
    ledger = coverage(plan, performance.state)
    transcript = tuple(performance.transcript())
    return Played(candidate.id, transcript, ledger, performance.state.ended or "", performance.now)


def _by_question(played: Played) -> dict[str, Coverage]:
    return {entry.question: entry for entry in played.ledger}
