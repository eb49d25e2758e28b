"""Cleans words that were typed, spoken or scraped, without changing what they say."""

from __future__ import annotations

import unicodedata

MAX_CHARS = 8000
MAX_LINE_CHARS = 200


def clean_text(text: str, *, max_chars: int = MAX_CHARS) -> str:
    """Return `text` composed (NFC), without control characters but line breaks, at most `max_chars` long."""
    kept = "".join(char for char in text if char == "\n" or unicodedata.category(char) not in {"Cc", "Cs"})
    return unicodedata.normalize("NFC", kept).strip()[:max_chars]


def clean_line(text: str) -> str:
    """Return `text` as one line of at most 200 characters, also without invisible (format) characters."""
    visible = "".join(char if unicodedata.category(char) != "Cf" else "" for char in " ".join(text.split()))
    return clean_text(visible, max_chars=MAX_LINE_CHARS)
