"""Which part of a posting's text says what is required and which describes the company, by its headings."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from jobs.scraping.clean import BULLET, plain_text
from jobs.scraping.tables import load_table

MAX_HEADING = 80
MOST_WORDS = 7
LIST_MARKS = (BULLET.strip(), "-", "*", "\N{EN DASH}")
QUOTES = {ord("\N{RIGHT SINGLE QUOTATION MARK}"): "'", ord("\N{NO-BREAK SPACE}"): " "}
# Marks, numbers and pictures around a heading's words.
AROUND = re.compile(r"^[\W\d_]+|[\W_]+$")


@dataclass(frozen=True)
class Sections:
    """The parts of a posting's text; empty when no heading names them."""

    requirements: str = ""
    company_info: str = ""


def split_sections(text: str, company: str = "") -> Sections:
    """Find the parts of a plain-text posting; `About <company>` counts as a heading of the company's part."""
    found: dict[str, list[str]] = {"requirements": [], "company_info": [], "": []}
    part = ""
    after_break = True
    for line in text.split("\n"):
        kind = _kind(line, company) if _may_be_heading(line) else None
        stands_apart = after_break or line.rstrip().endswith(":")
        # A short line that neither stands apart nor begins another known part is text.
        if kind is not None and (stands_apart or kind not in ("", part)) and (kind or any(found[part])):
            part = kind
        else:
            found[part].append(line)
        after_break = not line.strip()
    return Sections(**{name: plain_text("\n".join(lines)) for name, lines in found.items() if name})


def _may_be_heading(line: str) -> bool:
    line = line.strip()
    if not line or line.startswith(LIST_MARKS) or len(line) > MAX_HEADING:
        return False
    if ":" in line:
        return line.endswith(":")
    return line[-1] not in ".,;" and len(line.split()) <= MOST_WORDS


def _kind(line: str, company: str) -> str:
    """Which part the line is the heading of; empty for another part's."""
    words = AROUND.sub("", line.translate(QUOTES)).casefold()
    if company:
        words = words.replace(company.casefold(), "{company}")
    headings = _headings()
    return next((kind for kind in ("company_info", "requirements") if headings[kind].fullmatch(words)), "")


@cache
def _headings() -> dict[str, re.Pattern[str]]:
    kinds = load_table("sections").items()
    return {
        kind: re.compile("|".join(word for words in languages.values() for word in words))
        for kind, languages in kinds
    }
