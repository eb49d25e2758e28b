"""How well requests are told from answers: macro-F1, answers mistaken for a request, and time an utterance.

    python -m benches.intents [FILE.jsonl]

Each line of the file is an object with `language`, `intent` and `text`. It prints figures and no utterances.
A mistaken answer is the worse error: a request that was missed is said again, an answer that was is lost.
"""

from __future__ import annotations

import argparse
import json
import statistics
import time
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from interviews.engine.intents import ANSWER, classify

LABELLED = Path(__file__).parent.parent / "tests" / "engine" / "data" / "intents.jsonl"


@dataclass(frozen=True)
class Reading:
    """One utterance: its language, what it is, what it was taken for, and how long that took."""

    language: str
    intent: str
    found: str
    ms: float


def read(path: Path) -> list[Reading]:
    """Classify every utterance of a file."""
    lines = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    for language in {line["language"] for line in lines}:
        classify("warm up", language)
    return [_reading(line["language"], line["intent"], line["text"]) for line in lines]


def macro_f1(readings: Iterable[Reading]) -> float:
    """The mean of the intents' F1, each counting the same however often it occurs."""
    pairs = Counter((reading.intent, reading.found) for reading in readings)
    return statistics.mean(_f1(pairs, intent) for intent in {intent for intent, _found in pairs})


def mistaken_answers(readings: Iterable[Reading]) -> float:
    """The share of answers that were taken for a request."""
    answers = [reading.found != ANSWER for reading in readings if reading.intent == ANSWER]
    return statistics.mean(answers) if answers else 0.0


def by_language(readings: Iterable[Reading]) -> dict[str, list[Reading]]:
    """The readings of each language."""
    found: dict[str, list[Reading]] = {}
    for reading in readings:
        found.setdefault(reading.language, []).append(reading)
    return found


def _reading(language: str, intent: str, text: str) -> Reading:
    begun = time.perf_counter()
    found = classify(text, language)
    return Reading(language, intent, found, (time.perf_counter() - begun) * 1000)


def _f1(pairs: Counter[tuple[str, str]], intent: str) -> float:
    hits = pairs[intent, intent]
    wrong = sum(count for (meant, found), count in pairs.items() if (meant == intent) != (found == intent))
    return 2 * hits / (2 * hits + wrong)


def main() -> None:
    """Print the figures of each language, of each intent and of all."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("file", type=Path, nargs="?", default=LABELLED)
    readings = read(parser.parse_args().file)
    print(f"{'':12} {'utterances':>10} {'macro-F1':>9} {'mistaken':>9} {'ms':>6} {'ms p99':>7}")
    for name, some in [*sorted(by_language(readings).items()), ("all", readings)]:
        ms = sorted(reading.ms for reading in some)
        print(
            f"{name:12} {len(some):10} {macro_f1(some):9.3f} {mistaken_answers(some):9.1%}"
            f" {statistics.mean(ms):6.2f} {ms[int(len(ms) * 0.99)]:7.2f}"
        )
    pairs = Counter((reading.intent, reading.found) for reading in readings)
    for intent in sorted({reading.intent for reading in readings}):
        print(f"{intent:12} {sum(r.intent == intent for r in readings):10} {_f1(pairs, intent):9.3f}")


if __name__ == "__main__":
    main()
