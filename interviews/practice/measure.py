"""Counts what there is to count in an answer: words, time, fillers, and the parts of a story in it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from interviews.practice.packs import Pack, read_pack

WORD = re.compile(r"[^\W_]+(?:['\u2019.,-][^\W_]+)*")
# Answers to questions of this kind are stories; the parts of a story are looked for in no others.
STORY = "behavioural"
PARTS = ("situation", "task", "action", "result")
# A shorter answer has no pace yet: ms, and words.
LEAST_SPOKEN_MS = 10_000
LEAST_SPOKEN_WORDS = 20


@dataclass(frozen=True, slots=True)
class Measure:
    """What was counted. `spoken_ms` is None for typed words; `parts` None where no story is asked for."""

    words: int
    spoken_ms: int | None
    fillers: tuple[tuple[str, int], ...]
    parts: tuple[str, ...] | None

    @property
    def filler_count(self) -> int:
        """How many fillers there are."""
        return sum(count for _, count in self.fillers)

    @property
    def fillers_per_100(self) -> float:
        """Fillers in a hundred words; 0 without words."""
        return 100 * self.filler_count / self.words if self.words else 0.0

    @property
    def pace(self) -> int | None:
        """Words a minute, pauses included; None when typed, or too short to say."""
        if self.spoken_ms is None or self.spoken_ms < LEAST_SPOKEN_MS or self.words < LEAST_SPOKEN_WORDS:
            return None
        return round(self.words * 60_000 / self.spoken_ms)


def measure(text: str, language: str, *, kind: str, spoken_ms: int | None = None) -> Measure:
    """Return what is in `text`, an answer to a question of this `kind`; `spoken_ms`: how long it took to say.

    A time that is not above 0 is no time. Never raises.
    """
    pack = read_pack(language)
    folded = pack.fold(text)
    return Measure(
        words=len(WORD.findall(text)),
        spoken_ms=spoken_ms if spoken_ms is not None and spoken_ms > 0 else None,
        fillers=_fillers(pack, text, folded),
        parts=_parts(pack, folded) if kind == STORY else None,
    )


def _fillers(pack: Pack, text: str, folded: str) -> tuple[tuple[str, int], ...]:
    """The most frequent first."""
    counts = {name: len(pattern.findall(folded)) for name, pattern in pack.fillers.items()}
    counts |= {name: len(pattern.findall(text)) for name, pattern in pack.set_off.items()}
    found = [(name, count) for name, count in counts.items() if count]
    return tuple(sorted(found, key=lambda item: (-item[1], item[0])))


def _parts(pack: Pack, folded: str) -> tuple[str, ...]:
    return tuple(part for part in PARTS if pack.parts[part].search(folded))
