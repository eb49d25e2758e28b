"""Says what was counted in an answer, and what one could change: advice, no score."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from interviews.practice.measure import PARTS, Measure, measure
from interviews.practice.packs import Pack, read_pack

# Words below which there is little to follow, by the kind of question. A judgement, and a low one: two or
# three sentences; the engine takes 150 words, a minute of speech, for a long answer (docs/adr/0012).
FEW_WORDS = {"behavioural": 40, "situational": 30, "knowledge": 30, "motivation": 25, "logistics": 5}
FEW_WORDS_OTHERWISE = 30
# Unprepared speech has 2 to 6 fillers in 100 words (Bortfeld et al., Disfluency Rates in Conversation,
# Language and Speech 44, 2001; Fox Tree, Journal of Memory and Language 34, 1995). Only more is worth a word.
MANY_FILLERS = 6.0
# One "um" in a short answer says nothing.
LEAST_WORDS_FOR_FILLERS = 20

Level = Literal["good", "hint"]


@dataclass(frozen=True, slots=True)
class Tip:
    """`name`: start, length, structure, pace or fillers; `message` is in the language of the interview."""

    name: str
    level: Level
    message: str


def tips_for(
    text: str, language: str, *, kind: str, minutes: float, spoken_ms: int | None = None
) -> tuple[Tip, ...]:
    """Return the tips on an answer to a question of this `kind`, for which there are `minutes`.

    `spoken_ms` is how long it took to say it, None when it was typed. Never raises; an answer without words
    gets one tip, to begin.
    """
    return tips_of(
        measure(text, language, kind=kind, spoken_ms=spoken_ms), language, kind=kind, minutes=minutes
    )


def tips_of(measured: Measure, language: str, *, kind: str, minutes: float) -> tuple[Tip, ...]:
    """Return the tips on what was counted."""
    pack = read_pack(language)
    if not measured.words:
        return (Tip("start", "hint", pack.texts["start"]),)
    tips = (_length(measured, pack, kind, minutes), _structure(measured, pack), _pace(measured, pack))
    return tuple(tip for tip in (*tips, _fillers(measured, pack)) if tip is not None)


def _length(measured: Measure, pack: Pack, kind: str, minutes: float) -> Tip:
    low, high = FEW_WORDS.get(kind, FEW_WORDS_OTHERWISE), round(minutes * pack.speech)
    taken_ms = measured.spoken_ms or 0
    said = {
        "words": measured.words,
        "spoken": decimal(taken_ms / 60_000, pack),
        "minutes": decimal(minutes, pack),
        "speech": pack.speech,
        "low": low,
        "high": high,
    }
    verdict = "right"
    if measured.words < low:
        verdict = "short"
    elif taken_ms > minutes * 60_000 or (not taken_ms and measured.words > high):
        verdict = "long"
    keys = ("words_spoken" if taken_ms else "words", verdict)
    return Tip("length", "good" if verdict == "right" else "hint", _say(pack, keys, **said))


def _structure(measured: Measure, pack: Pack) -> Tip | None:
    if measured.parts is None:
        return None
    missing = [part for part in PARTS if part not in measured.parts]
    key = "none_found" if not measured.parts else "some_found" if missing else "all_found"
    message = _say(pack, [key], found=_listed(measured.parts, pack), missing=_listed(missing, pack))
    return Tip("structure", "hint" if missing else "good", message)


def _pace(measured: Measure, pack: Pack) -> Tip | None:
    if measured.pace is None:
        return None
    low, high = pack.calm
    verdict = "pace_slow" if measured.pace < low else "pace_fast" if measured.pace > high else "pace_right"
    message = _say(pack, ["pace", verdict], pace=measured.pace, low=low, high=high)
    return Tip("pace", "good" if verdict == "pace_right" else "hint", message)


def _fillers(measured: Measure, pack: Pack) -> Tip | None:
    if measured.words < LEAST_WORDS_FOR_FILLERS:
        return None
    if not measured.fillers:
        # Hardly anybody types them, so that their absence is praise for nothing.
        return Tip("fillers", "good", pack.texts["no_fillers"]) if measured.spoken_ms else None
    many = measured.fillers_per_100 > MANY_FILLERS
    named = ", ".join(f"{name} {count}" for name, count in measured.fillers)
    keys = ["fillers", "fillers_many" if many else "fillers_right"]
    return Tip(
        "fillers",
        "hint" if many else "good",
        _say(pack, keys, named=named, rate=decimal(measured.fillers_per_100, pack)),
    )


def _say(pack: Pack, keys: Sequence[str], **values: Any) -> str:
    return " ".join(pack.texts[key].format(**values) for key in keys)


def _listed(parts: Sequence[str], pack: Pack) -> str:
    """Name the parts: "a, b and c"."""
    names = [pack.texts["parts"][part] for part in parts]
    *first, last = names or [""]
    return str(pack.texts["and"].format(first=", ".join(first), last=last)) if first else last


def decimal(value: float, pack: Pack) -> str:
    """Return a number with one decimal at most, as the language writes it."""
    return f"{value:.1f}".removesuffix(".0").replace(".", pack.texts["decimal"])
