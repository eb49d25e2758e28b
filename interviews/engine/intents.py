"""What an utterance is: an answer, or one of the few requests that people make in an interview."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from interviews.engine.languages import language_pack

ANSWER = "answer"
# A request is short; matching nothing longer also bounds the work on hostile text.
MAX_CHARS = 200


def classify(text: str, language: str) -> str:
    """Return the intent of an utterance; what is not wholly one of the language's requests is `answer`."""
    folded = fold(text, language)
    if not folded:
        return ANSWER
    for intent, pattern in _patterns(language, "intents").items():
        if pattern.fullmatch(folded):
            return intent
    return ANSWER


def confirmation(text: str, language: str) -> str | None:
    """Return "yes" or "no" when that is all the utterance says, else None."""
    folded = fold(text, language)
    matches = (word for word, pattern in _patterns(language, "confirm").items() if pattern.fullmatch(folded))
    return next(matches, None)


def fold(text: str, language: str) -> str:
    """Return the utterance in lower case without punctuation and fillers around it; "" when too long."""
    if len(text) > MAX_CHARS:
        return ""
    text = unicodedata.normalize("NFKC", text).lower().replace("\u2019", "'")
    words = " ".join(re.sub(r"[^\w'\s-]", " ", text).split())
    filler = language_pack(language, "intents")["fillers"]
    return re.sub(rf"^(?:{filler} )+|(?: {filler})+$", "", words)


@lru_cache(maxsize=64)
def _patterns(language: str, section: str) -> dict[str, re.Pattern[str]]:
    pack = language_pack(language, "intents")[section]
    return {name: re.compile("|".join(f"(?:{p})" for p in patterns)) for name, patterns in pack.items()}
