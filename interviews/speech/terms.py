"""The names that a candidate for a job is likely to say: technologies, products, the employer.

They are given to the recogniser. They come from a posting, which anybody may have written: so they are few,
short, and of letters, digits and `+#.-` alone. No sentence can stand in them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

from interviews.drafting.names import clean_company
from interviews.engine.languages import primary_language
from interviews.models import AnyInterview

MOST_TERMS, MOST_WORDS, MOST_CHARS = 40, 3, 30
MOST_TEXT = 20_000
# Every noun has a capital there, which says nothing of names.
CAPITAL_NOUNS = ("de", "lb")
_TERM = re.compile(r"[^\W_](?:[^\W_]|[+#.-])*", re.UNICODE)
_LINE = re.compile(r"[\n\r\u2028\u2029]+")
# "PostgreSQL", "k8s", "C++", "Node.js", "AWS": ordinary words are not spelt so.
_ODD = re.compile(r"[a-z][A-Z]|[A-Za-z]\d|[A-Za-z][+#]|[a-z]\.[a-z]|^[A-Z]{3,}$")
_CAPITAL = re.compile(r"[A-Z][a-z]")
# What may stand before a name in the middle of a sentence or a list.
_WITHIN = re.compile(r"(?:\b[a-z][\w'-]*|[,/(&])\s*$")


def terms_for(interview: AnyInterview) -> tuple[str, ...]:
    """Return the terms of an interview's job and plan: at most 40 of at most three words, likeliest first."""
    plan = interview.plan_document
    texts = [*_plan_texts(plan), *_posting_texts(interview.job_json)]
    found = Counter(dict.fromkeys(filter(None, [_clean(clean_company(interview.company_name))]), MOST_TEXT))
    ordinary = {word.lower() for text in texts for word in re.findall(r"\b[a-z]+\b", text)}
    for text in texts:
        found.update(_names(text, capitals=primary_language(str(plan["language"])) not in CAPITAL_NOUNS))
    # What is also written small is a word that began a heading.
    kept = [term for term, _ in found.most_common() if term.lower() not in ordinary or _ODD.search(term)]
    return tuple(kept[:MOST_TERMS])


def prompt_of(terms: tuple[str, ...]) -> str:
    """Return the terms as recognisers in OpenAI's shape take them."""
    return ", ".join(terms)


def _plan_texts(plan: dict[str, Any]) -> list[str]:
    """What the plan says, but for its words on how people are rated."""
    texts = [str(plan["title"]), *(str(fact["answer"]) for fact in plan.get("facts", ()))]
    texts += [
        str(question[key])
        for question in plan["questions"]
        for key in ("text", "source")
        if question.get(key)
    ]
    for competency in plan.get("competencies", ()):
        texts += [", ".join(map(str, one.get("examples", ()))) for one in competency["indicators"]]
    return texts


def _posting_texts(job: dict[str, Any]) -> list[str]:
    return [str(job.get(key) or "")[:MOST_TEXT] for key in ("jobTitle", "description", "requirements")]


def _names(text: str, *, capitals: bool) -> Iterator[str]:
    """The words of a text that are spelt as names are; one with a capital only within a sentence."""
    for line in _LINE.split(text):
        for match in _TERM.finditer(line):
            word = match[0].rstrip(".-")
            is_capital = capitals and _CAPITAL.match(word) and _WITHIN.search(line[: match.start()])
            if 2 <= len(word) <= MOST_CHARS and (is_capital or _ODD.search(word)):
                yield word


def _clean(text: str) -> str:
    """The first words of a name, without what is no part of one."""
    words = [match[0].rstrip(".-") for match in _TERM.finditer(text)][:MOST_WORDS]
    return " ".join(word for word in words if len(word) <= MOST_CHARS)
