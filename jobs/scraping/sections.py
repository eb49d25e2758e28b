"""Which part of a posting's text says what is required and which describes the company, by its headings."""

from __future__ import annotations

import re
from dataclasses import dataclass

from jobs.scraping.clean import BULLET, plain_text

MAX_HEADING = 80

REQUIREMENTS = re.compile(
    "|".join(
        (
            r"(?:\w+ )?(?:requirements?|qualifications?)",
            r"what you(?:'ll| will)? (?:need|bring|should have|have)",
            r"(?:the )?skills(?: .*)?",
            r"your (?:profile|skills|background|experience)",
            r"who you are|about you|the ideal candidate|you (?:have|bring|are)",
            r"must[- ]haves?|nice[- ]to[- ]haves?",
            r"what we(?:'re| are)? (?:look|expect|need|require|ask).*",
            r"we(?:'re| are) looking for.*",
            r"(?:desired|key|core) (?:skills|experience|profile)",
            r"experience(?: .*)?|education.*",
            r"(?:(?:dein|ihr|euer|das) )?profil|anforderungen.*|voraussetzungen",
            r"(?:das )?(?:bringst du|bringen sie) mit|was (?:du|sie) mitbring\w*",
            r"(?:(?:deine|ihre) )?(?:skills|qualifikation\w*)",
            r"(?:was )?wir erwarten.*",
        )
    ),
    re.I,
)
COMPANY = re.compile(
    "|".join(
        (
            r"about (?:us|the (?:company|team|employer|organi[sz]ation)|our (?:company|team))",
            r"who we are|our (?:company|story|mission)|why (?:us|join us)",
            r"company(?: (?:description|profile|overview|info(?:rmation)?))?",
            r"über uns|wer wir sind|wir über uns|das sind wir",
            r"(?:das|unser) unternehmen|unternehmen(?:sprofil|sbeschreibung)?",
        )
    ),
    re.I,
)
LIST_MARKS = (BULLET.strip(), "-", "*", "\N{EN DASH}")


@dataclass(frozen=True)
class Sections:
    """The parts of a posting's text; empty when no heading names them."""

    requirements: str = ""
    company_info: str = ""


def split_sections(text: str, company: str = "") -> Sections:
    """Find the parts of a plain-text posting; `About <company>` counts as a heading of the company's part."""
    found: dict[str, list[str]] = {"requirements": [], "company_info": []}
    current: list[str] | None = None
    for line in text.split("\n"):
        if _is_heading(line):
            kind = _kind(line, company)
            current = found.get(kind)
        elif current is not None:
            current.append(line)
    return Sections(**{name: plain_text("\n".join(lines)) for name, lines in found.items()})


def _is_heading(line: str) -> bool:
    line = line.strip()
    if not line or line.startswith(LIST_MARKS) or len(line) > MAX_HEADING:
        return False
    return line.endswith(":") or (line[-1] not in ".,;!" and len(line.split()) <= 7)


def _kind(line: str, company: str) -> str:
    words = line.strip(" :?#*_").casefold().replace("\N{RIGHT SINGLE QUOTATION MARK}", "'")
    if REQUIREMENTS.fullmatch(words):
        return "requirements"
    of_company = {f"about {company.casefold()}", f"über {company.casefold()}"} if company else set()
    return "company_info" if COMPANY.fullmatch(words) or words in of_company else "other"
