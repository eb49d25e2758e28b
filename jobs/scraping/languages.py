"""The language that a text is written in."""

from __future__ import annotations

from functools import cache
from typing import Any

# Under this many characters, or with less certainty, a page's own claim is the better guess.
SHORTEST = 60
SUREST_GUESS = 0.5
ENOUGH = 2000


def detect_language(text: str) -> str:
    """Return the language of the text, BCP 47; empty when it is too short or too mixed to tell."""
    if len(text) < SHORTEST:
        return ""
    language, certainty = _identifier().classify(text[:ENOUGH])
    return str(language) if certainty >= SUREST_GUESS else ""


@cache
def _identifier() -> Any:
    # Imported here: the model takes a second and a hundred megabytes, and only who reads pages needs it.
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
