"""How many questions fit into an interview, and how many minutes each gets."""

from __future__ import annotations

from collections.abc import Sequence

SHORTEST, LONGEST = 5, 240
# Greeting and goodbye.
AROUND_MINUTES = 2
MIN_QUESTIONS, MAX_QUESTIONS = 3, 10
# Up to SHORT minutes a question takes three with its probes; whoever has more time wants longer answers too.
SHORT, QUESTION_MINUTES, LONG_QUESTION_MINUTES = 20, 3, 6
# With less time than this there is one probe a question.
MOST_PROBES, TWO_PROBES_FROM = 2, 15
# How long an answer takes by the kind of question, against the others.
WORTH = {"motivation": 2.0, "logistics": 1.0, "situational": 3.0, "knowledge": 3.0, "behavioural": 3.5}
STEP = 0.5


def question_count(minutes: int) -> int:
    """Return how many questions an interview of `minutes` has: 3 in 10, 6 in 20, 10 in 45."""
    short = (min(minutes, SHORT) - AROUND_MINUTES) // QUESTION_MINUTES
    more = max(0, minutes - SHORT) // LONG_QUESTION_MINUTES
    return max(MIN_QUESTIONS, min(MAX_QUESTIONS, short + more))


def most_probes(minutes: int) -> int:
    """Return how many probes a question may have."""
    return MOST_PROBES if minutes >= TWO_PROBES_FROM else 1


def allot_minutes(kinds: Sequence[str], minutes: int) -> list[int | float]:
    """Return each question's minutes, in halves, by its kind; with what is around they fill `minutes`."""
    halves = int((minutes - AROUND_MINUTES) / STEP)
    total = sum(WORTH[kind] for kind in kinds)
    shares = [halves * WORTH[kind] / total for kind in kinds]
    given = [max(1, int(share)) for share in shares]
    by_rest = sorted(range(len(kinds)), key=lambda i: given[i] - shares[i])
    for i in by_rest[: max(0, halves - sum(given))]:
        given[i] += 1
    return [half // 2 if half % 2 == 0 else half * STEP for half in given]
