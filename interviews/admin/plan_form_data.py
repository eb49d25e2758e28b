"""A plan's document as the flat fields of an HTML form, and back.

Every entry has a name of its own that stays when it is moved: `q2` a question, `q2p1` its probe, `c1` a
competency, `c1i3` its indicator, `f1` a fact. Their order is that of the names in the fields of lists:
`questions`, `q2-probes`. What is taken away stays among the fields, named in `removed`, until the plan is
saved. An indicator's examples are the lines of one field, so that a line end within one parts it.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from interviews.engine.plan import SCHEMA

Fields = dict[str, list[str]]
Document = dict[str, Any]
LEVELS = ("1", "2", "3", "4", "5")
# The lists of a plan, and of each kind of entry.
LISTS = {"questions": "q", "competencies": "c", "facts": "f"}
INNER = {"q": ("probes", "p"), "c": ("indicators", "i")}
# What a form can show: the time it takes grows with the square of them.
MOST_ENTRIES = 400
_NAME = re.compile(r"(?:q\d{1,4}(?:p\d{1,4})?|c\d{1,4}(?:i\d{1,4})?|f\d{1,4})")
_LAST_PART = re.compile(r"(?:\[\d+\]|\.?[^.\[\]]+)$")
_KEY_CHARS = 40
_KEY_WORDS = 5


@dataclass
class Form:
    """What the fields say: `document` for `load_plan`, and at which field each of its places is written."""

    document: Document
    places: dict[str, str] = field(default_factory=dict)

    def field_at(self, key: str) -> str:
        """Return the field of a dotted path in the document, or of the nearest place around it."""
        while key and key not in self.places:
            key = _LAST_PART.sub("", key)
        return self.places.get(key, "")


def to_fields(document: Mapping[str, Any]) -> Fields:
    """Return the fields of a valid plan's document, as `dump_plan` gives it."""
    fields: Fields = {
        name: [_text(document[name])] for name in ("key", "title", "language", "minutes", "closing")
    }
    indicators: dict[str, str] = {}
    for c in _enter(fields, "competencies", "c", document["competencies"]):
        indicators |= _competency_to_fields(fields, *c)
    competencies = {fields[f"{name}-key"][0]: name for name in fields["competencies"]}
    for q in _enter(fields, "questions", "q", document["questions"]):
        _question_to_fields(fields, *q, competencies, indicators)
    for name, fact in _enter(fields, "facts", "f", document["facts"]):
        _put(fields, name, fact, ("about", "answer"))
    return fields


def from_fields(fields: Mapping[str, list[str]]) -> Form:
    """Return what the fields say, whether it is a plan or not yet."""
    reader = _Reader(fields)
    competencies = [reader.competency(i, name) for i, name in enumerate(reader.names("competencies"))]
    questions = [reader.question(i, name) for i, name in enumerate(reader.names("questions"))]
    facts = [
        reader.entry(f"facts[{i}]", name, ("about", "answer")) for i, name in enumerate(reader.names("facts"))
    ]
    reader.places |= {name: name for name in ("title", "language", "minutes", "closing", *LISTS)}
    document = {
        "schema": SCHEMA,
        "key": reader.text("key"),
        "title": reader.text("title"),
        "language": reader.text("language"),
        "minutes": to_number(reader.text("minutes")),
        "competencies": competencies,
        "questions": questions,
        "facts": facts,
        "closing": reader.text("closing"),
    }
    return Form(document, reader.places)


def names_in(fields: Mapping[str, list[str]], key: str) -> list[str]:
    """Return the names of the entries in a list field, in order, those that were taken away included."""
    return [name for name in dict.fromkeys(fields.get(key, ())) if _NAME.fullmatch(name)]


def count_entries(fields: Mapping[str, list[str]]) -> int:
    """Return how many entries the fields name, however often and whether they were taken away or not."""
    inner = {name for name, _ in INNER.values()}
    return sum(len(fields[key]) for key in fields if key in LISTS or key.partition("-")[2] in inner)


def make_key(text: str, taken: Iterable[str], fallback: str) -> str:
    """Return a key made of the first words of `text` that is not among `taken`."""
    plain = unicodedata.normalize("NFKD", text.replace("ß", "ss")).encode("ascii", "ignore").decode().lower()
    words = re.findall(r"[a-z0-9]+", plain.replace("'", ""))[:_KEY_WORDS]
    stem = "_".join(words)[:_KEY_CHARS].strip("_") or fallback
    used, key, number = set(taken), stem, 1
    while key in used:
        number += 1
        key = f"{stem}_{number}"
    return key


def to_number(text: str) -> int | float | str:
    """Return the number that a person typed; what is none stays text, for the plan's rules to refuse."""
    typed = text.strip().replace(",", ".")
    try:
        return int(typed)
    except ValueError:
        pass
    try:
        value = float(typed)
    except ValueError:
        return text
    return value if math.isfinite(value) else text


class _Reader:
    """Reads fields, and remembers at which one each place of the document is written."""

    def __init__(self, fields: Mapping[str, list[str]]) -> None:
        self.fields = fields
        self.removed = set(fields.get("removed", ()))
        self.places: dict[str, str] = {}
        # The keys of what is referred to by name.
        self.keys: dict[str, str] = {}
        self._taken = {kind: self._written_keys(key) for key, kind in LISTS.items()}
        self._taken["i"] = [
            k for c in self.names("competencies") for k in self._written_keys(f"{c}-indicators")
        ]

    def names(self, key: str) -> list[str]:
        """The entries of a list that were not taken away."""
        return [name for name in names_in(self.fields, key) if name not in self.removed]

    def text(self, name: str) -> str:
        """The text of a field, "" when it was not sent."""
        return next(iter(self.fields.get(name, ())), "")

    def entry(self, path: str, name: str, keys: Iterable[str]) -> Document:
        """The named texts of an entry."""
        self.places[path] = name
        for key in keys:
            self.places[f"{path}.{key}"] = f"{name}-{key}"
        return {key: self.text(f"{name}-{key}") for key in keys}

    def competency(self, index: int, name: str) -> Document:
        """One competency with its scale and indicators."""
        path = f"competencies[{index}]"
        document: Document = {"key": self._key("c", name, self.text(f"{name}-name"), f"scale_{index + 1}")}
        document |= self.entry(path, name, ("name", "definition"))
        document["anchors"] = self._anchors(path, name)
        self.places |= {f"{path}.indicators": f"{name}-indicators"}
        document["indicators"] = [
            self._indicator(f"{path}.indicators[{j}]", indicator)
            for j, indicator in enumerate(self.names(f"{name}-indicators"))
        ]
        return document | self._weight(path, name)

    def question(self, index: int, name: str) -> Document:
        """One question with its probes; references to what was taken away are left out."""
        path = f"questions[{index}]"
        document: Document = {"key": self._key("q", name, self.text(f"{name}-text"), f"question_{index + 1}")}
        document |= self.entry(path, name, ("kind", "text", "rephrase", "minutes", "source"))
        document |= {key: document[key] if document[key].strip() else None for key in ("rephrase", "source")}
        named = dict.fromkeys(self.fields.get(f"{name}-competencies", ()))
        self.places |= {
            f"{path}.competencies": f"{name}-competencies",
            f"{path}.probes.max": f"{name}-max",
            f"{path}.probes": f"{name}-probes",
        }
        authored = [
            self._probe(f"{path}.probes.authored[{j}]", probe)
            for j, probe in enumerate(self.names(f"{name}-probes"))
        ]
        return document | {
            "minutes": to_number(document["minutes"]),
            "required": f"{name}-required" in self.fields,
            "competencies": [self.keys[c] for c in named if c in self.keys],
            "probes": {"max": to_number(self.text(f"{name}-max")), "authored": authored},
        }

    def _probe(self, path: str, name: str) -> Document:
        document = self.entry(path, name, ("for", "text"))
        return document | {"for": self.keys.get(document["for"], "")}

    def _anchors(self, path: str, name: str) -> dict[str, str]:
        self.places |= {f"{path}.anchors.{level}": f"{name}-anchor{level}" for level in LEVELS}
        texts = {level: self.text(f"{name}-anchor{level}") for level in LEVELS}
        return {level: text for level, text in texts.items() if text.strip()}

    def _indicator(self, path: str, name: str) -> Document:
        document = {"key": self._key("i", name, self.text(f"{name}-text"), name)}
        document |= self.entry(path, name, ("text", "examples", "level"))
        examples = [line for line in document["examples"].split("\n") if line.strip()]
        return document | {"examples": examples, "level": to_number(document["level"])}

    def _weight(self, path: str, name: str) -> Document:
        document: Document = self.entry(path, name, ("weight", "weight_reason"))
        weight = to_number(document["weight"]) if document["weight"].strip() else 1
        reason = document["weight_reason"] if document["weight_reason"].strip() else None
        return {} if weight == 1 and reason is None else {"weight": weight, "weight_reason": reason}

    def _key(self, kind: str, name: str, text: str, fallback: str) -> str:
        """The key that the entry has already, or one made of its name."""
        key = self.text(f"{name}-key")
        if not key:
            key = make_key(text, self._taken[kind], fallback)
            self._taken[kind].append(key)
        self.keys[name] = key
        return key

    def _written_keys(self, key: str) -> list[str]:
        return [written for name in self.names(key) if (written := self.text(f"{name}-key"))]


def _enter(fields: Fields, key: str, stem: str, items: Iterable[Document]) -> list[tuple[str, Document]]:
    """Name the entries of a list."""
    entries = [(f"{stem}{number}", item) for number, item in enumerate(items, 1)]
    fields[key] = [name for name, _ in entries]
    return entries


def _put(fields: Fields, name: str, item: Mapping[str, Any], keys: Iterable[str]) -> None:
    fields |= {f"{name}-{key}": [_text(item[key])] for key in keys}


def _text(value: object) -> str:
    return "" if value is None else str(value)


def _competency_to_fields(fields: Fields, name: str, item: Document) -> dict[str, str]:
    """Put a competency among the fields; return the names of its indicators by key."""
    _put(fields, name, {"weight": 1, "weight_reason": None} | item, ("key", "name", "definition", "weight"))
    fields[f"{name}-weight_reason"] = [_text(item.get("weight_reason"))]
    fields |= {f"{name}-anchor{level}": [item["anchors"].get(level, "")] for level in LEVELS}
    for inner, indicator in _enter(fields, f"{name}-indicators", f"{name}i", item["indicators"]):
        _put(fields, inner, indicator, ("key", "text", "level"))
        fields[f"{inner}-examples"] = ["\n".join(indicator["examples"])]
    return {fields[f"{inner}-key"][0]: inner for inner in fields[f"{name}-indicators"]}


def _question_to_fields(
    fields: Fields, name: str, item: Document, competencies: Mapping[str, str], indicators: Mapping[str, str]
) -> None:
    _put(fields, name, item, ("key", "kind", "text", "rephrase", "minutes", "source"))
    if item["required"]:
        fields[f"{name}-required"] = ["on"]
    fields[f"{name}-max"] = [str(item["probes"]["max"])]
    fields[f"{name}-competencies"] = [competencies[key] for key in item["competencies"]]
    for inner, probe in _enter(fields, f"{name}-probes", f"{name}p", item["probes"]["authored"]):
        fields |= {f"{inner}-for": [indicators[probe["for"]]], f"{inner}-text": [probe["text"]]}
