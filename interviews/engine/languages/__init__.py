"""Language packs as data: what the engine says and how it understands requests (`<language>/<part>.yaml`)."""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files
from typing import Any

import yaml

DEFAULT = "en"
# The languages that have every part; a plan in another one is led in English.
LANGUAGES = ("en", "de", "es", "fr", "cs")


@lru_cache(maxsize=64)
def language_pack(language: str, part: str) -> dict[str, Any]:
    """Return a part ("phrases", "intents", "topics", "guard") of the pack for a BCP 47 tag.

    English stands in for a language without a pack.
    """
    return read_yaml(__name__, f"{base_language(language)}/{part}.yaml")


def read_yaml(package: str, path: str) -> dict[str, Any]:
    """Return what a package's own file, at `path` below it, says by key."""
    text = files(package).joinpath(*path.split("/")).read_text(encoding="utf-8")
    document: dict[str, Any] = yaml.safe_load(text)
    return document


def primary_language(tag: str) -> str:
    """Return the language of a BCP 47 tag, whatever it is: "de-AT" is "de"."""
    return tag.lower().partition("-")[0]


def base_language(language: str) -> str:
    """Return the language of a BCP 47 tag when there is a pack for it, else English."""
    base = primary_language(language)
    return base if base in LANGUAGES else DEFAULT
