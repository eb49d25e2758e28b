"""Text that others wrote, made fit to be spoken."""

from __future__ import annotations

import re
import unicodedata

# "Kolleg*innen", "Auszubildende_r": said with a pause, for which a colon stands.
_GENDER_GAP = re.compile(r"(?<=\w)[*_](?=(?:innen|in|[rn])\b)")
# Characters that are read as markup or code, or not at all.
_MARKUP = re.compile(r"<[^<>]{0,200}>|https?://\S+|[<>{}\[\]\\|`*_~^=]+|(?<!\w)#+")


def plain_text(text: str) -> str:
    """Return `text` on one line, without control, format (bidi, zero width) and unassigned characters."""
    kept = (" " if char.isspace() else char for char in unicodedata.normalize("NFC", text))
    return " ".join("".join(c for c in kept if c == " " or unicodedata.category(c)[0] != "C").split())


def speakable(text: str, limit: int) -> str:
    """Return `text` without markup in at most `limit` characters, cut between words."""
    words = plain_text(_MARKUP.sub(" ", _GENDER_GAP.sub(":", plain_text(text)))).split()
    result = ""
    for word in words:
        if len(result) + len(word) + 1 > limit:
            break
        result = f"{result} {word}" if result else word
    return result.rstrip(" ,;:-\u2013\u2014") if len(" ".join(words)) > limit else result
