"""The plan's form as its page shows it: boxes with labels, values and what is to be said about them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import get_args

from interviews.admin.plan_form_data import INNER, LEVELS, LISTS, Fields, names_in
from interviews.admin.plan_form_labels import ENTRY_NAMES, LABELS, LANGUAGE_NAMES, LIST_NAMES, NEW, Label
from interviews.engine.plan_types import QuestionKind

Option = tuple[str, str]
_KINDS: list[Option] = [(kind, kind.capitalize()) for kind in get_args(QuestionKind)]
_TABS = {
    "questions": "questions",
    "q": "questions",
    "competencies": "scales",
    "c": "scales",
    "facts": "facts",
    "f": "facts",
    "closing": "facts",
}
_COLOURS = {"error": "weak", "problem": "check"}
_LEVELS: list[Option] = [(level, level) for level in LEVELS]


@dataclass(frozen=True, slots=True)
class Note:
    """Something said about a field, people's `place`; `level` is "error", "problem" or "advice"."""

    level: str
    field: str
    message: str
    place: str = ""


@dataclass(frozen=True)
class Box:
    """One field."""

    name: str
    label: Label
    value: str
    options: tuple[Option, ...] = ()
    notes: tuple[Note, ...] = ()

    @property
    def has_error(self) -> bool:
        """Whether it keeps the plan from being saved."""
        return any(note.level == "error" for note in self.notes)


@dataclass(frozen=True, slots=True)
class Mark:
    """How much is said about what is folded away."""

    words: str
    colour: str


@dataclass(frozen=True)
class Choice:
    """One box to tick; what was taken away stays ticked, out of sight, in case it comes back."""

    value: str
    label: str
    is_ticked: bool
    is_removed: bool


@dataclass
class Entry:
    """A question, probe, scale, indicator or fact."""

    name: str
    heading: str
    is_removed: bool
    boxes: dict[str, Box]
    is_open: bool = False
    key: str = ""
    notes: tuple[Note, ...] = ()
    marks: list[Mark] = field(default_factory=list)
    inner: list[Entry] = field(default_factory=list)
    # What is said about its own list: the scales of a question, the indicators of a scale.
    list_name: str = ""
    list_notes: tuple[Note, ...] = ()
    choices: list[Choice] = field(default_factory=list)

    @property
    def levels(self) -> list[Box]:
        """The boxes of the scale's levels."""
        return [self.boxes[f"anchor{level}"] for level in LEVELS]

    @property
    def staying(self) -> list[Entry]:
        """What it holds that was not taken away."""
        return [entry for entry in self.inner if not entry.is_removed]

    @property
    def rated(self) -> list[str]:
        """The names of the scales that it is for."""
        return [choice.label for choice in self.choices if choice.is_ticked and not choice.is_removed]


@dataclass
class FormView:
    """Builds the entries of a page from the fields; `opened` are the names of those to show unfolded."""

    fields: Fields
    notes: list[Note]
    opened: set[str]

    @property
    def plan(self) -> dict[str, Box]:
        """What is said once."""
        return {key: self._box(key, key) for key in ("title", "language", "minutes", "closing")}

    @property
    def questions(self) -> list[Entry]:
        """The questions with their probes and the scales to choose from."""
        return [self._question(name) for name in names_in(self.fields, "questions")]

    @property
    def scales(self) -> list[Entry]:
        """The competencies with their indicators."""
        return [self._entry("c", name) for name in names_in(self.fields, "competencies")]

    @property
    def facts(self) -> list[Entry]:
        """What may be told about the job."""
        return [self._entry("f", name) for name in names_in(self.fields, "facts")]

    @property
    def list_notes(self) -> dict[str, tuple[Note, ...]]:
        """What is said about the lists themselves."""
        return {name: self.notes_of(name) for name in LISTS}

    def notes_of(self, name: str) -> tuple[Note, ...]:
        """What is said about a field, an entry or a list itself."""
        return tuple(note for note in self.notes if note.field == name)

    def _question(self, name: str) -> Entry:
        entry = self._entry("q", name)
        ticked = dict.fromkeys(self.fields.get(f"{name}-competencies", ()))
        scales = names_in(self.fields, "competencies")
        # Those that it has come first and in their order, which is kept that way.
        ordered = [*(scale for scale in ticked if scale in scales), *(s for s in scales if s not in ticked)]
        entry.choices = [
            Choice(scale, self._heading("c", scale), scale in ticked, self._is_removed(scale))
            for scale in ordered
        ]
        rated = [scale for scale in ticked if scale in scales and not self._is_removed(scale)]
        for probe in entry.inner:
            chosen = self._text(f"{probe.name}-for")
            probe.boxes["for"] = self._box("probe-for", f"{probe.name}-for", self._indicators(rated, chosen))
        return entry

    def _entry(self, kind: str, name: str) -> Entry:
        keys = [key.partition("-")[2] for key in LABELS if key.startswith(f"{kind}-")]
        boxes = {key: self._box(f"{kind}-{key}", f"{name}-{key}") for key in keys}
        list_name, stem = INNER.get(kind, ("", ""))
        inner = [self._entry(stem, other) for other in names_in(self.fields, f"{name}-{list_name}")]
        own_list = f"{name}-competencies" if kind == "q" else f"{name}-{list_name}"
        return Entry(
            name=name,
            heading=self._heading(kind, name),
            is_removed=self._is_removed(name),
            boxes=boxes,
            is_open=name in self.opened or any(name == _owner(o) for o in self.opened),
            key=self._text(f"{name}-key"),
            notes=self.notes_of(name),
            marks=self._marks(name),
            inner=inner,
            list_name=own_list,
            list_notes=self.notes_of(own_list),
        )

    def _box(self, label: str, name: str, options: Iterable[Option] | None = None) -> Box:
        chosen = options if options is not None else self._options(label, name)
        return Box(name, LABELS.get(label, Label("")), self._text(name), tuple(chosen), self.notes_of(name))

    def _options(self, label: str, name: str) -> Iterator[Option]:
        known = {"q-kind": _KINDS, "i-level": _LEVELS, "language": LANGUAGE_NAMES}.get(label, [])
        value = self._text(name)
        yield from known
        if known and value not in dict(known):
            yield value, value or "Choose"

    def _indicators(self, scales: list[str], chosen: str) -> Iterator[Option]:
        """What a probe of a question on these scales can be for."""
        names = [i for scale in scales for i in names_in(self.fields, f"{scale}-indicators")]
        known = {name: self._heading("i", name) for name in names if not self._is_removed(name)}
        if chosen not in known:
            yield "", "Choose what it is for"
        yield from known.items()

    def _marks(self, name: str) -> list[Mark]:
        levels = [note.level for note in self.notes if name in owner_chain(note.field)]
        counted = ((word, colour, levels.count(word)) for word, colour in _COLOURS.items())
        return [
            Mark(f"{count} {word}{'s' * (count > 1)}", colour) for word, colour, count in counted if count
        ]

    def _heading(self, kind: str, name: str) -> str:
        shown = {"c": "name", "f": "about"}.get(kind, "text")
        return self._text(f"{name}-{shown}").strip() or NEW[kind]

    def _is_removed(self, name: str) -> bool:
        return name in self.fields.get("removed", ())

    def _text(self, name: str) -> str:
        return next(iter(self.fields.get(name, ())), "")


def owner_chain(name: str) -> set[str]:
    """Return the entries that hold a field: `q1p2-text` is in `q1p2` and `q1`."""
    entry = name.partition("-")[0]
    return {entry, _owner(entry)}


def tab_of(name: str) -> str:
    """Return the part of the page on which a field stands; "" for what is above all parts."""
    entry = re.match(r"[qcf](?=\d)", name)
    return _TABS.get(entry[0] if entry else name, "")


def place_of(fields: Fields, name: str) -> str:
    """Return what people call a field, such as "Question 2, follow-up 1"; "" for none."""
    entry, _, key = name.partition("-")
    top = _owner(entry)
    number = _number(fields, next((name for name, kind in LISTS.items() if kind == top[:1]), ""), top)
    if not number:
        return LIST_NAMES.get(name) or (LABELS[name].text if name in LABELS else "")
    place = f"{ENTRY_NAMES[top[0]]} {number}"
    kind = entry.rstrip("0123456789")[-1]
    if entry != top:
        place += f", {ENTRY_NAMES[kind]} {_number(fields, f'{top}-{INNER[top[0]][0]}', entry)}"
    label = LABELS.get(f"{kind}-{key}")
    # "Question 2, question" says nothing more than "Question 2".
    is_telling = label is not None and label.text != ENTRY_NAMES[kind].capitalize()
    return f"{place}, {label.text.lower()}" if label and is_telling else place


def _number(fields: Fields, key: str, name: str) -> int:
    """The place of an entry among those that were not taken away, from 1; 0 for none."""
    staying = [other for other in names_in(fields, key) if other not in fields.get("removed", ())]
    return staying.index(name) + 1 if name in staying else 0


def _owner(name: str) -> str:
    stem = name.rstrip("0123456789")
    return stem[:-1] if len(stem) > 1 else name
