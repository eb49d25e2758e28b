"""What the stub hears: lines of a script, by the length of the sound or one after the other."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import yaml


@dataclass(frozen=True)
class Line:
    """A transcript; `seconds` is the length of the speech that it is given for, `language` whose it is."""

    text: str
    seconds: float | None = None
    language: str = ""


class Script:
    """A speaker's pauses make one utterance come several times, longer each time: lengths tell them apart."""

    def __init__(self, lines: Iterable[Line] = ()) -> None:
        self.lines = list(lines)
        self._next: dict[str, int] = {}

    def hear(self, seconds: float, language: str) -> str:
        """Return the line of this language that is nearest in length, or the next one; the last one stays."""
        own = [line for line in self.lines if line.language in ("", language)]
        timed = [line for line in own if line.seconds is not None]
        if timed:
            return min(timed, key=lambda line: abs((line.seconds or 0.0) - seconds)).text
        if not own:
            return ""
        at = self._next.get(language, 0)
        self._next[language] = at + 1
        return own[min(at, len(own) - 1)].text


def load_script(path: Path) -> Script:
    """Read a YAML list of texts, or of mappings with text, seconds, language."""
    entries = yaml.safe_load(path.read_text(encoding="utf-8"))
    return Script(Line(**entry) if isinstance(entry, dict) else Line(str(entry)) for entry in entries)
