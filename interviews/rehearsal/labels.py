"""The ledger's entries in words."""

from __future__ import annotations

from collections.abc import Iterable

from interviews.engine.coverage import Coverage

SKIPPED = {
    "candidate": "Skipped by the candidate",
    "silence": "No answer came",
    "time": "Left out, no time",
    "ended": "Not reached before the end",
}


def outcome_in_words(entry: Coverage) -> str:
    """Return how much was answered, or why nothing was."""
    if entry.answered:
        return f"{entry.words} word{'' if entry.words == 1 else 's'}"
    if entry.asked and entry.skipped == "ended":
        return "Asked, no answer before the end"
    return SKIPPED.get(entry.skipped or "", "Not answered yet" if entry.asked else "To come")


def keys_in_words(keys: Iterable[str]) -> str:
    """Return the keys of indicators as words."""
    return ", ".join(key.replace("_", " ") for key in keys)
