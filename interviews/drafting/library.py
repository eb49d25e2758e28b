"""The curated library, by language: families of jobs, and the words of postings and drafts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

DEFAULT = "en"
# No job belongs to these: what is asked in any job, why somebody wants it, and about lines of a posting.
GENERAL, MOTIVATION, EXPERIENCE = "general", "motivation", "experience"
SPECIAL = (GENERAL, MOTIVATION, EXPERIENCE)
WORDS, WORDING = "words", "wording"
# Without these a language cannot be drafted in.
NEEDED = (*SPECIAL, WORDS, WORDING)

Document = dict[str, Any]


@dataclass(frozen=True)
class Family:
    """A family of jobs; its competencies are documents with `topic`, `words`, probes and questions."""

    name: str
    keywords: tuple[str, ...]
    competencies: tuple[Document, ...]


@cache
def languages() -> tuple[str, ...]:
    """Return the languages that plans can be drafted in, English first."""
    folders = sorted(entry.name for entry in _root().iterdir() if entry.is_dir())
    complete = (name for name in folders if set(NEEDED) <= set(_parts(name)))
    return tuple(sorted(complete, key=lambda name: name != DEFAULT))


@cache
def families(language: str) -> tuple[Family, ...]:
    """Return the families of jobs that the language has, by name."""
    return tuple(load_family(language, name) for name in _parts(language) if name not in NEEDED)


@cache
def load_family(language: str, name: str) -> Family:
    """Return a family, one of SPECIAL included."""
    document = load_part(language, name)
    return Family(name, tuple(document["keywords"]), tuple(document["competencies"]))


@cache
def load_part(language: str, name: str) -> Document:
    """Return a file of a language's library, as it stands. Not to be changed by whoever reads it."""
    document: Document = yaml.safe_load((_root() / language / f"{name}.yaml").read_text(encoding="utf-8"))
    return document


def _parts(language: str) -> Iterable[str]:
    names = sorted(entry.name for entry in (_root() / language).iterdir())
    return [name.removesuffix(".yaml") for name in names if name.endswith(".yaml")]


def _root() -> Any:
    return files(__package__) / "library"
