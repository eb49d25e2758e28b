"""What an interviewer will or may say that is known before the interview, sentence by sentence."""

from __future__ import annotations

import string
from collections.abc import Iterator

from interviews.engine.effects import Say
from interviews.engine.events import Started
from interviews.engine.languages import language_pack
from interviews.engine.machine import step
from interviews.engine.plan import Plan, Question
from interviews.engine.state import new_state
from interviews.speech.sentences import split_sentences


def known_sentences(
    plan: Plan, *, job_title: str = "", company_name: str = "", practice: bool = False
) -> tuple[str, ...]:
    """Return every sentence of the plan and of its language's phrases, those that are said first in front.

    The disclosure is that of nobody in particular: a candidate's name is in none of them.
    """
    opening = _opening(plan, Started(job_title=job_title, company_name=company_name, practice=practice))
    texts = [*opening, *_questions(plan), *_phrases(plan.language), plan.closing]
    texts += [fact.answer for fact in plan.facts]
    sentences = (sentence for text in texts for sentence in split_sentences(text, plan.language))
    return tuple(dict.fromkeys(sentences))


def _opening(plan: Plan, event: Started) -> list[str]:
    _, effects = step(plan, new_state(plan), event, 0)
    return [effect.text for effect in effects if isinstance(effect, Say)]


def _questions(plan: Plan) -> Iterator[str]:
    for question in plan.questions:
        yield from _wordings(question)


def _wordings(question: Question) -> Iterator[str]:
    yield question.text
    yield from (probe.text for probe in question.probes.authored)
    if question.rephrase is not None:
        yield question.rephrase


def _phrases(language: str) -> Iterator[str]:
    """The phrases without values, each wording of those that are used in rotation."""
    for text in language_pack(language, "phrases").values():
        for wording in text if isinstance(text, list) else [text]:
            if not any(field for _, field, _, _ in string.Formatter().parse(wording)):
                yield wording
