"""Which questions tell a weak from a strong candidate, and why the others do not."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from interviews.engine.coverage import Coverage
from interviews.engine.plan import Plan, Question

Reason = Literal["not_reached", "no_competencies", "no_examples", "probes_never_asked", "both_the_same"]


@dataclass(frozen=True, slots=True)
class QuestionOutcome:
    """What a question brought out of the two.

    `reason` is None where the strong candidate showed what the weak one did not. `without_examples` are
    indicators that no rehearsal can show; `never_asked` those of probes that were asked of neither, though
    the weak one answered.
    """

    question: Question
    weak: Coverage
    strong: Coverage
    reason: Reason | None
    without_examples: tuple[str, ...]
    never_asked: tuple[str, ...]

    @property
    def separated(self) -> bool:
        """Whether the strong candidate showed something that the weak one did not."""
        return self.reason is None


def compare(
    plan: Plan, weak: Mapping[str, Coverage], strong: Mapping[str, Coverage]
) -> tuple[QuestionOutcome, ...]:
    """Return what became of each question of the plan, from the two ledgers by question."""
    return tuple(
        _outcome(plan, question, weak[question.key], strong[question.key]) for question in plan.questions
    )


def _outcome(plan: Plan, question: Question, weak: Coverage, strong: Coverage) -> QuestionOutcome:
    indicators = plan.indicators_of(question)
    without_examples = tuple(key for key, indicator in indicators.items() if not indicator.examples)
    never_asked = _never_asked(question, weak, strong)
    reason: Reason | None = "both_the_same"
    if set(strong.shown) - set(weak.shown):
        reason = None
    elif not strong.asked:
        reason = "not_reached"
    elif not indicators:
        reason = "no_competencies"
    elif len(without_examples) == len(indicators):
        reason = "no_examples"
    elif never_asked and not (weak.probes or strong.probes):
        reason = "probes_never_asked"
    return QuestionOutcome(question, weak, strong, reason, without_examples, never_asked)


def _never_asked(question: Question, weak: Coverage, strong: Coverage) -> tuple[str, ...]:
    if not weak.answered:
        return ()
    settled = {*weak.probes, *strong.probes, *weak.shown}
    return tuple(dict.fromkeys(p.indicator for p in question.probes.authored if p.indicator not in settled))
