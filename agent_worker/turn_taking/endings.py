"""How what was said so far ends: with a full stop of its own, or in the middle of something.

Recognisers put full stops wherever a voice pauses, so it is the words that tell, not the punctuation.
"""

from __future__ import annotations

import re
from enum import StrEnum
from functools import cache

from interviews.engine.intents import classify
from interviews.engine.languages import primary_language, read_yaml

PACKS = ("en", "de", "es", "fr", "cs")
WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*")
SENTENCE_END = re.compile(r"(?<=[.!?…])\s+")
# A recogniser's own marks of something that goes on.
TRAILS_OFF = (",", ";", ":", "-", "\N{EN DASH}", "\N{EM DASH}", "\N{HORIZONTAL ELLIPSIS}", "...")
# Enough of the end to see all patterns by, words.
LAST_WORDS = 16
# Whoever says nothing but this waits for a reply.
ASKS = frozenset(["repeat", "rephrase", "skip", "hear_check", "time_check", "person", "job_question", "back"])
# "That is all I have" may end in an open word, but not "I think", words.
LEAST_DONE = 3
# Whoever asks for patience says little else, words.
REQUEST_WORDS = 12


class Ending(StrEnum):
    """What the last words say about the floor."""

    DONE = "done"  # "That's all I have." Requests, too.
    COMPLETE = "complete"  # A finished clause.
    TRAILING = "trailing"  # Finished by its words, but not by the recogniser's punctuation.
    OPEN = "open"  # "because the"
    FILLER = "filler"  # "um"
    THINKING = "thinking"  # "Let me think about that."


Pack = dict[str, re.Pattern[str]]


@cache
def pack_for(language: str) -> Pack:
    """Return the patterns for last words in a language (BCP 47); none for one that has no file."""
    base = primary_language(language)
    if base not in PACKS:
        return {}
    loaded = read_yaml("agent_worker.turn_taking", f"words/{base}.yaml")
    return {
        name: re.compile(f"(?:^| )(?:{'|'.join(patterns.splitlines())})$")
        for name, patterns in loaded.items()
    }


def ending_of(text: str, language: str) -> Ending:
    """Return how `text`, all that was said in a turn so far in a language (BCP 47), ends."""
    pack, sentence = pack_for(language), SENTENCE_END.split(text.strip())[-1]
    if not pack:
        return _by_punctuation(text)
    words, last = folded(text), folded(sentence)
    fluent = pack["filler"].sub("", words)
    intent = classify(sentence, language)
    if intent == "think" or pack["thinking"].search(fluent):
        return Ending.THINKING
    if fluent != words or pack["opener"].fullmatch(last):
        return Ending.FILLER
    is_open = pack["open"].search(words) and not pack["closed"].search(words)
    if intent == "done" and not (is_open and len(last.split()) < LEAST_DONE):
        return Ending.DONE
    if is_open:
        return Ending.OPEN
    return Ending.DONE if intent in ASKS and last == words else _by_punctuation(text)


def asks_for_patience(text: str, language: str) -> bool:
    """Return whether the last sentence asks the interviewer to wait longer."""
    words = folded(SENTENCE_END.split(text.strip())[-1])
    pattern = pack_for(language).get("patience")
    return bool(pattern and pattern.search(words) and len(words.split()) <= REQUEST_WORDS)


def folded(text: str) -> str:
    """Return the last words of a text, lower case, one space between them, without punctuation."""
    return " ".join(WORD.findall(text.lower().replace("\N{RIGHT SINGLE QUOTATION MARK}", "'"))[-LAST_WORDS:])


def _by_punctuation(text: str) -> Ending:
    return Ending.TRAILING if text.rstrip().endswith(TRAILS_OFF) else Ending.COMPLETE
