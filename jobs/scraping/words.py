"""Words of many languages as patterns: what sources look for is kept as data in jobs/scraping/data."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any

import yaml

DATA = Path(__file__).parent / "data"


@cache
def load_words(name: str) -> Any:
    """What data/<name>.yaml holds, read once."""
    return yaml.load((DATA / f"{name}.yaml").read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)


@cache
def words_pattern(name: str, key: str, *, whole: bool = False) -> re.Pattern[str]:
    """Match any of the words under `key` of data/<name>.yaml, which are patterns; anywhere in a text.

    `whole` wants each to begin and end as a word does.
    """
    words = load_words(name)[key]
    lists = words.values() if isinstance(words, dict) else (words,)
    either = "|".join(word for some in lists for word in some)
    return re.compile(rf"\b(?:{either})\b" if whole else either, re.I)
