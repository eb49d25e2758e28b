"""JSON of strangers: whatever stands where something else was expected becomes empty."""

from __future__ import annotations

import json
import re
from typing import Any

DECODER = json.JSONDecoder(strict=False)
# Words that boards write where they know nothing, in lower case.
NOTHING = frozenset(
    {"", "-", "\N{EN DASH}", "n/a", "none", "null", "unavailable", "unspecified", "undefined"}
)


def load_json(text: str) -> Any:
    """Parse JSON with raw control characters allowed; None when it is none."""
    try:
        return json.loads(text, strict=False)
    except (ValueError, RecursionError):
        return None


def load_json_at(text: str, start: int) -> tuple[Any, int]:
    """The JSON value at `start`, whatever follows it, and where it ends; None where it is something else."""
    try:
        return DECODER.raw_decode(text, start)
    except (ValueError, RecursionError):
        return None, start


def assigned_dict(script: str, assignment: re.Pattern[str]) -> dict[str, Any]:
    """The object behind the first `assignment` in a script or a page; empty when there is none."""
    match = assignment.search(script)
    return as_dict(load_json_at(script, match.end())[0]) if match else {}


def as_dict(value: object) -> dict[str, Any]:
    """The value when it is an object, else an empty one."""
    return value if isinstance(value, dict) else {}


def as_list(value: object) -> list[Any]:
    """The value when it is a list, else an empty one."""
    return value if isinstance(value, list) else []


def as_text(value: object) -> str:
    """The value when it is text, else an empty text."""
    return value if isinstance(value, str) else ""
