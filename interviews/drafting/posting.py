"""What a posting says, made fit to be asked about: title, company and the lines that name a requirement."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from interviews.drafting.families import count_words
from interviews.drafting.wording import says
from interviews.engine.speakable import plain_text, speakable

MAX_TEXT = 30_000
TITLE_CHARS, COMPANY_CHARS, SOURCE_CHARS = 70, 60, 400
NAME_WORDS = 9
# What a requirement may have to be read out within a question of 35 words.
MIN_WORDS, MAX_WORDS = 2, 14
# Lines that the employer says of itself.
EMPLOYER = ("we ", "we'", "we\u2019", "our ", "the company")
_BULLET = re.compile(r"^[\s\-*•·–—▪◦‣>+]+|^\s*\(?\d{1,2}[.)]\s+")  # noqa: RUF001
_CLAUSE_END = re.compile(r"\s*(?:;|\.\s|\(|:\s| - | – |, (?:as well as|including|such as|e\.g\.)\s)")  # noqa: RUF001
_SENTENCE = re.compile(r"(?<=[.!?;])\s+")
_HEADING = re.compile(r"^[^.]{0,60}:$")


@dataclass(frozen=True)
class Requirement:
    """`words` to read out, and `source`: the posting's own words, verbatim."""

    words: str
    source: str


@dataclass(frozen=True)
class Posting:
    """What questions are drawn from; empty strings where the posting says nothing."""

    title: str
    company: str
    text: str
    lines: tuple[str, ...]
    requirements: tuple[Requirement, ...]


def read_posting(job: Mapping[str, Any]) -> Posting:
    """Return the posting of a public job document (camelCase keys); what is missing or no text is empty."""
    requirements, description = field(job, "requirements"), field(job, "description")
    named, told = _lines(requirements), _lines(description)
    found = [r for r in (_requirement(line) for line in named) if r]
    found = found or [r for r in (_requirement(line) for line in told if says("requiring", line)) if r]
    unique = {r.words.casefold(): r for r in found}
    best = sorted(unique.values(), key=lambda r: -_concreteness(r.words))
    return Posting(
        title=clean_title(field(job, "jobTitle")),
        company=clean_name(field(job, "companyName"), COMPANY_CHARS),
        text=plain_text(f"{requirements} {description}"),
        lines=(*named, *told),
        requirements=tuple(best),
    )


def field(job: Mapping[str, Any], key: str) -> str:
    """Return a text field, bounded; "" when it is missing or no text."""
    value = job.get(key)
    return value[:MAX_TEXT] if isinstance(value, str) else ""


def clean_title(title: str) -> str:
    """Return the job's title without what is put around it: brackets, places, reference numbers."""
    text = re.sub(r"\([^()]*\)|\[[^\[\]]*\]", " ", plain_text(title))
    text = re.split(r"\s[|–—-]\s|\s@\s|, (?=remote|hybrid)", text, maxsplit=1, flags=re.IGNORECASE)[0]  # noqa: RUF001
    text = re.sub(r"\b[mwfdx](?:\s?/\s?[mwfdx]){1,3}\b", " ", text, flags=re.IGNORECASE)
    text = clean_name(text, TITLE_CHARS)
    return text.title() if text.isupper() and " " in text else text


def clean_name(text: str, limit: int) -> str:
    """Return a name without symbols in at most `limit` characters, "" when nothing is left."""
    words = _without_symbols(speakable(text, limit)).split()[:NAME_WORDS]
    name = " ".join(words).strip(" .,:;'&+/()%#-")
    return name if re.search(r"\w", name) else ""


def _without_symbols(text: str) -> str:
    return re.sub(r"[^\w\s.,:;'&+/()%#’-]", " ", text)  # noqa: RUF001


def _lines(text: str) -> tuple[str, ...]:
    """The lines of a text, and the sentences of long ones; bullets are no part of them."""
    lines: list[str] = []
    for line in text.splitlines():
        line = _BULLET.sub("", line).strip()
        lines += _SENTENCE.split(line) if len(line.split()) > MAX_WORDS else [line]
    return tuple(line.strip() for line in lines if line.strip() and not _HEADING.match(line.strip()))


def _requirement(line: str) -> Requirement | None:
    if line.count("(") != line.count(")") or line.lower().startswith(EMPLOYER):
        return None
    if says("never", line) or says("not_asked", line) or "@" in line:
        return None
    words = _without_symbols(speakable(line, SOURCE_CHARS)).split()
    spoken = " ".join(words).partition(";")[0].strip(" ,;:'").rstrip(".")
    if len(spoken.split()) > MAX_WORDS:
        spoken = _CLAUSE_END.split(spoken, maxsplit=1)[0].strip(" ,;:'").rstrip(".")
    if (
        not MIN_WORDS <= len(spoken.split()) <= MAX_WORDS
        or len(spoken) > 110
        or not re.search("[^\\W\\d]", spoken)
    ):
        return None
    return Requirement(spoken, speakable_source(line))


def speakable_source(line: str) -> str:
    """Return the posting's words as they stand, unless they hide characters; at most SOURCE_CHARS of them."""
    visible = plain_text(line)
    text = line if visible == " ".join(line.split()) else visible
    return text[:SOURCE_CHARS].strip()


def _concreteness(words: str) -> int:
    """Names, figures and words of experience make a requirement worth a question of its own."""
    names = re.findall(r"(?<!^)(?<!\. )\b[A-Z][\w+#.]*", words)
    experience = count_words(
        ["experience", "experienced", "knowledge", "proficient", "you lead", "familiar"], words
    )
    return min(len(names), 3) + 2 * experience + bool(re.search(r"\d", words))
