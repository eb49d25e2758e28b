"""What a posting says, made fit to be drawn from: its title, its company and its lines about the work."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from interviews.drafting.names import clean_company, clean_title
from interviews.drafting.wording import says, section_of, starts_as_employer

# Where the words of a posting stand, and a question's source with them.
TEXT_FIELDS = ("jobTitle", "description", "requirements")
MAX_TEXT, MAX_LINES = 30_000, 400
# A line of a posting that can be looked at as one thing.
LINE_WORDS, LINE_CHARS = 30, 300
ABOUT_WORK = ("duties", "wanted")
NOT_ABOUT_WORK = ("offer", "employer", "process")
_BULLET = re.compile(r"^(?:[\s\-*•·–—▪◦‣●○■✓✔➢?>+]+|\s*\(?\d{1,2}[.)]\s+)")  # noqa: RUF001
# A sentence ends after a word, not after an abbreviation, where a capital follows.
_SENTENCE = re.compile(r"(?<=\w{3}[.!?])(?<!etc\.)\s+(?=[A-ZÀ-Ž¿¡])|(?<=;)\s+")


@dataclass(frozen=True)
class Line:
    """A line or sentence of a posting, code point for code point, and its section ("": unknown)."""

    text: str
    section: str


@dataclass(frozen=True)
class Posting:
    """What questions are drawn from; empty where the posting says nothing.

    `language` is the library's; `is_foreign` says that the posting is in another one. `title_source` stands
    in the posting verbatim.
    """

    language: str
    is_foreign: bool
    title: str
    title_source: str
    company: str
    text: str
    lines: tuple[Line, ...]


def read_posting(job: Mapping[str, Any], language: str, *, is_foreign: bool = False) -> Posting:
    """Return the posting of a public job document (camelCase keys); what is missing or no text is empty."""
    requirements, description = field(job, "requirements"), field(job, "description")
    # The description comes first: there the headings are.
    unique: dict[str, Line] = {}
    for line in [*_lines(description, "", language), *_lines(requirements, "wanted", language)][:MAX_LINES]:
        key = " ".join(line.text.casefold().split())
        if not (key in unique and unique[key].section):
            unique[key] = line
    lines = tuple(line for line in unique.values() if _is_about_work(line, language))
    company = clean_company(field(job, "companyName"))
    return Posting(
        language=language,
        is_foreign=is_foreign,
        title=clean_title(field(job, "jobTitle"), company, field(job, "location")),
        title_source=_visible_part(field(job, "jobTitle")),
        company=company,
        text=" \n ".join(line.text for line in lines),
        lines=lines,
    )


def field(job: Mapping[str, Any], key: str) -> str:
    """Return a text field, bounded; "" when it is missing or no text."""
    value = job.get(key)
    return value[:MAX_TEXT] if isinstance(value, str) else ""


def _lines(text: str, section: str, language: str) -> Iterator[Line]:
    """The sentences of a text's lines, with the headings that they stand under."""
    for raw in text.splitlines():
        line = _BULLET.sub("", raw).strip()
        is_item = _BULLET.match(raw) and not line.endswith(":")
        heading = None if is_item else section_of(line, language)
        if heading or line.endswith(":"):
            section = heading or section
            continue
        yield from (Line(sentence.strip(), section) for sentence in _SENTENCE.split(line))


def _is_about_work(line: Line, language: str) -> bool:
    text = line.text
    return (
        2 <= len(text.split()) <= 2 * LINE_WORDS
        and len(text) <= LINE_CHARS
        and _is_visible(text)
        and not text.endswith("?")
        and line.section not in NOT_ABOUT_WORK
        and not starts_as_employer(text, language)
        and not any(says(kind, text, language) for kind in ("never", "not_asked"))
    )


def _is_visible(text: str) -> bool:
    """Whether every character can be seen by whoever compares it with the posting."""
    return all(char == "\t" or unicodedata.category(char)[0] != "C" for char in text)


def _visible_part(text: str) -> str:
    """The first run of visible characters: it stands verbatim in the text."""
    runs = "".join(char if _is_visible(char) else "\n" for char in text).split("\n")
    return next((run.strip()[:LINE_CHARS].strip() for run in runs if re.search(r"\w", run)), "")
