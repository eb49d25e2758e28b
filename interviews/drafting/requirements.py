"""Lines of a posting that can be read out within a question, and the questions about them."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cache

from interviews.drafting.library import WORDING, Document, load_part
from interviews.drafting.names import without_symbols
from interviews.drafting.posting import Line, Posting
from interviews.drafting.wording import ends_dangling, first_clause, says
from interviews.engine.speakable import speakable

# What fits, with the words around it, into a question of 35 words.
MIN_WORDS, MAX_WORDS, MAX_CHARS = 3, 14, 110
LABEL_WORDS = 5
SECTION_WORTH = {"wanted": 2, "duties": 2, "extra": -3}


@dataclass(frozen=True)
class Requirement:
    """`words` to read out within the wording `form`, and `source`: the posting's own line, verbatim."""

    words: str
    source: str
    form: Document


def find_requirements(posting: Posting, spared: Collection[str] = ()) -> tuple[Requirement, ...]:
    """Return the lines that can be read out, the most concrete first; none of them twice.

    Lines in `spared` are left for who needs them as a source, unless there is no other.
    """
    found: dict[str, tuple[Line, Requirement]] = {}
    for line in posting.lines:
        for requirement in _requirements(line, posting):
            found.setdefault(requirement.words.casefold(), (line, requirement))
    free = [pair for pair in found.values() if pair[0].text not in spared] or list(found.values())
    return tuple(requirement for _, requirement in sorted(free, key=lambda pair: -_worth(*pair)))


def _requirements(line: Line, posting: Posting) -> Iterator[Requirement]:
    """The line as it is read out, once or not at all."""
    if posting.is_foreign or "@" in line.text or says("not_spoken", line.text, posting.language):
        return
    spoken = _spoken_words(line.text, posting.language)
    for form, pattern in _forms(posting.language):
        match = pattern.fullmatch(spoken)
        if match and _is_fit(match["words"], posting.language):
            words = match["words"]
            words = words[0].lower() + words[1:] if form["lowercase"] else words
            yield Requirement(words, line.text, form)
            return


def _spoken_words(line: str, language: str) -> str:
    """The line without brackets, symbols and the label before a colon, cut where it is too long."""
    text = " ".join(without_symbols(speakable(re.sub(r"\s*\([^()]*\)", "", line), 4 * MAX_CHARS)).split())
    label, _, rest = text.partition(": ")
    labelled = rest and len(label.split()) <= LABEL_WORDS
    spoken = _trimmed((rest if labelled else text).partition(";")[0])
    return spoken if len(spoken.split()) <= MAX_WORDS else _trimmed(first_clause(spoken, language))


def _trimmed(text: str) -> str:
    return text.strip(" ,;:'").rstrip(".")


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
    before, starts, has, lacks = ("|".join(form.get(k, ())) for k in ("before", "starts", "has", "lacks"))
    wanted = rf"(?=.*(?<!\w)(?:{has})(?!\w))" if has else ""
    refused = rf"(?!.*(?<!\w)(?:{lacks})(?!\w))" if lacks else ""
    start = rf"{wanted}{refused}(?:{starts})(?!\w)"
    return re.compile(rf"(?:(?:{before})\s+)?(?P<words>{start}.*)", re.IGNORECASE)


def _worth(line: Line, requirement: Requirement) -> int:
    """Names and figures make a line worth a question of its own; what is only welcome comes last."""
    names = re.findall(r"(?<!^)\b[A-Z][\w+#.]*", requirement.words)
    return (
        SECTION_WORTH.get(line.section, 0)
        + min(len(names), 3)
        + bool(re.search(r"\d", requirement.words))
        + (len(requirement.words.split()) >= 5)
    )
