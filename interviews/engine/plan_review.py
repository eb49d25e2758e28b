"""What is missing in a plan, or untied to the posting: remarks for the person who writes it.

Problems are what an interview would suffer from; advice is what could be better. Neither keeps a plan from
being saved: that is for what the format refuses, and for `protected_wording`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from interviews.engine.guard import protected_topics
from interviews.engine.languages import LANGUAGES
from interviews.engine.plan import Plan, Question
from interviews.engine.plan_wording import find_faults, is_alike, likely_language

# Greeting and goodbye, minutes.
AROUND_MINUTES = 1
FEWEST_QUESTIONS, MOST_QUESTIONS = 2, 10
SHORTEST_CLOSING = 3
# They need not be rated: why somebody wants the job, and when they could begin.
UNRATED_KINDS = ("motivation", "logistics")
_QUOTES = str.maketrans(dict.fromkeys('"“”„‘’‚«»‹›`´', "'"))  # noqa: RUF001


@dataclass(frozen=True, slots=True)
class Remark:
    """Something about the place `key` (`questions[0].source`), said to a recruiter."""

    level: Literal["problem", "advice"]
    key: str
    message: str


def review_plan(plan: Plan, posting_text: str | None) -> tuple[Remark, ...]:
    """Return what is missing or untied, problems first, else in the plan's order.

    `posting_text` is the whole text of the job's posting; None where there is no job to be tied to.
    """
    remarks = [
        *_whole(plan),
        *_language(plan, posting_text),
        *_protected(plan),
        *_questions(plan, posting_text),
        *_duplicates(plan),
        *_competencies(plan),
    ]
    return tuple(sorted(remarks, key=lambda remark: remark.level != "problem"))


def protected_wording(plan: Plan) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield the key of each question, rephrase and probe that asks about protected topics, and the topics."""
    for key, text in _spoken(plan):
        topics = protected_topics(text, plan.language)
        if topics:
            yield key, topics


def protected_message(topics: tuple[str, ...]) -> str:
    """Return why such a question may not be asked."""
    *others, last = (topic.replace("_", " ") for topic in topics)
    named = f"{', '.join(others)} and {last}" if others else last
    return f"This asks about {named}, which the law protects. Ask about what the job needs instead."


def needed_minutes(plan: Plan) -> float:
    """Return what the questions take, with greeting and goodbye, in minutes."""
    return sum(question.minutes for question in plan.questions) + AROUND_MINUTES


def stands_in(words: str, text: str) -> bool:
    """Whether the words stand in the text, but for white space, quotation marks and case."""
    return _flat(words) in _flat(text)


def _flat(text: str) -> str:
    return " ".join(text.translate(_QUOTES).casefold().split())


def _spoken(plan: Plan) -> Iterator[tuple[str, str]]:
    for i, question in enumerate(plan.questions):
        yield f"questions[{i}].text", question.text
        if question.rephrase is not None:
            yield f"questions[{i}].rephrase", question.rephrase
        for j, probe in enumerate(question.probes.authored):
            yield f"questions[{i}].probes.authored[{j}].text", probe.text


def _whole(plan: Plan) -> Iterator[Remark]:
    needed, count = needed_minutes(plan), len(plan.questions)
    if needed > plan.minutes:
        over = f"The questions need {needed:g} minutes with greeting and goodbye, of {plan.minutes}."
        yield Remark("problem", "minutes", f"{over} What comes last will be cut short or left out.")
    if count < FEWEST_QUESTIONS:
        yield Remark("problem", "questions", "One question is no interview. Ask at least two.")
    if count > MOST_QUESTIONS:
        yield Remark("advice", "questions", f"{count} questions are many. Few, with follow-ups, tell more.")
    if len(re.findall(r"\w+", plan.closing)) < SHORTEST_CLOSING:
        yield Remark(
            "problem", "closing", "The interview has no real ending: thank people and say what is next."
        )


def _language(plan: Plan, posting_text: str | None) -> Iterator[Remark]:
    own = plan.language.lower().partition("-")[0]
    if own not in LANGUAGES:
        message = f"There are no words of the interviewer's own in “{plan.language}”: it greets in English."
        yield Remark("problem", "language", message)
    asked = likely_language(" ".join(text for _, text in _spoken(plan)))
    if asked and asked != own:
        yield Remark("problem", "language", f"The questions seem to be in “{asked}”, the plan says “{own}”.")
    posted = likely_language(posting_text or "")
    if posted and posted != own:
        yield Remark(
            "advice", "language", f"The posting seems to be in “{posted}”, the interview is in “{own}”."
        )


def _protected(plan: Plan) -> Iterator[Remark]:
    for key, topics in protected_wording(plan):
        yield Remark("problem", key, protected_message(topics))


def _questions(plan: Plan, posting_text: str | None) -> Iterator[Remark]:
    for i, question in enumerate(plan.questions):
        place = f"questions[{i}]"
        for fault in find_faults(question.text, plan.language):
            yield Remark("advice", f"{place}.text", fault)
        yield from _question(place, question)
        if posting_text is not None:
            yield from _source(place, question, posting_text)


def _question(place: str, question: Question) -> Iterator[Remark]:
    if question.required and not question.competencies:
        level: Literal["problem", "advice"] = "advice" if question.kind in UNRATED_KINDS else "problem"
        yield Remark(
            level, f"{place}.competencies", "It is asked of everyone but rates nothing: tie it to a scale."
        )
    if question.rephrase is None:
        yield Remark(
            "advice", f"{place}.rephrase", "Who asks for other words hears the same again. Add a rephrase."
        )
    if question.probes.authored and not question.probes.max:
        yield Remark(
            "advice", f"{place}.probes.max", "None of its follow-ups is asked: at most 0 are allowed."
        )


def _source(place: str, question: Question, posting_text: str) -> Iterator[Remark]:
    if question.source is None:
        message = "Nothing in the posting is named as its reason."
        if question.kind not in UNRATED_KINDS:
            yield Remark("advice", f"{place}.source", message)
    elif not stands_in(question.source, posting_text):
        yield Remark(
            "problem", f"{place}.source", "These words do not stand in the posting, or no longer do."
        )


def _duplicates(plan: Plan) -> Iterator[Remark]:
    for i, question in enumerate(plan.questions):
        for j, earlier in enumerate(plan.questions[:i]):
            if is_alike(earlier.text, question.text):
                yield Remark(
                    "problem", f"questions[{i}].text", f"It asks nearly the same as question {j + 1}."
                )


def _competencies(plan: Plan) -> Iterator[Remark]:
    probed = {probe.indicator for question in plan.questions for probe in question.probes.authored}
    asked = {key for question in plan.questions for key in question.competencies}
    for i, competency in enumerate(plan.competencies):
        place = f"competencies[{i}]"
        if competency.key not in asked:
            yield Remark(
                "problem", place, f"No question asks about “{competency.name}”: it can get no rating."
            )
            continue
        for j, indicator in enumerate(competency.indicators):
            if indicator.key not in probed:
                message = (
                    f"No follow-up asks for “{indicator.text.rstrip('.')}” when an answer leaves it out."
                )
                yield Remark("advice", f"{place}.indicators[{j}]", message)
        if competency.weight != 1:
            message = f"“{competency.name}” counts {competency.weight:g} times: the job must be the reason."
            yield Remark("advice", f"{place}.weight", message)
