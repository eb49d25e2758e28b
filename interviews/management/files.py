"""Files that commands are given: read, checked, and their mistakes said with file, line and key."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from django.core.management.base import CommandError

from interviews.engine.plan import PlanError

Loaded = TypeVar("Loaded")


def load_file(path: Path, load: Callable[[str], Loaded]) -> Loaded:
    """Return what `load` makes of a file's text. Raises CommandError."""
    try:
        return load(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise CommandError(f"{path}: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise CommandError(f"{path}: this is no text in UTF-8") from error
    except PlanError as error:
        raise CommandError(f"{path}: {error}") from error
