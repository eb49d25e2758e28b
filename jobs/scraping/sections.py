"""Which part of a posting's text says what is required and which describes the company, by its headings."""

from __future__ import annotations

import re
from dataclasses import dataclass

from jobs.scraping.clean import BULLET, plain_text

MAX_HEADING = 80

REQUIREMENTS = re.compile(
    r"(?:\w+ )?requirements?|(?:\w+ )?qualifications?|what you(?:'ll|’ll| will)? (?:need|bring|should have|have)"
    r"|(?:the )?skills(?: .*)?|your (?:profile|skills|background|experience)|who you are|about you|must[- ]haves?"
    r"|what we(?:'re|’re| are)? (?:look|expect|need|require|ask).*|we(?:'re|’re| are) looking for.*|you (?:have|bring|are)"
    r"|nice[- ]to[- ]haves?|(?:desired|key|core) (?:skills|experience|profile)|experience(?: .*)?|education.*|the ideal candidate"
    r"|(?:dein|ihr|euer|das) profil|profil|anforderungen.*|(?:das )?(?:bringst du|bringen sie) mit|was (?:du|sie) mitbring\w*"
    r"|qualifikation(?:en)?|deine (?:skills|qualifikation\w*)|ihre qualifikation\w*|voraussetzungen|wir erwarten.*|was wir erwarten",
    re.I,
)
COMPANY = re.compile(
    r"about (?:us|the (?:company|team|employer|organi[sz]ation)|our (?:company|team))|who we are|our (?:company|story|mission)"
    r"|company(?: (?:description|profile|overview|info(?:rmation)?))?|why (?:us|join us)|über uns|wer wir sind"
    r"|das unternehmen|unternehmen(?:sprofil|sbeschreibung)?|unser unternehmen|wir über uns|das sind wir",
    re.I,
)


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
    if not line or line.startswith((BULLET.strip(), "-", "*", "–")) or len(line) > MAX_HEADING:
        return False
    return line.endswith(":") or (line[-1] not in ".,;!" and len(line.split()) <= 7)


def _kind(line: str, company: str) -> str:
    words = line.strip(" :?#*_").casefold()
    if REQUIREMENTS.fullmatch(words):
        return "requirements"
    is_company = COMPANY.fullmatch(words) or (
        company and words in {f"about {company.casefold()}", f"über {company.casefold()}"}
    )
    return "company_info" if is_company else "other"
