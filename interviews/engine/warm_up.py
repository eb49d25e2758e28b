"""Reads and compiles the language packs ahead, so that nobody's first words wait for it."""

from __future__ import annotations

from collections.abc import Iterable

from interviews.engine.guard import discloses_protected, protected_topics
from interviews.engine.intents import classify
from interviews.engine.languages import LANGUAGES


def warm_up(languages: Iterable[str] = LANGUAGES) -> None:
    """Have every pattern of the languages ready; takes up to half a second each."""
    for language in languages:
        classify("hello", language)
        discloses_protected("hello", language)
        protected_topics("hello", language)
