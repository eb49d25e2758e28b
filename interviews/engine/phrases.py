"""The authored sentences of the interviewer, by language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache

from interviews.engine.languages import base_language, language_pack


def phrase(language: str, name: str, turn: int = 0, /, **values: object) -> str:
    """Return a phrase with its values filled in; of several wordings, `turn` picks one in rotation."""
    text = language_pack(language, "phrases")[name]
    chosen: str = text[turn % len(text)] if isinstance(text, list) else text
    return chosen.format(**values)


def count_said(language: str, said: Mapping[str, int], texts: Iterable[str]) -> dict[str, int]:
    """Return how often each phrase of several wordings was said, `said` being that before `texts`.

    Whoever takes this as the turn of a phrase uses all its wordings before one comes again.
    """
    names = _names(base_language(language))
    counted = dict(said)
    for text in texts:
        if text in names:
            counted[names[text]] = counted.get(names[text], 0) + 1
    return counted


@lru_cache(maxsize=16)
def _names(language: str) -> dict[str, str]:
    """The names of phrases by their wordings, of those that have several."""
    pack = language_pack(language, "phrases").items()
    return {wording: name for name, text in pack if isinstance(text, list) for wording in text}


def disclosure(language: str, *, practice: bool = False, name: str, title: str, company: str) -> str:
    """Return who is speaking, for whom and who decides; parts that are not known are left out."""
    hello = phrase(language, "hello_named", name=name) if name else phrase(language, "hello")
    if practice:
        return f"{hello} {phrase(language, 'practice_title' if title else 'practice_plain', title=title)}"
    known = [part for part, value in (("title", title), ("company", company)) if value] or ["plain"]
    return f"{hello} {phrase(language, '_'.join(['disclosure', *known]), title=title, company=company)}"
