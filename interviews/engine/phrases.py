"""The authored sentences of the interviewer, by language."""

from __future__ import annotations

from interviews.engine.languages import language_pack


def phrase(language: str, name: str, turn: int = 0, /, **values: object) -> str:
    """Return a phrase with its values filled in; where there are several, `turn` picks one in rotation."""
    text = language_pack(language, "phrases")[name]
    chosen: str = text[turn % len(text)] if isinstance(text, list) else text
    return chosen.format(**values)


def disclosure(language: str, *, practice: bool = False, name: str, title: str, company: str) -> str:
    """Return who is speaking, for whom and who decides; parts that are not known are left out."""
    hello = phrase(language, "hello_named", name=name) if name else phrase(language, "hello")
    if practice:
        return f"{hello} {phrase(language, 'practice_title' if title else 'practice_plain', title=title)}"
    known = [part for part, value in (("title", title), ("company", company)) if value] or ["plain"]
    return f"{hello} {phrase(language, '_'.join(['disclosure', *known]), title=title, company=company)}"
