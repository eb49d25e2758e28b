"""Two people for any plan: one who shows nothing of what is looked for, one all that has an example."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import asdict

import yaml

from interviews.engine.plan import Indicator, Plan, Question
from interviews.engine.simulation import ANY, Answer, Candidate
from interviews.rehearsal.wording import complete, pick, sentences, showing_nothing


def scripted_candidates(plan: Plan) -> dict[str, Candidate]:
    """Return the "weak" and the "strong" candidate of a plan, in its language; the same for the same plan."""
    return {"weak": weak_candidate(plan), "strong": strong_candidate(plan)}


def dump_candidate_yaml(candidate: Candidate) -> str:
    """Return the script as YAML text: `load_candidate_yaml(dump_candidate_yaml(candidate)) == candidate`."""
    return yaml.safe_dump(asdict(candidate), sort_keys=False, allow_unicode=True, width=10_000)


def weak_candidate(plan: Plan) -> Candidate:
    """Return somebody vague and evasive, who rambles once, asks to hear one question again and skips one."""
    words = sentences(plan.language)
    answers = {
        question.key: _vague_answer(plan, question, number) for number, question in enumerate(plan.questions)
    }
    if len(plan.questions) > 1:
        rambled = plan.questions[1]
        ramble = " ".join(showing_nothing(plan, rambled, words["ramble"]))
        answers[rambled.key] = Answer(first=ramble, probes=answers[rambled.key].probes)
    if len(plan.questions) > 2:
        answers[_least_needed(plan).key] = Answer(first=words["skip"])
    return _candidate(plan, "weak", answers, {plan.questions[0].key: [words["repeat"]]})


def strong_candidate(plan: Plan) -> Candidate:
    """Return somebody concrete: the first answer shows a part, and the probes bring out the rest."""
    told: set[str] = set()
    answers = {}
    for number, question in enumerate(plan.questions):
        answers[question.key] = _concrete_answer(plan, question, number, told)
        told.update(plan.indicators_of(question))
    return _candidate(plan, "strong", answers, {})


def _candidate(plan: Plan, name: str, answers: dict[str, Answer], before: dict[str, list[str]]) -> Candidate:
    return Candidate(schema="parley.candidate/1", id=name, plan=plan.key, answers=answers, before=before)


def _least_needed(plan: Plan) -> Question:
    """The question whose loss tells least: the last optional one, else the last one."""
    optional = [question for question in plan.questions if not question.required]
    return (optional or plan.questions)[-1]


def _vague_answer(plan: Plan, question: Question, number: int) -> Answer:
    words = sentences(plan.language)
    evasive = showing_nothing(plan, question, words["evasive"])
    probed = [*_probed(question), ANY]
    return Answer(
        first=pick(showing_nothing(plan, question, words["vague"]), number),
        probes={key: pick(evasive, number + turn) for turn, key in enumerate(probed)},
    )


def _concrete_answer(plan: Plan, question: Question, number: int, told: set[str]) -> Answer:
    words = sentences(plan.language)
    examples = _examples(plan, question, number)
    held_back = _held_back(question, examples, told)
    first = [pick(words["openings"][question.kind], number)]
    first += _frame(words["shows"], (examples[key] for key in examples if key not in held_back), number)
    replies = _frame(words["follow_ups"], examples.values(), number)
    return Answer(" ".join(first), {**dict(zip(examples, replies, strict=True)), ANY: words["nothing"]})


def _examples(plan: Plan, question: Question, number: int) -> dict[str, str]:
    """What to say for each indicator that has an example; another question takes another example."""
    return {
        key: complete(pick(indicator.examples, number), plan.language)
        for key, indicator in plan.indicators_of(question).items()
        if _can_be_shown(indicator)
    }


def _held_back(question: Question, examples: dict[str, str], told: set[str]) -> set[str]:
    """What is left for the probes to bring out: never everything, and nothing that was told before."""
    probed = [key for key in _probed(question) if key in examples and key not in told]
    held_back = probed[: question.probes.max]
    return set(held_back[1:] if len(held_back) == len(examples) else held_back)


def _can_be_shown(indicator: Indicator) -> bool:
    return bool(indicator.examples)


def _probed(question: Question) -> list[str]:
    return list(dict.fromkeys(probe.indicator for probe in question.probes.authored))


def _frame(frames: list[str], examples: Iterable[str], number: int) -> Iterator[str]:
    """Put each example into a sentence, beginning elsewhere in the list for each question."""
    for turn, example in enumerate(examples):
        yield pick(frames, number + turn).format(example=example)
