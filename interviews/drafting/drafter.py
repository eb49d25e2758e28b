"""Puts a plan together: what to ask, in which order and for how long."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping
from itertools import chain, islice, zip_longest
from typing import Any

from interviews.drafting.job_facts import job_facts
from interviews.drafting.languages import drafting_language
from interviews.drafting.library import EXPERIENCE, MOTIVATION, WORDING, Document, load_family, load_part
from interviews.drafting.posting import Posting, field, read_posting
from interviews.drafting.questions import (
    Pool,
    competency_questions,
    motivation_questions,
    requirement_questions,
)
from interviews.drafting.requirements import find_requirements
from interviews.drafting.selection import Choice, rank_competencies
from interviews.drafting.timing import LONGEST, SHORTEST, allot_minutes, most_probes, question_count
from interviews.engine.plan import SCHEMA, Plan, load_plan
from interviews.engine.speakable import speakable

CLOSING_CHARS = 300
# One question in so many is asked only while time allows: the last ones.
OPTIONAL_SHARE = 4
# Requirements asked about in the posting's own words, of so many questions in all.
REQUIREMENT_SHARE, MAX_REQUIREMENTS = 3, 3
# So many competencies have one question each; where there is time for more questions, some get a second.
FEW_COMPETENCIES, COMPETENCY_SHARE = 3, 0.6


def draft_plan(
    job: Mapping[str, Any],
    minutes: int = 20,
    *,
    practice: bool = False,
    avoid: Collection[str] = (),
    language: str | None = None,
) -> Plan:
    """Return a plan for a public job document (camelCase keys), drawn from its words and the curated library.

    `minutes` is the budget of the whole interview, from 5; `practice` takes other questions than hiring does;
    no question has one of the texts in `avoid`; `language` is the posting's BCP 47 tag, found by its words
    when None. Needs no field: what the posting lacks is asked about in general. The same posting gives the
    same plan. Raises nothing.
    """
    minutes = min(max(minutes, SHORTEST), LONGEST)
    text = f"{field(job, 'description')}\n{field(job, 'requirements')}"
    own, used = drafting_language(language, text)
    posting = read_posting(job, used, is_foreign=own != used)
    pool = Pool.make(practice=practice, avoid=avoid)
    title = field(job, "jobTitle")
    questions = _questions(posting, rank_competencies(posting, title), pool, question_count(minutes))
    return load_plan(
        {
            "schema": SCHEMA,
            "key": _slug(posting.title),
            "title": posting.title or load_part(posting.language, WORDING)["interview"],
            "language": posting.language,
            "minutes": minutes,
            "competencies": _competencies(posting, title, questions),
            "questions": timed(questions, minutes),
            "facts": job_facts(job, posting.language),
            "closing": _closing(posting, practice=practice),
        }
    )


def _questions(posting: Posting, choices: tuple[Choice, ...], pool: Pool, count: int) -> list[Document]:
    """The questions, the most telling first: why this role, then competencies and requirements in turn."""
    lines = requirement_questions(find_requirements(posting, _only_lines(choices)), posting, pool)
    asked = _allowed(lines, posting, pool)[: min(MAX_REQUIREMENTS, max(1, count // REQUIREMENT_SHARE))]
    taken = {question["source"] for question in asked}
    first, more = _of_competencies(posting, choices, pool, count - 1 - len(asked), taken)
    opening = list(motivation_questions(posting, pool))
    allowed = _allowed(opening, posting, pool)[:1]
    body = (question for pair in zip_longest(first, asked) for question in pair if question)
    return [*allowed, *islice(chain(body, more), count - len(allowed))] or opening[:1]


def _only_lines(choices: tuple[Choice, ...]) -> set[str]:
    """The lines that are all that the posting says about one of the first competencies."""
    return {choice.lines[0].text for choice in choices[:FEW_COMPETENCIES] if len(choice.lines) == 1}


def _of_competencies(
    posting: Posting, choices: tuple[Choice, ...], pool: Pool, count: int, taken: set[str]
) -> tuple[list[Document], list[Document]]:
    """One question of each of the first competencies, and what else could be asked, of these first."""
    kept = max(min(count, FEW_COMPETENCIES), round(count * COMPETENCY_SHARE))
    found: list[list[Document]] = []
    for choice in choices:
        questions = _allowed(competency_questions(choice, posting, pool, taken), posting, pool)
        found += [questions] if questions else []
        taken |= {question["source"] for question in questions[:1]}
    rest = chain(*(questions[1:] for questions in found[:kept]), *found[kept:])
    return [questions[0] for questions in found[:kept]], list(rest)


def _allowed(questions: Iterable[Document], posting: Posting, pool: Pool) -> list[Document]:
    return [question for question in questions if pool.allows(question, posting.language)]


def timed(questions: list[Document], minutes: int) -> list[Document]:
    """Return the questions with their minutes, those that are required before the others."""
    each = allot_minutes([question["kind"] for question in questions], minutes)
    required = len(questions) - len(questions) // OPTIONAL_SHARE
    return [
        {
            **question,
            "minutes": each[i],
            "required": i < required,
            "probes": {**question["probes"], "max": most_probes(minutes)},
        }
        for i, question in enumerate(questions)
    ]


def _competencies(posting: Posting, title: str, questions: list[Document]) -> list[Document]:
    """The competencies that questions ask about, in the questions' order."""
    special = [load_family(posting.language, name).competencies[0] for name in (MOTIVATION, EXPERIENCE)]
    known = {c["key"]: c for c in (*special, *(c.competency for c in rank_competencies(posting, title)))}
    used = dict.fromkeys(key for question in questions for key in question["competencies"])
    return [plan_competency(known[key]) for key in used]


def plan_competency(document: Document) -> Document:
    """Return the library's competency as a plan has it."""
    indicators = [{k: i[k] for k in ("key", "text", "examples", "level")} for i in document["indicators"]]
    return {k: document[k] for k in ("key", "name", "definition", "anchors")} | {"indicators": indicators}


def _closing(posting: Posting, *, practice: bool) -> str:
    key = "practice_closing" if practice else "closing" if posting.company else "closing_nameless"
    closing: str = load_part(posting.language, WORDING)[key]
    return speakable(closing.format(company=posting.company), CLOSING_CHARS)


def _slug(title: str) -> str:
    ascii_title = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", ascii_title.lower())[:80].strip("-") or "interview"
