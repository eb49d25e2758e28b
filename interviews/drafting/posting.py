"""What a posting says, made fit to be drawn from: its title, its company and its lines about the work."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from interviews.drafting.wording import says, section_of, starts_as_employer
from interviews.engine.speakable import plain_text, speakable

MAX_TEXT, MAX_LINES = 30_000, 400
TITLE_CHARS, COMPANY_CHARS = 70, 60
NAME_WORDS = 9
# A line of a posting that can be looked at as one thing.
LINE_WORDS, LINE_CHARS = 30, 300
ABOUT_WORK = ("duties", "wanted")
NOT_ABOUT_WORK = ("offer", "employer", "process")
_BULLET = re.compile(r"^(?:[\s\-*•·–—▪◦‣●○■✓✔➢?>+]+|\s*\(?\d{1,2}[.)]\s+)")  # noqa: RUF001
_SENTENCE = re.compile(r"(?<=[.!?;])(?<!\be\.g\.)(?<!\bi\.e\.)(?<!\betc\.)\s+")


@dataclass(frozen=True)
class Line:
    """A line or sentence of a posting, code point for code point, and the section that it stands in ("": unknown)."""

    text: str
    section: str


@dataclass(frozen=True)
class Posting:
    """What questions are drawn from; empty where the posting says nothing. `title_source` stands in it verbatim."""

    language: str
    title: str
    title_source: str
    company: str
    text: str
    lines: tuple[Line, ...]


def read_posting(job: Mapping[str, Any], language: str) -> Posting:
    """Return the posting of a public job document (camelCase keys); what is missing or no text is empty."""
    requirements, description = field(job, "requirements"), field(job, "description")
    found = [*_lines(requirements, "wanted", language), *_lines(description, "", language)]
    unique = {" ".join(line.text.casefold().split()): line for line in reversed(found[:MAX_LINES])}
    lines = tuple(line for line in reversed(unique.values()) if _is_about_work(line, language))
    return Posting(
        language=language,
        title=clean_title(field(job, "jobTitle")),
        title_source=_visible_part(field(job, "jobTitle")),
        company=clean_name(field(job, "companyName"), COMPANY_CHARS),
        text=" \n ".join(line.text for line in lines),
        lines=lines,
    )


def field(job: Mapping[str, Any], key: str) -> str:
    """Return a text field, bounded; "" when it is missing or no text."""
    value = job.get(key)
    return value[:MAX_TEXT] if isinstance(value, str) else ""


def clean_title(title: str) -> str:
    """Return the job's title without what is put around it: brackets, places, pay, reference numbers."""
    text = re.sub(r"\([^()]*\)|\[[^\[\]]*\]", " ", plain_text(title))
    text = re.sub(r"^\s*(?:\d{3,}|\w*\d\w*-\w*)\s*[-–:]\s+", "", text)  # noqa: RUF001
    text = re.split(
        r"\s[|–—-]\s|\s@\s|, (?=remote|hybrid)|,? (?=\d+ ?[-–] ?\d)", text, maxsplit=1, flags=re.IGNORECASE  # noqa: RUF001
    )[0]  # fmt: skip
    text = re.sub(r"\b[mwfdxhv](?:\s?/\s?[mwfdxhv]){1,3}\b", " ", text, flags=re.IGNORECASE)
    text = clean_name(text, TITLE_CHARS)
    return text.title() if text.isupper() and " " in text else text


def clean_name(text: str, limit: int) -> str:
    """Return a name without symbols in at most `limit` characters, "" when nothing is left."""
    words = without_symbols(speakable(text, limit)).split()[:NAME_WORDS]
    name = " ".join(words).strip(" .,:;'&+/()%#-")
    return name if re.search(r"\w", name) else ""


def without_symbols(text: str) -> str:
    """Return the text without what is not spoken."""
    return re.sub(r"[^\w\s.,:;'&+/()%#’-]", " ", text)  # noqa: RUF001


def _lines(text: str, section: str, language: str) -> Iterator[Line]:
    """The lines of a text, and the sentences of long ones, below the headings that they stand under."""
    for raw in text.splitlines():
        line = _BULLET.sub("", raw).strip()
        heading = None if _BULLET.match(raw) else section_of(line, language)
        if heading or line.endswith(":"):
            section = heading or section
            continue
        sentences = _SENTENCE.split(line) if len(line.split()) > LINE_WORDS else [line]
        yield from (Line(sentence.strip(), section) for sentence in sentences)


def _is_about_work(line: Line, language: str) -> bool:
    text = line.text
    return (
        2 <= len(text.split()) <= 2 * LINE_WORDS
        and len(text) <= LINE_CHARS
        and _is_visible(text)
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
