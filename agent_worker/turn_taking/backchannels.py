"""Sounds by which a listener shows that they listen: no answer, and no wish to speak."""

from __future__ import annotations

import re
from functools import cache

from interviews.engine.languages import primary_language

# By language, as a recogniser writes them; said while the interviewer speaks.
EVERYWHERE = "hm hmm mm mmm mhm mmhm hmhm mmhmm aha ah oh uh um eh"
BACKCHANNELS = {
    "en": "uh-huh uhhuh huh yeah yes yep okay ok right sure alright all i see got it good",
    "de": "ja ok okay genau gut klar stimmt verstehe ich achso ach so aha alles",
    "es": "sí si ya vale ok okay claro bien bueno ajá entiendo de acuerdo",
    "fr": "oui ouais ok okay d accord bien voilà je vois très",
    "cs": "jo ano ok okay dobře jasně aha rozumím no chápu",
}
# More words are a sentence.
LONGEST = 3


def is_backchannel(text: str, language: str) -> bool:
    """Whether `text` only shows that somebody listens; nothing at all, as of a cough, is that, too."""
    words = _words(text)
    return len(words) <= LONGEST and _known(primary_language(language)).issuperset(words)


def is_sound(text: str) -> bool:
    """Whether `text` is a sound and no word of any language: never an answer, whatever was asked."""
    return _known("").issuperset(_words(text))


@cache
def _known(language: str) -> frozenset[str]:
    return frozenset([*EVERYWHERE.split(), *_words(BACKCHANNELS.get(language, ""))])


def _words(text: str) -> list[str]:
    return re.findall(r"[^\W_]+", text.casefold())
