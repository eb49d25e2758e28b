"""Reads and compiles the language packs ahead, so that nobody's first words wait for it."""

from __future__ import annotations

from collections.abc import Iterable

from interviews.engine.guard import discloses_protected, protected_topics
from interviews.engine.intent_grammar import examples
from interviews.engine.intents import classify
from interviews.engine.languages import LANGUAGES, language_pack
from interviews.engine.phrases import disclosure


def warm_up(languages: Iterable[str] = LANGUAGES) -> None:
    """Have the examples learnt, and the patterns that usual words need; takes a second each."""
    for language in languages:
        examples(language)
        disclosure(language, practice=False, name="", title="", company="")
        for texts in language_pack(language, "examples").values():
            for text in texts:
                classify(text, language)
                discloses_protected(text, language)
                protected_topics(text, language)
