"""How long a plan takes with people who say little, the usual, or much."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import cycle

from interviews.engine.coverage import coverage
from interviews.engine.plan import Plan
from interviews.engine.simulation import ANY, Answer, Candidate, play
from interviews.rehearsal.wording import sentences


@dataclass(frozen=True, slots=True)
class Talker:
    """Words of a first answer and of an answer to a probe, and how fast they are said."""

    first: int
    probe: int
    ms_per_word: int


# A first answer of a quarter of a minute, of one minute, and of two and a half.
TALKERS = {"short": Talker(40, 15, 375), "typical": Talker(150, 60, 400), "long": Talker(350, 150, 430)}


@dataclass(frozen=True, slots=True)
class TimeEstimate:
    """How long an interview takes, ms, with somebody who talks so much, and what there was no time for."""

    talker: str
    ms: int
    by_question: dict[str, int]
    left_out: tuple[str, ...]


def estimate_times(plan: Plan, seed: int = 0) -> tuple[TimeEstimate, ...]:
    """Return the times of a short, a typical and a long talker, none of whom shows anything."""
    return tuple(_estimate(plan, talker, seed) for talker in TALKERS)


def _estimate(plan: Plan, talker: str, seed: int) -> TimeEstimate:
    performance = play(plan, _talker(plan, talker), seed, ms_per_word=TALKERS[talker].ms_per_word)
    ledger = coverage(plan, performance.state)
    return TimeEstimate(
        talker,
        performance.now,
        {entry.question: entry.ms for entry in ledger},
        tuple(entry.question for entry in ledger if not entry.asked),
    )


def _talker(plan: Plan, talker: str) -> Candidate:
    first, probe = (_words(plan.language, count) for count in (TALKERS[talker].first, TALKERS[talker].probe))
    answers = {question.key: Answer(first, {ANY: probe}) for question in plan.questions}
    return Candidate(schema="parley.candidate/1", id=talker, plan=plan.key, answers=answers)


def _words(language: str, count: int) -> str:
    """Return so many words, give or take a sentence."""
    said: list[str] = []
    for sentence in cycle(sentences(language)["ramble"]):
        if len(said) >= count:
            return " ".join(said)
        said += sentence.split()
    return ""
