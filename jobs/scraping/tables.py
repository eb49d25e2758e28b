"""The tables of words and selectors that sources read from YAML, loaded once."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import yaml

DATA = Path(__file__).parent / "data"


@cache
def load_table(name: str) -> Any:
    """Return the content of `data/<name>.yaml`; whoever gets it changes nothing."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return yaml.load((DATA / f"{name}.yaml").read_text(encoding="utf-8"), Loader=loader)  # noqa: S506
