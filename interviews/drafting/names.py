"""Names as an interviewer says them: the job's and the employer's, without what is put around them."""

from __future__ import annotations

import re

from interviews.engine.speakable import plain_text, speakable

TITLE_CHARS, COMPANY_CHARS = 70, 60
NAME_WORDS = 9
# "Manager" says little by itself: what stands after the dash belongs to it.
SHORT_TITLE, ADDED_WORDS = 2, 4
# Share of capitals from which a title is written in capitals only to be noticed.
SHOUTING = 0.6
# Short words that are no abbreviation: HR, QA and IT keep their capitals.
_ROMANCE = ("de", "del", "la", "y", "du", "des", "en", "à", "au", "aux", "le", "les", "et")
SMALL_WORDS = frozenset((*_ROMANCE, "und", "der", "of", "and", "the", "for"))
_SEPARATOR = re.compile(r"\s[|–—-]\s|\s@\s|, (?=remote|hybrid)|,? (?=\d+ ?[-–] ?\d)", re.IGNORECASE)  # noqa: RUF001
_REFERENCE = re.compile(r"^\s*(?:\d{3,}|[A-Z]+-?\d+)\s*[-–:]\s+")  # noqa: RUF001
_GENDERS = re.compile(r"\b[mwfdxhvi](?:\s?/\s?[mwfdxhvi*]){1,3}(?!\w)", re.IGNORECASE)
_PLACE = re.compile(
    r"remote|hybrid|\d|home ?office|full|part|\bcd[di]\b|temps|int[ée]rim|alternance", re.IGNORECASE
)
# "Infirmier·ère": the second ending cannot be said.
_SECOND_ENDING = re.compile(r"(?<=\w)[·•∙]\w+")
# "Sales Manager at Acme", in the languages that postings come in.
_AT = "(?:for|at|with|bei|für|en|para|chez|pour|pro|ve?|u)"
_LEGAL_FORM = re.compile(
    r"[\s,]+(?:g?gmbh(?: & co\.? kg)?|e\.? ?v|eg|kgaa|ohg|ug|inc|ltd|pte ltd|pty ltd|llc|limited"
    r"|corp|s\.? ?r\. ?o\.?|a\. ?s"
    r"|corporation|ag|se|kg|s\.?a\.?u?|s\.?l\.?u?|s[aà]rl|sasu?|eurl|sp?rl|plc|oy|ab|bv|b\.v|n\.v)\.?$",
    re.IGNORECASE,
)


def clean_title(title: str, company: str = "", location: str = "") -> str:
    """Return the job's title without brackets, places, pay, reference numbers and the employer's name."""
    text = re.sub(r"\([^()]*\)|\[[^\[\]]*\]", " ", plain_text(title))
    text = _SECOND_ENDING.sub("", _GENDERS.sub(" ", _REFERENCE.sub("", text)))
    first, *more = _SEPARATOR.split(text)
    if more and len(first.split()) <= SHORT_TITLE and _belongs_to_title(more[0], company, location):
        first = f"{first.strip()}, {more[0].strip()}"
    if company:
        first = re.sub(rf"(?<=\w)\s+(?:{_AT}\s+)?{re.escape(company)}\b.*$", "", first, flags=re.IGNORECASE)
    return _without_shouting(clean_name(first, TITLE_CHARS))


def clean_company(name: str) -> str:
    """Return the employer's name without its legal form."""
    cleaned = clean_name(name, COMPANY_CHARS)
    return _LEGAL_FORM.sub("", cleaned).strip(" ,") or cleaned


def clean_name(text: str, limit: int) -> str:
    """Return a name without symbols in at most `limit` characters, "" when nothing is left."""
    words = without_symbols(speakable(text, limit)).split()[:NAME_WORDS]
    name = " ".join(words).lstrip(" ,:;'&+/()%#-").rstrip(" .,:;'&/(%-")
    return name if re.search(r"\w", name) else ""


def without_symbols(text: str) -> str:
    """Return the text without what is not spoken."""
    return re.sub(r"[^\w\s.,:;'&+/()%#’-]", " ", text)  # noqa: RUF001


def _belongs_to_title(part: str, company: str, location: str) -> bool:
    words = part.strip().casefold()
    elsewhere = f"{company} {location}".casefold()
    return 0 < len(words.split()) <= ADDED_WORDS and not _PLACE.search(words) and words not in elsewhere


def _without_shouting(text: str) -> str:
    letters = [char for char in text if char.isalpha()]
    if " " not in text or sum(map(str.isupper, letters)) < SHOUTING * len(letters):
        return text
    return " ".join(_calm(word) for word in text.split())


def _calm(word: str) -> str:
    if word.lower() in SMALL_WORDS:
        return word.lower()
    return word.capitalize() if len(word) > 3 and word.isupper() else word
