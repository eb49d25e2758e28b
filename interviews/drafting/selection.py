"""Which competencies a posting speaks of, and in which of its lines."""

from __future__ import annotations

from dataclasses import dataclass

from interviews.drafting.library import GENERAL, Document, Family, families, load_family
from interviews.drafting.matching import count_words
from interviews.drafting.posting import ABOUT_WORK, Line, Posting

# A word in the title says more about a job than all words below it.
TITLE_WEIGHT = 6
# Less than this is chance: one word that every posting may contain.
MIN_SCORE = 3
# A competency of the job's own family goes before one of a family that the title or the lines mention.
OWN_FAMILY, IN_TITLE, ANY_JOB, OTHER_FAMILY = 7, 7, 1, -3
# One line, and all lines together, say no more than this much about a competency.
MOST_BY_LINE, MOST_BY_LINES = 2, 9


@dataclass(frozen=True)
class Choice:
    """A competency and the lines of the posting that are about it, the most telling first."""

    competency: Document
    lines: tuple[Line, ...]
    score: int


def choose_family(title: str, text: str, language: str) -> Family:
    """Return the family whose keywords stand most in title and text; the general one when none stands out."""
    scores = {family.name: _family_score(family, title, text) for family in families(language)}
    best = max(scores, key=scores.__getitem__, default=GENERAL)
    return load_family(language, best if scores.get(best, 0) >= MIN_SCORE else GENERAL)


def rank_competencies(posting: Posting, title: str) -> tuple[Choice, ...]:
    """Return the competencies to ask about, the most fitting first, each topic once.

    They are those of the job's own family, those of any job, and those of other families that `title`
    or the posting's lines speak of.
    """
    own = choose_family(title, posting.text, posting.language)
    choices = [_choice(competency, OWN_FAMILY, posting) for competency in own.competencies]
    for family in (load_family(posting.language, GENERAL), *families(posting.language)):
        if family.name != own.name:
            choices += _choices_elsewhere(family, posting, title)
    by_topic: dict[str, Choice] = {}
    for choice in sorted(choices, key=lambda choice: -choice.score):
        by_topic.setdefault(choice.competency["topic"], choice)
    return tuple(by_topic.values())


def _choices_elsewhere(family: Family, posting: Posting, title: str) -> list[Choice]:
    if family.name == GENERAL:
        return [_choice(competency, ANY_JOB, posting) for competency in family.competencies]
    if _family_score(family, title, posting.text) < MIN_SCORE:
        return []
    prior = IN_TITLE if count_words(family.keywords, title) else OTHER_FAMILY
    found = (_choice(competency, prior, posting) for competency in family.competencies)
    return [choice for choice in found if choice.lines and choice.score > 0]


def _choice(competency: Document, prior: int, posting: Posting) -> Choice:
    counts = {line: min(MOST_BY_LINE, count_words(competency["words"], line.text)) for line in posting.lines}
    lines = sorted((line for line in counts if counts[line]), key=lambda line: -_worth(counts[line], line))
    said = sum(counts[line] for line in lines if line.section in ABOUT_WORK or not line.section)
    return Choice(competency, tuple(lines), prior + min(MOST_BY_LINES, said))


def _worth(count: int, line: Line) -> int:
    """Two words of a competency, in a list of duties or requirements, in few words, make a line telling."""
    return (
        3 * count + 2 * (line.section in ABOUT_WORK) - 2 * (line.section == "extra") - (len(line.text) > 160)
    )


def _family_score(family: Family, title: str, text: str) -> int:
    return TITLE_WEIGHT * count_words(family.keywords, title) + count_words(family.keywords, text)
