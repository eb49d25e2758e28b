"""Language packs: what the engine says and how it recognises requests, as data."""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files
from typing import Any

import yaml

DEFAULT = "en"


@lru_cache(maxsize=32)
def language_pack(language: str) -> dict[str, Any]:
    """Return the pack of a BCP 47 tag, of its base language, or English when there is neither."""
    for name in (language.lower(), language.lower().partition("-")[0], DEFAULT):
        resource = files(__name__) / f"{name}.yaml"
        if name.replace("-", "").isalnum() and resource.is_file():
            pack: dict[str, Any] = yaml.safe_load(resource.read_text(encoding="utf-8"))
            return pack
    raise LookupError(f"the language pack {DEFAULT} is missing")
