"""Lines of a posting that can be read out within a question, and the questions about them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from interviews.drafting.library import WORDING, Document, load_part
from interviews.drafting.posting import Line, Posting, without_symbols
from interviews.drafting.wording import ends_dangling, says
from interviews.engine.speakable import speakable

# What fits, with the words around it, into a question of 35 words.
MIN_WORDS, MAX_WORDS, MAX_CHARS = 3, 14, 110
SECTION_WORTH = {"wanted": 2, "duties": 2, "extra": -3}
_CLAUSE_END = re.compile(r"\s*(?:[;:]|\.\s|\s[-–—]\s|,? (?:as well as|including|such as|e\.g\.)\s)")  # noqa: RUF001


@dataclass(frozen=True)
class Requirement:
    """`words` to read out within the wording `form`, and `source`: the posting's own line, verbatim."""

    words: str
    source: str
    form: Document


def find_requirements(posting: Posting) -> tuple[Requirement, ...]:
    """Return the lines that can be read out, the most concrete first; none of them twice."""
    found = [(line, requirement) for line in posting.lines for requirement in _requirements(line, posting)]
    unique = {requirement.words.casefold(): (line, requirement) for line, requirement in reversed(found)}
    ranked = sorted(reversed(unique.values()), key=lambda pair: -_worth(*pair))
    return tuple(requirement for _, requirement in ranked)


def _requirements(line: Line, posting: Posting) -> Iterator[Requirement]:
    if says("not_spoken", line.text, posting.language) or "@" in line.text:
        return
    words = _spoken_words(line.text, posting.language)
    for form, pattern in _forms(posting.language):
        match = pattern.fullmatch(words)
        if match and _is_fit(match["words"], posting.language):
            spoken = match["words"]
            spoken = spoken[0].lower() + spoken[1:] if form["lowercase"] else spoken
            yield Requirement(spoken, line.text, form)
            return


def _spoken_words(line: str, language: str) -> str:
    """The line without brackets and symbols, cut after a clause when it is too long to be listened to."""
    text = re.sub(r"\([^()]*\)", " ", line)
    spoken = _trimmed(" ".join(without_symbols(speakable(text, 4 * MAX_CHARS)).split()))
    if len(spoken.split()) > MAX_WORDS:
        spoken = _trimmed(_CLAUSE_END.split(spoken, maxsplit=1)[0])
    return spoken


def _trimmed(text: str) -> str:
    return text.partition(";")[0].strip(" ,;:'").rstrip(".")


def _is_fit(words: str, language: str) -> bool:
    return (
        MIN_WORDS <= len(words.split()) <= MAX_WORDS
        and len(words) <= MAX_CHARS
        and words.count("(") == words.count(")")
        and ". " not in words
        and not ends_dangling(words, language)
    )


@cache
def _forms(language: str) -> tuple[tuple[Document, re.Pattern[str]], ...]:
    forms = load_part(language, WORDING)["requirements"]
    return tuple((form, _pattern(form)) for form in forms)


def _pattern(form: Document) -> re.Pattern[str]:
    before, starts, has = ("|".join(form.get(key, ())) for key in ("before", "starts", "has"))
    wanted = rf"(?=.*(?<!\w)(?:{has})(?!\w))" if has else ""
    return re.compile(rf"(?:(?:{before})\s+)?(?P<words>{wanted}(?:{starts})(?!\w).*)", re.IGNORECASE)


def _worth(line: Line, requirement: Requirement) -> int:
    """Names and figures make a line worth a question of its own; what is only welcome comes last."""
    names = re.findall(r"(?<!^)\b[A-Z][\w+#.]*", requirement.words)
    return (
        SECTION_WORTH.get(line.section, 0)
        + min(len(names), 3)
        + bool(re.search(r"\d", requirement.words))
        + (len(requirement.words.split()) >= 5)
    )
