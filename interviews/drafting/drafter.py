"""Puts a plan together: what to ask, in which order and for how long."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from itertools import zip_longest
from typing import Any

from interviews.drafting.families import (
    EXPERIENCE,
    MOTIVATION,
    Family,
    choose_family,
    count_words,
    load_family,
)
from interviews.drafting.job_facts import job_facts
from interviews.drafting.posting import Posting, Requirement, read_posting, speakable_source
from interviews.engine.plan import SCHEMA, Plan, load_plan
from interviews.engine.speakable import speakable

# Greeting and goodbye, minutes; and the least that a question with its answer takes.
AROUND_MINUTES = 2
QUESTION_MINUTES = 3
MIN_QUESTIONS, MAX_QUESTIONS = 3, 9
# Two requirements in the candidate's own words tell more than a third copy of the same question.
REQUIREMENT_QUESTIONS = 2
# What comes after these is asked while time allows.
ALWAYS_ASKED = 5
REQUIREMENT_WORDINGS = (
    'The posting says: "{words}". Tell me about the work of yours that comes closest to that.',
    'The posting also says: "{words}". Which example from your work shows that best?',
)
REQUIREMENT_REPHRASE = 'Where in your work so far did you need this: "{words}"?'

Document = dict[str, Any]


def draft_plan(job: Mapping[str, Any], minutes: int = 20) -> Plan:
    """Return a plan for a public job document (camelCase keys), drawn from its words and the curated library.

    `minutes` is the budget of the whole interview, 5 to 120. Needs no field: what the posting lacks is
    asked about in general. The same posting gives the same plan. Raises PlanError never.
    """
    posting = read_posting(job)
    family = choose_family(posting.title, posting.text)
    competencies = _ranked(family, posting)
    motivation, experience = (load_family(name).competencies[0] for name in (MOTIVATION, EXPERIENCE))
    count = max(MIN_QUESTIONS, min(MAX_QUESTIONS, (minutes - AROUND_MINUTES) // QUESTION_MINUTES))
    questions = _questions(posting, motivation, experience, competencies)[:count]
    each = max(1, (minutes - AROUND_MINUTES) // len(questions))
    used = {key for question in questions for key in question["competencies"]}
    return load_plan(
        {
            "schema": SCHEMA,
            "key": _slug(posting.title),
            "title": posting.title or "Interview",
            "language": "en",
            "minutes": minutes,
            "competencies": [
                _competency(c) for c in (motivation, experience, *competencies) if c["key"] in used
            ],
            "questions": [
                {**q, "minutes": each, "required": i < ALWAYS_ASKED} for i, q in enumerate(questions)
            ],
            "facts": job_facts(job),
            "closing": _closing(posting),
        }
    )


def _ranked(family: Family, posting: Posting) -> list[Document]:
    """The family's competencies, those first that the posting speaks of most."""
    return sorted(family.competencies, key=lambda c: -count_words(c["words"], posting.text))


def _questions(
    posting: Posting, motivation: Document, experience: Document, competencies: list[Document]
) -> list[Document]:
    """Every question that could be asked, the most telling first: the count decides how many are kept."""
    role = f"the {posting.title} role" if posting.title else "this role"
    company = posting.company or "this company"
    opening = _library_question(motivation, motivation["questions"][0], posting, role=role, company=company)
    first = [_library_question(c, c["questions"][0], posting) for c in competencies]
    more = [_library_question(c, q, posting) for c in competencies for q in c["questions"][1:]]
    asked = [
        _requirement_question(number, requirement, experience)
        for number, requirement in enumerate(posting.requirements[:REQUIREMENT_QUESTIONS])
    ]
    return [opening, *(q for pair in zip_longest(first, asked) for q in pair if q), *more]


def _library_question(
    competency: Document, question: Document, posting: Posting, *, role: str = "", company: str = ""
) -> Document:
    return {
        "key": question["key"],
        "kind": question["kind"],
        "text": question["text"].format(role=role, company=company),
        "rephrase": question["rephrase"].format(role=role, company=company),
        "competencies": [competency["key"]],
        "source": _source(competency, posting),
        "probes": _probes(competency),
    }


def _requirement_question(number: int, requirement: Requirement, competency: Document) -> Document:
    """A question in the posting's own words."""
    return {
        "key": f"requirement_{number + 1}",
        "kind": "behavioural",
        "text": REQUIREMENT_WORDINGS[number].format(words=requirement.words),
        "rephrase": REQUIREMENT_REPHRASE.format(words=requirement.words),
        "competencies": [competency["key"]],
        "source": requirement.source,
        "probes": _probes(competency),
    }


def _probes(competency: Document) -> Document:
    authored = [{"for": i["key"], "text": i["probe"]} for i in competency["indicators"]]
    return {"max": 2, "authored": authored}


def _source(competency: Document, posting: Posting) -> str | None:
    """The line of the posting that speaks most of the competency, verbatim."""
    best = max(posting.lines, key=lambda line: count_words(competency["words"], line), default="")
    return speakable_source(best) if count_words(competency["words"], best) else None


def _competency(document: Document) -> Document:
    indicators = [{k: v for k, v in i.items() if k != "probe"} for i in document["indicators"]]
    return {k: document[k] for k in ("key", "name", "definition", "anchors")} | {"indicators": indicators}


def _closing(posting: Posting) -> str:
    who = f"A person at {posting.company}" if posting.company else "A person"
    return speakable(
        f"Thank you for your time. {who} reads every interview and decides about the next step.", 300
    )


def _slug(title: str) -> str:
    ascii_title = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", ascii_title.lower())[:80].strip("-") or "interview"
