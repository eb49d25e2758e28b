"""The notation in which a language pack writes down what people say, and how it becomes regular expressions.

can (you|u) say [that] .. again     (a|b): one of them; [a]: may be left out
    .. _                                up to six words of any kind; one word
repeat*                             a word that begins so
<can_you> repeat                    a list of the pack's `words`, which may itself use the notation
don't                               an apostrophe or hyphen may be a space or missing: "don t", "dont"
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from interviews.engine.intent_text import fold

# Before a word for somebody or something outside the interview; no gap reaches over such a word.
MARK = "~"
GAP = f"(?: [^ {MARK}][^ ]*){{0,6}}?"
MARKS = {"(": "(?:", ")": ")", "[": "(?:", "]": ")?", "|": "|", "..": GAP, "_": "(?: [^ ]+)"}
PIECE = re.compile(r"<(\w+)>|\.\.|[()\[\]|]|[^\s()\[\]|<>]+")
# A list may name lists that name lists; no deeper, so that two that name each other are found out.
DEEPEST = 5


def compile_patterns(
    patterns: Iterable[str], words: Mapping[str, str | list[str]], language: str
) -> re.Pattern[str]:
    """Return one expression for any of the patterns, over folded text with a space before each word.

    Raises KeyError for a list that the pack does not have, ValueError for lists that name each other.
    """
    parts = [_expression(pattern, words, language, 0) for pattern in patterns]
    return re.compile(f"(?:{'|'.join(parts)})(?= |$)" if parts else "(?!)")


def pattern_source(pattern: str, words: Mapping[str, str | list[str]], language: str) -> str:
    """Return the regular expression of one pattern, not compiled yet. Raises as `compile_patterns` does."""
    return f"(?:{_expression(pattern, words, language, 0)})(?= |$)"


def word_parts(word: str, language: str) -> list[str]:
    """Return the parts of a word of the notation, as folded: "don't*" is "don" and "t"."""
    pieces = re.split(r"['-]", word.rstrip("*"))
    parts = [part for piece in pieces for part in fold(piece, language).split()]
    if not parts:
        raise ValueError(f"Not a word: {word}")
    return parts


def literal_words(patterns: Iterable[str], language: str) -> set[str]:
    """Return the whole words that the patterns name: what a misspelt word may have been meant to be."""
    pieces = (match[0] for pattern in patterns for match in PIECE.finditer(pattern) if not match[1])
    words = (word for piece in pieces if "*" not in piece for word in fold(piece, language).split())
    return {word for word in words if word.isalpha()}


def _expression(pattern: str, words: Mapping[str, str | list[str]], language: str, depth: int) -> str:
    if depth > DEEPEST:
        raise ValueError(f"The lists of words name each other: {pattern}")
    return "".join(_piece(match, words, language, depth) for match in PIECE.finditer(pattern))


def _piece(match: re.Match[str], words: Mapping[str, str | list[str]], language: str, depth: int) -> str:
    if not match[1]:
        return MARKS.get(match[0]) or _word(match[0], language)
    listed = words[match[1]]
    # The longest first: "this one" before "this".
    patterns = [listed] if isinstance(listed, str) else sorted(listed, key=lambda item: -len(item.split()))
    return "(?:" + "|".join(_expression(pattern, words, language, depth + 1) for pattern in patterns) + ")"


def _word(word: str, language: str) -> str:
    parts = word_parts(word, language)
    ending = "[^ ]*" if word.endswith("*") else ""
    return f" {MARK}?" + f"(?: {MARK}?)?".join(parts) + ending
