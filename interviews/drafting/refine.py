"""A language model's plan in place of a draft: what it is asked, and what of its reply is believed.

It may choose among the library's competencies, word questions and probes, and name the posting's words for
them. What is rated and how, the time and what is told about the job remain the library's and the draft's.
"""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from dataclasses import replace
from typing import Any

from interviews.drafting.drafter import plan_competency, timed
from interviews.drafting.library import EXPERIENCE, GENERAL, MOTIVATION, Document, load_family
from interviews.drafting.posting import TEXT_FIELDS, field, read_posting
from interviews.drafting.questions import normalised
from interviews.drafting.selection import rank_competencies
from interviews.drafting.timing import MIN_QUESTIONS
from interviews.engine.guard import wording_problem
from interviews.engine.plan import Plan, PlanError, Probes, Question, dump_plan, load_plan

# Competencies that a model may choose from.
MAX_LIBRARY = 16
MAX_WORDS = 35
_OFFERED = ("key", "name", "definition", "anchors", "indicators")


def plan_request(job: Mapping[str, Any], draft: Plan, *, practice: bool = False) -> Document:
    """Return the document to send: `job` as a model may see it, and the library's competencies for it."""
    pool = "practice" if practice else "questions"
    library = [{k: c[k] for k in _OFFERED} | {"questions": c[pool]} for c in _library(job, draft).values()]
    return deepcopy({"task": "plan", "job": dict(job), "library": library})


def accept_plan(job: Mapping[str, Any], draft: Plan, reply: object, *, practice: bool = False) -> Plan:
    """Return the plan that a model replied, as far as it keeps to the rules; else `draft`. Raises nothing.

    A question whose words may not be said, or whose source does not stand in the posting, gives way to the
    draft's question with its key or about its competency, or is dropped.
    """
    try:
        return _accept(job, draft, reply, practice=practice)
    except (PlanError, _Refused):
        return draft


class _Refused(Exception):
    """The reply is of no use."""


def _accept(job: Mapping[str, Any], draft: Plan, reply: object, *, practice: bool) -> Plan:
    document, library = dump_plan(draft), _library(job, draft)
    asked = _questions(reply, draft, library)
    other_pool = {normalised(q["text"]) for c in library.values() for q in c[_other(practice)]}
    accepted: list[Question] = []
    for question in asked[: len(draft.questions)]:
        fits = _is_sound(question, draft, job) and normalised(question.text) not in other_pool
        kept = question if fits else _instead(question, draft, [*accepted, *asked])
        accepted += [kept] if kept and not _is_repeated(kept, accepted) else []
    if len(accepted) < min(MIN_QUESTIONS, len(draft.questions)):
        raise _Refused
    plan = replace(draft, questions=tuple(accepted))
    document["questions"] = timed(dump_plan(plan)["questions"], draft.minutes)
    used = dict.fromkeys(key for question in accepted for key in question.competencies)
    document["competencies"] = [plan_competency(library[key]) for key in used]
    return load_plan(document)


def _questions(reply: object, draft: Plan, library: Mapping[str, Document]) -> tuple[Question, ...]:
    """The questions of a reply, valid as such: about the library's competencies, in the draft's language."""
    if not isinstance(reply, Mapping) or not isinstance(reply.get("competencies"), list):
        raise _Refused
    if any(reply.get(key, wanted) != wanted for key, wanted in _given(draft).items()):
        raise _Refused
    named = [c.get("key") if isinstance(c, Mapping) else c for c in reply["competencies"]]
    keys = [key for key in named if isinstance(key, str) and key in library]
    if keys != named or _has_weights(reply):
        raise _Refused
    document = {**dump_plan(draft), "questions": reply.get("questions")}
    return load_plan({**document, "competencies": [plan_competency(library[key]) for key in keys]}).questions


def _given(draft: Plan) -> Document:
    """What a reply has to say, if it says anything about it."""
    names = ("schema", "key", "language", "minutes")
    return {name: getattr(draft, name) for name in names}


def _has_weights(reply: Mapping[str, Any]) -> bool:
    return any(isinstance(c, Mapping) and c.get("weight", 1) != 1 for c in reply["competencies"])


def _is_sound(question: Question, draft: Plan, job: Mapping[str, Any]) -> bool:
    """Whether all of a question may be said, and its source stands in the posting as it is."""
    spoken = [question.text, *([question.rephrase] if question.rephrase else [])]
    probes = [probe.text for probe in question.probes.authored]
    source = question.source or ""
    return (
        bool(question.competencies)
        and any(source in field(job, key) for key in TEXT_FIELDS if source.strip())
        and all(len(text.split()) <= MAX_WORDS for text in spoken)
        and not any(_problem(text, question, draft) for text in (*spoken, *probes))
    )


def _problem(text: str, question: Question, draft: Plan) -> str | None:
    """The guard's objection. "Tell me about ..." is a question that has no question mark."""
    bare = replace(question, text="?", rephrase=None, probes=Probes())
    asking = text if "?" in text else text.rstrip(" .") + "?"
    return wording_problem(draft, bare, asking)


def _instead(question: Question, draft: Plan, others: list[Question]) -> Question | None:
    """The draft's question in the place of one that may not be asked."""
    taken = {other.key for other in others} - {question.key}
    fitting = (
        q
        for q in draft.questions
        if q.key == question.key or set(q.competencies) & set(question.competencies)
    )
    return next((q for q in fitting if q.key not in taken), None)


def _is_repeated(question: Question, others: list[Question]) -> bool:
    return any(
        question.key == other.key or normalised(question.text) == normalised(other.text) for other in others
    )


def _other(practice: bool) -> str:
    return "questions" if practice else "practice"


def _library(job: Mapping[str, Any], draft: Plan) -> dict[str, Document]:
    """The competencies to choose from: the draft's first, then what else the posting speaks of."""
    posting = read_posting(job, draft.language)
    ranked = [choice.competency for choice in rank_competencies(posting, field(job, "jobTitle"))]
    special = [
        c
        for name in (MOTIVATION, EXPERIENCE, GENERAL)
        for c in load_family(draft.language, name).competencies
    ]
    known = {c["key"]: c for c in [*special, *ranked]}
    drafted = [known[c.key] for c in draft.competencies if c.key in known]
    return dict(list({c["key"]: c for c in [*drafted, *ranked, *special]}.items())[:MAX_LIBRARY])
