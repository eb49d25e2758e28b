"""Words the questions of a draft and ties each to the posting."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from interviews.drafting.library import (
    EXPERIENCE,
    MOTIVATION,
    WORDING,
    Document,
    load_family,
    load_part,
)
from interviews.drafting.posting import Posting
from interviews.drafting.requirements import Requirement
from interviews.drafting.selection import Choice
from interviews.drafting.timing import MOST_PROBES
from interviews.drafting.wording import says
from interviews.engine.guard import protected_topics

# From this level on indicators are about what somebody does, not about what was the matter.
OWN_ACTION = 3


@dataclass(frozen=True)
class Pool:
    """Where questions come from: those for hiring and those for practice have none in common."""

    name: str
    avoided: frozenset[str]

    @classmethod
    def make(cls, *, practice: bool, avoid: Collection[str]) -> Pool:
        """Return the pool without the questions whose text or rephrasing is one of `avoid`."""
        return cls("practice" if practice else "questions", frozenset(map(normalised, avoid)))

    def allows(self, question: Document, language: str) -> bool:
        """Whether the question may be asked: it is not avoided and about nothing that law protects."""
        return all(self.allows_text(question[key], language) for key in ("text", "rephrase"))

    def allows_text(self, text: str, language: str) -> bool:
        """Whether these words may be asked, of a question or a probe."""
        return normalised(text) not in self.avoided and not protected_topics(text, language)


def normalised(text: str) -> str:
    """Return what two texts have in common that are the same question: words in one case."""
    return " ".join(re.findall(r"\w+", text.casefold()))


def motivation_questions(posting: Posting, pool: Pool) -> Iterator[Document]:
    """Yield the questions why somebody wants this role; its name is left out where it must not be spoken."""
    wording = load_part(posting.language, WORDING)
    role = wording["role"].format(title=posting.title) if posting.title else wording["this_role"]
    company = posting.company or wording["this_company"]
    competency = load_family(posting.language, MOTIVATION).competencies[0]
    for names in ((role, company), (wording["this_role"], wording["this_company"])):
        for question in competency[pool.name]:
            texts = {k: question[k].format(role=names[0], company=names[1]) for k in ("text", "rephrase")}
            yield _question(competency, {**question, **texts}, posting, pool, posting.title_source)


def requirement_questions(
    requirements: Iterable[Requirement], posting: Posting, pool: Pool
) -> Iterator[Document]:
    """Yield a question about each line, in its own words; hiring and practice take turns over the lines."""
    competency = load_family(posting.language, EXPERIENCE).competencies[0]
    practice = pool.name == "practice"
    texts, rephrase = ("practice", "practice_rephrase") if practice else ("hiring", "rephrase")
    for number, requirement in enumerate(list(requirements)[practice::2]):
        form = requirement.form
        question = {
            "key": f"requirement_{number + 1}",
            "kind": "behavioural",
            "text": form[texts][number % len(form[texts])].format(words=requirement.words),
            "rephrase": form[rephrase].format(words=requirement.words),
        }
        yield _question(competency, question, posting, pool, requirement.source, number)


def competency_questions(
    choice: Choice, posting: Posting, pool: Pool, taken: Collection[str] = ()
) -> list[Document]:
    """Return a competency's questions, each with a line of the posting, or else its title, as source.

    Lines that are not `taken` by other questions come first.
    """
    questions = list(choice.competency[pool.name])
    if says("beginner", posting.title, posting.language):
        questions.sort(key=lambda question: question["kind"] != "situational")
    sources = sorted((line.text for line in choice.lines), key=lambda source: source in taken)
    sources = sources or [posting.title_source]
    return [
        _question(choice.competency, question, posting, pool, sources[i % len(sources)], i)
        for i, question in enumerate(questions)
    ]


def _question(
    competency: Document, question: Document, posting: Posting, pool: Pool, source: str, number: int = 0
) -> Document:
    """The question as a plan has it; `number` counts those of its competency."""
    probes = _probes(competency["indicators"], question["kind"], number)
    return {
        **{key: question[key] for key in ("key", "kind", "text", "rephrase")},
        "competencies": [competency["key"]],
        "source": source or None,
        "probes": {"authored": [p for p in probes if pool.allows_text(p["text"], posting.language)]},
    }


def _probes(indicators: list[Document], kind: str, number: int) -> list[Document]:
    """The probes, the most telling first: what a first answer says anyway comes last.

    The next question of a competency begins with those that the one before had no time for.
    """
    ranked = sorted(indicators, key=lambda indicator: (indicator["level"] < OWN_ACTION, indicator["level"]))
    start = number * MOST_PROBES % len(ranked)
    wording = "probe_if" if kind == "situational" else "probe"
    return [{"for": i["key"], "text": i.get(wording, i["probe"])} for i in ranked[start:] + ranked[:start]]
