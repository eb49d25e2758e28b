"""Splits what is said into sentences: the pieces in which it is made, kept and taken up again."""

from __future__ import annotations

import re

from livekit import blingfire

from interviews.engine.languages import primary_language

# What blingfire, which knows English, takes for an end and is none: ordinals, and titles before a name.
ABBREVIATIONS = {
    "de": re.compile(
        r"(?:\b\d{1,2}|\b(?:Nr|Abs|Art|Bd|Hr|Fr|Ing|Dipl|Mag|Prof|Str|Kfm|Abt|inkl|ggf|bzw|ca))\.$"
    ),
    "es": re.compile(r"\b(?:Sr|Sra|Srta|Dr|Dra|Ud|Uds|Lic|Ing|núm|pág|aprox)\.$"),
    "fr": re.compile(r"\b(?:M|MM|Dr|Pr|Mme|Mlle|env|réf|tél)\.$"),
    "cs": re.compile(
        r"(?:\b\d{1,2}|\b(?:Ing|Mgr|Bc|Dr|MUDr|JUDr|PhDr|RNDr|doc|prof|č|např|tzv|cca|resp|popř))\.$"
    ),
}


def split_sentences(text: str, language: str) -> tuple[str, ...]:
    """Return the sentences of `text` in order; `language` is BCP 47. What has no end is a sentence, too."""
    no_end = ABBREVIATIONS.get(primary_language(language))
    sentences: list[str] = []
    for piece in blingfire.text_to_sentences(text).split("\n"):
        if sentences and no_end and no_end.search(sentences[-1]):
            sentences[-1] = f"{sentences[-1]} {piece}"
        elif piece.strip():
            sentences.append(piece.strip())
    return tuple(sentences)
