"""Which words of a posting make a line one to ask about, or one never to ask about."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files

import yaml


def says(kind: str, line: str) -> bool:
    """Whether `line` has a word of `kind`: never, not_asked or requiring."""
    return bool(_patterns()[kind].search(line))


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    document = yaml.safe_load((files(__package__) / "library" / "words.yaml").read_text(encoding="utf-8"))
    return {
        kind: re.compile(rf"\b(?:{'|'.join(parts)})\b", re.IGNORECASE) for kind, parts in document.items()
    }
