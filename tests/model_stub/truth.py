"""What an honest and perfect model would answer: it knows which words of whom show which indicator."""

from __future__ import annotations

import json
from collections import defaultdict
from pathlib import Path
from typing import Any

Json = dict[str, Any]


def normalised(text: str) -> str:
    """Text for comparison: one kind of quotation mark, single spaces, no case."""
    quotes = str.maketrans({"\u2019": "'", "\u201c": '"', "\u201d": '"'})
    return " ".join(text.translate(quotes).split()).casefold()


class Truth:
    """The planted quotes of `truth.jsonl`, by indicator, whoever says them."""

    def __init__(self, path: Path) -> None:
        self.quotes: defaultdict[str, set[str]] = defaultdict(set)
        for line in path.read_text(encoding="utf-8").splitlines():
            person = json.loads(line)
            for key, quote in person["evidence"].items():
                self.quotes[key].update(map(normalised, [quote, *person.get("also", {}).get(key, [])]))

    def reply(self, document: Json) -> Json:
        """The reply to any task of the contract."""
        replies = {"turn": self._turn, "evidence": self._evidence}
        return replies[document["task"]](document)

    def _turn(self, document: Json) -> Json:
        answer = normalised(document["answer"])
        shown = [i["key"] for i in document["indicators"] if self._shows(i["key"], answer)]
        missing = [probe["for"] for probe in document["probes"] if probe["for"] not in shown]
        probe = missing[0] if missing else None
        return {"intent": "answer", "shown": shown, "probe": probe, "wording": None}

    def _evidence(self, document: Json) -> Json:
        found = [
            {"indicator": indicator["key"], "turn": turn["turn"], "quote": quote}
            for indicator in document["indicators"]
            for turn in document["turns"]
            for quote in sorted(self.quotes[indicator["key"]])
            if quote in normalised(turn["text"])
        ]
        return {"evidence": found}

    def _shows(self, indicator: str, answer: str) -> bool:
        return any(quote in answer for quote in self.quotes[indicator])
