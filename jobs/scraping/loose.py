"""JSON of strangers: whatever stands where something else was expected becomes empty."""

from __future__ import annotations

import json
from typing import Any


def load_json(text: str) -> Any:
    """Parse JSON with raw control characters allowed; None when it is none."""
    try:
        return json.loads(text, strict=False)
    except (ValueError, RecursionError):
        return None


def as_dict(value: object) -> dict[str, Any]:
    """The value when it is an object, else an empty one."""
    return value if isinstance(value, dict) else {}


def as_list(value: object) -> list[Any]:
    """The value when it is a list, else an empty one."""
    return value if isinstance(value, list) else []


def as_text(value: object) -> str:
    """The value when it is text, else an empty text."""
    return value if isinstance(value, str) else ""
