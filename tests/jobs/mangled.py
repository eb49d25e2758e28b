"""Documents with one part after the other replaced by what should not stand there."""

from __future__ import annotations

import json
from collections.abc import Iterator
from copy import deepcopy
from typing import Any

WRONG: tuple[Any, ...] = (None, [], {}, 7, -1.5, True, "", "x", [7], [[None]], {"a": [{}]}, "<b>" * 50)


def mangled(document: Any) -> Iterator[str]:
    """The document as JSON, each of its parts once replaced by each of WRONG, and once missing."""
    for path in _paths(document, ()):
        for value in WRONG:
            yield json.dumps(_replaced(document, path, value))
        if path:
            yield json.dumps(_replaced(document, path, value, remove=True))


def _paths(part: Any, path: tuple[Any, ...]) -> Iterator[tuple[Any, ...]]:
    yield path
    keys = part if isinstance(part, dict) else range(len(part)) if isinstance(part, list) else ()
    for key in keys:
        yield from _paths(part[key], (*path, key))


def _replaced(document: Any, path: tuple[Any, ...], value: Any, *, remove: bool = False) -> Any:
    if not path:
        return value
    copy = deepcopy(document)
    parent = copy
    for key in path[:-1]:
        parent = parent[key]
    if remove:
        del parent[path[-1]]
    else:
        parent[path[-1]] = value
    return copy
