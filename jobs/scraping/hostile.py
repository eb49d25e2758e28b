"""What in a posting is meant to deceive: hidden characters, orders to a language model, look-alike letters.

Nothing is refused for it: a recruiter is told, and a model never gets the sentences that speak to it.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterator, Mapping
from functools import cache
from typing import TypedDict

from jobs.scraping.tables import load_table

LONGEST_TEXT = 60_000
MOST_WARNINGS = 20
SNIPPET = 160
NAMES = ("job_title", "company_name")
HIDDEN_IN = (*NAMES, "location", "description", "requirements", "company_info")
TEXTS = ("description", "requirements", "company_info")

_FORMAT = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u202a-\u202e"
    "\u2060-\u206f\u3164\ufeff\uffa0"
)
_TAGS = "\U000e0000-\U000e007f"
_HIDDEN = re.compile(f"[{_FORMAT}{_TAGS}]")
# Controls and private characters show as marks too, but a page's stray ones hide nothing.
_MARKED = re.compile(f"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f{_FORMAT}{_TAGS}\ud800-\udfff\ue000-\uf8ff]")
# What turns the order of reading round, or spells text that no screen shows: odd wherever it stands.
_ALWAYS_ODD = re.compile(f"[\u202a-\u202e\u2066-\u2069{_TAGS}]")
_FLAG = re.compile("\U0001f3f4[\U000e0020-\U000e007e]+\U000e007f")
_ESCAPE = re.compile(r"\\u([0-9a-fA-F]{4})")
_SURROGATES = re.compile("[\ud800-\udbff][\udc00-\udfff]")
_EDGE = re.compile(r"[<>\"\n\r\t\\]")
_REACH = 16

# Cyrillic, Greek and Armenian letters that look like Latin ones.
_LOOKALIKES = dict(
    zip(
        "аАВЕеЗіІјЈКМНоОрРсСТуУхХѕЅԁһԛԜѡԝѵґГԌΑΒΕΖΗΙΚΜΝΟΡΤΥΧαειοκνρυχօԱսց",
        "aABEe3iIjJKMHoOpPcCTyYxXsSdhqWwwvrrGABEZHIKMNOPTYXaeiokvpuxoUuq",
        strict=True,
    )
)
_FOLDED = str.maketrans(_LOOKALIKES)
_GAP = r"(?:[^\w.!?]|_)"
_SENTENCE_END = ".!?\u3002\uff01\uff1f\n"


class Finding(TypedDict):
    """Something a recruiter should look at; `snippet` is the page's words with hidden characters shown."""

    kind: str
    field: str
    snippet: str


def find_warnings(fields: Mapping[str, str], raw_text: str = "") -> list[Finding]:
    """Return what is suspicious in a posting's fields, at most 20 entries.

    `fields` are the cleaned values; `raw_text` is the page or the text they were read from, in which the
    characters that cleaning removed still stand.
    """
    found = [*_hidden(fields, raw_text), *_instructions(fields), *_lookalikes(fields)]
    unique = {(entry["kind"], entry["field"], entry["snippet"]): entry for entry in found}
    return list(unique.values())[:MOST_WARNINGS]


def reveal(text: str) -> str:
    """Return the text with characters that no screen shows as marks: `[U+202E]`."""
    return _MARKED.sub(lambda match: f"[U+{ord(match[0]):04X}]", text)


def without_instructions(text: str) -> str:
    """Return the text without the sentences that speak to a language model."""
    kept, end = [], 0
    for start, stop in instruction_spans(text):
        kept.append(text[end:start])
        end = stop
    kept.append(text[end:])
    return re.sub(r"\n{3,}", "\n\n", re.sub(r"[^\S\n]{2,}", " ", "".join(kept))).strip() if end else text


def instruction_spans(text: str) -> list[tuple[int, int]]:
    """Return start and end of each sentence that speaks to a language model, in order, not overlapping."""
    folded = _fold(text[:LONGEST_TEXT])
    merged: list[tuple[int, int]] = []
    for start, stop in sorted(_sentence(folded, *match.span()) for match in _orders().finditer(folded)):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(stop, merged[-1][1]))
        else:
            merged.append((start, stop))
    return merged


@cache
def _orders() -> re.Pattern[str]:
    """One pattern of all languages; a blank in the table is any short gap between two words."""
    table = load_table("instructions")
    patterns = (pattern for language in table["orders"].values() for pattern in language)
    whole = "|".join(f"(?:{pattern})" for pattern in patterns)
    # A gap ends where a sentence does: "We forget nobody. Instructions: ..." is no order.
    whole = whole.replace("<model>", table["model"]).replace("<then>", table["then"])
    return re.compile(re.sub(r" (\?)?", lambda blank: f"{_GAP}{{{0 if blank[1] else 1},4}}", whole))


def _fold(text: str) -> str:
    """Fold case, width and look-alike letters of words that mix alphabets; the length stays."""
    text = "".join(_fold_character(character) for character in text)
    return re.sub(r"[^\W\d_]+", lambda word: _fold_word(word[0]), text)


def _fold_character(character: str) -> str:
    if character < "\x80":
        return character.lower()
    plain = unicodedata.normalize("NFKC", character).lower()
    return plain if len(plain) == 1 else character


def _fold_word(word: str) -> str:
    return word.translate(_FOLDED) if not word.isascii() and "LATIN" in _alphabets(word) else word


def _sentence(text: str, start: int, stop: int) -> tuple[int, int]:
    """The sentence around a match: back to the end of the one before, on to its own end."""
    start = max(text.rfind(mark, 0, start) for mark in _SENTENCE_END) + 1
    ends = (text.find(mark, max(stop - 1, start)) for mark in _SENTENCE_END)
    return start, min((end + (text[end] != "\n") for end in ends if end >= 0), default=len(text))


def _instructions(fields: Mapping[str, str]) -> Iterator[Finding]:
    for name in (*NAMES, *TEXTS):
        text = fields.get(name, "")
        for start, stop in instruction_spans(text):
            yield _warning("instructions", name, text[start:stop])


def _hidden(fields: Mapping[str, str], raw_text: str) -> Iterator[Finding]:
    for context, words in _odd_places(_decoded(raw_text)):
        name = next((name for name in HIDDEN_IN if words in _squeezed(fields.get(name, ""))), "")
        if name:
            yield _warning("hidden_characters", name, context)


def _decoded(raw_text: str) -> str:
    """The text with JSON's and HTML's escapes resolved, so that a hidden character is one character."""
    if "\\u" in raw_text:
        raw_text = _ESCAPE.sub(lambda match: chr(int(match[1], 16)), raw_text)
        raw_text = _SURROGATES.sub(
            lambda pair: pair[0].encode("utf-16", "surrogatepass").decode("utf-16", "replace"), raw_text
        )
    if "&" in raw_text:
        raw_text = html.unescape(html.unescape(raw_text))
    return _FLAG.sub("", raw_text)


def _odd_places(text: str) -> Iterator[tuple[str, str]]:
    """Each run of hidden characters that no honest text needs: with its surroundings, and these alone."""
    for count, match in enumerate(_HIDDEN.finditer(text)):
        if count > 20_000:
            return
        left, right = _reach_left(text, match.start()), _reach_right(text, match.end())
        words = _squeezed(_HIDDEN.sub("", left + right))
        if words and (_ALWAYS_ODD.match(match[0]) or _splits_word(match[0], left, right)):
            yield f"{left}{match[0]}{right}", words


def _reach_left(text: str, at: int) -> str:
    return _EDGE.split(text[max(0, at - _REACH) : at])[-1]


def _reach_right(text: str, at: int) -> str:
    return _EDGE.split(text[at : at + _REACH])[0]


def _splits_word(character: str, left: str, right: str) -> bool:
    """Whether the character cuts a word of an alphabet that needs no such help; a lone hyphenation may."""
    before, after = left[-2:], right[:2]
    if not (_is_western(before[-1:]) and _is_western(after[:1])):
        return bool(before and after) and any(_HIDDEN.match(next_) for next_ in (before[-1], after[0]))
    return character != "\u00ad" or not (before.isalpha() and after.isalpha() and len(before + after) == 4)


def _is_western(character: str) -> bool:
    return character.isalpha() and bool(_alphabets(character) & {"LATIN", "CYRILLIC", "GREEK"})


def _squeezed(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()


def _lookalikes(fields: Mapping[str, str]) -> Iterator[Finding]:
    for name in NAMES:
        text = fields.get(name, "")
        words = re.findall(r"[^\W\d_]+", text)
        honest = {alphabet for word in words if not _is_disguise(word) for alphabet in _alphabets(word)}
        if any(_is_mixed(word) or (_is_disguise(word) and honest == {"LATIN"}) for word in words):
            yield _warning("lookalike", name, text)


def _is_mixed(word: str) -> bool:
    """Whether one word takes letters from two alphabets that share shapes."""
    return len(_alphabets(word) & {"LATIN", "CYRILLIC", "GREEK", "ARMENIAN"}) > 1


def _is_disguise(word: str) -> bool:
    """Whether a word of a foreign alphabet could be read as a Latin one from its first letter to its last."""
    return len(word) > 1 and all(letter in _LOOKALIKES for letter in word)


def _alphabets(word: str) -> set[str]:
    return {unicodedata.name(letter, "").partition(" ")[0] for letter in word}


def _warning(kind: str, field: str, words: str) -> Finding:
    return {"kind": kind, "field": field, "snippet": reveal(_squeezed(words))[:SNIPPET]}
