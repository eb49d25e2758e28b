"""Which of the library's languages a posting is drafted in."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from interviews.drafting.library import DEFAULT, languages

MAX_CHARS = 6000


def drafting_language(language: str | None, text: str) -> tuple[str, str]:
    """Return the posting's language and the library's for it.

    The first is the base of a BCP 47 tag, or what `text` seems to be written in (None). A language without
    a library is drafted in its closest relative that has one, else in English.
    """
    own = (language or "").lower().partition("-")[0] or detect_language(text)
    known = languages()
    return own, next((name for name in (own, _data()["closest"].get(own)) if name in known), DEFAULT)


def detect_language(text: str) -> str:
    """Return the language whose most frequent words stand most in `text`; English when none does."""
    tokens = re.findall(r"[^\W\d_]+", text[:MAX_CHARS].casefold())
    scores = {name: sum(token in words for token in tokens) for name, words in _frequent().items()}
    best = max(scores, key=scores.__getitem__)
    return best if scores[best] else DEFAULT


@cache
def _frequent() -> dict[str, frozenset[str]]:
    return {name: frozenset(words) for name, words in _data()["frequent"].items()}


@cache
def _data() -> dict[str, Any]:
    path = files(__package__) / "library" / "languages.yaml"
    document: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return document
