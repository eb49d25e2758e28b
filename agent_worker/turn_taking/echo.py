"""Tells the interviewer's own words, come back from a loudspeaker, from the candidate's."""

from __future__ import annotations

from difflib import SequenceMatcher

# Letters that follow each other in both: fewer match by chance.
RUN = 3
# The share of what was heard that was being said; who quotes a question adds words of their own.
SHARE = 0.8
# A single shorter word may be an answer, whatever is being said.
SINGLE_WORD = 5


def is_echo(heard: str, said: str) -> bool:
    """Whether `heard` is what was being said at that time, wholly or in part, perhaps misheard."""
    heard_letters, said_letters = _letters(heard), _letters(said)
    if not heard_letters or (len(heard.split()) == 1 and len(heard_letters) < SINGLE_WORD):
        return False
    matcher = SequenceMatcher(None, said_letters, heard_letters, autojunk=False)
    matched = sum(block.size for block in matcher.get_matching_blocks() if block.size >= RUN)
    return matched >= SHARE * len(heard_letters)


def _letters(text: str) -> str:
    return "".join(letter for letter in text.casefold() if letter.isalnum())
