"""Words of many languages as patterns: what sources look for is kept as data in jobs/scraping/data."""

from __future__ import annotations

import re
from functools import cache

from jobs.scraping.tables import load_table


@cache
def words_pattern(name: str, key: str) -> re.Pattern[str]:
    """Match any of the words under `key` of data/<name>.yaml, which are patterns, in a text in lower case.

    ^ and $ are the ends of a line. (Patterns that ignore case are four times as slow.)
    """
    words = load_table(name)[key]
    lists = words.values() if isinstance(words, dict) else (words,)
    return re.compile("|".join(word for some in lists for word in some), re.M)


def says(name: str, key: str, text: str) -> bool:
    """Whether the text has any of the words under `key` of data/<name>.yaml.

    Where there is a list `<key>_stems`, each of those words has one of its texts in it: a look for them is
    ten times as fast as the patterns.
    """
    text = text.casefold()
    stems = load_table(name).get(f"{key}_stems", {})
    if stems and not any(stem in text for some in stems.values() for stem in some):
        return False
    return bool(words_pattern(name, key).search(text))
