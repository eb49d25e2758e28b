"""What changed between two versions of a plan, in a recruiter's words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from interviews.admin.plan_form_data import Document
from jobs.admin.diffs import Part, word_diff

_QUESTION = {
    "kind": "kind",
    "minutes": "minutes",
    "required": "always asked",
    "rephrase": "in other words",
    "source": "words of the posting",
}
_PLAN = {"title": "title", "language": "language", "minutes": "minutes of the whole interview"}
_SCALE = {"definition": "definition", "weight": "weight", "weight_reason": "reason of the weight"}


@dataclass(frozen=True, slots=True)
class Change:
    """One sentence, and, where words changed, what they were and are."""

    text: str
    parts: tuple[Part, ...] = ()


def describe_changes(old: Document, new: Document) -> tuple[Change, ...]:
    """Return what one must know who knows `old`; entries are the same as long as their keys are."""
    return (
        *_values("The plan", old, new, _PLAN),
        *_questions(old, new),
        *_scales(old, new),
        *_facts(old["facts"], new["facts"]),
        *_reworded("Closing words", old["closing"], new["closing"]),
    )


def _questions(old: Document, new: Document) -> Iterator[Change]:
    before, after = _by(old["questions"]), _by(new["questions"])
    names = {c["key"]: c["name"] for c in (*old["competencies"], *new["competencies"])}
    for key, item in before.items():
        if key not in after:
            yield Change(f"Question removed: “{item['text']}”")
    for number, (key, item) in enumerate(after.items(), 1):
        if key not in before:
            yield Change(f"Question {number} added: “{item['text']}”")
        else:
            yield from _question(f"Question {number}", before[key], item, names)
    yield from _order("The questions", before, after)


def _question(where: str, old: Document, new: Document, names: Mapping[str, str]) -> Iterator[Change]:
    yield from _reworded(where, old["text"], new["text"])
    yield from _values(where, old, new, _QUESTION)
    if set(old["competencies"]) != set(new["competencies"]):
        rated = ", ".join(names[key] for key in new["competencies"]) or "nothing"
        yield Change(f"{where}: rates {rated} now.")
    if old["probes"]["max"] != new["probes"]["max"]:
        limits = f"{new['probes']['max']} instead of {old['probes']['max']}"
        yield Change(f"{where}: at most {limits} follow-ups are asked.")
    yield from _probes(where, old["probes"]["authored"], new["probes"]["authored"])


def _probes(where: str, old: list[Document], new: list[Document]) -> Iterator[Change]:
    """Follow-ups have no keys: those with the same words are the same."""
    before, after = ([probe["text"] for probe in probes] for probes in (old, new))
    for text in before:
        if text not in after:
            yield Change(f"{where}: follow-up removed: “{text}”")
    for text in after:
        if text not in before:
            yield Change(f"{where}: follow-up added: “{text}”")
    if before != after and sorted(before) == sorted(after):
        yield Change(f"{where}: its follow-ups come in another order.")
    elif before == after and old != new:
        yield Change(f"{where}: a follow-up asks for something else.")


def _scales(old: Document, new: Document) -> Iterator[Change]:
    before, after = _by(old["competencies"]), _by(new["competencies"])
    for key, item in before.items():
        if key not in after:
            yield Change(f"Rating scale removed: {item['name']}")
    for key, item in after.items():
        if key not in before:
            yield Change(f"Rating scale added: {item['name']}")
        else:
            yield from _scale(before[key], item)
    yield from _order("The rating scales", before, after)


def _scale(old: Document, new: Document) -> Iterator[Change]:
    where = f"Scale “{new['name']}”"
    defaults: Document = {"weight": 1, "weight_reason": None}
    yield from _reworded(f"{where}, name", old["name"], new["name"])
    yield from _values(where, defaults | old, defaults | new, _SCALE)
    for level in sorted({*old["anchors"], *new["anchors"]}):
        yield from _reworded(f"{where}, level {level}", old["anchors"].get(level), new["anchors"].get(level))
    before, after = _by(old["indicators"]), _by(new["indicators"])
    for key, item in before.items():
        if key not in after:
            yield Change(f"{where}: no longer looked for: “{item['text']}”")
    for key, item in after.items():
        if key not in before:
            yield Change(f"{where}: now looked for: “{item['text']}”")
        else:
            yield from _indicator(where, before[key], item)


def _indicator(where: str, old: Document, new: Document) -> Iterator[Change]:
    yield from _reworded(where, old["text"], new["text"])
    if old["level"] != new["level"]:
        yield Change(f"{where}: “{new['text']}” supports level {new['level']} instead of {old['level']}.")
    if old["examples"] != new["examples"]:
        yield Change(f"{where}: other examples of “{new['text']}”.")


def _facts(old: list[Document], new: list[Document]) -> Iterator[Change]:
    before, after = _by(old, "about"), _by(new, "about")
    yield from (Change(f"Fact removed: {about}") for about in before if about not in after)
    for about, fact in after.items():
        if about not in before:
            yield Change(f"Fact added: {about}: “{fact['answer']}”")
        else:
            yield from _reworded(f"Fact “{about}”", before[about]["answer"], fact["answer"])


def _values(where: str, old: Document, new: Document, labels: Mapping[str, str]) -> Iterator[Change]:
    for key, label in labels.items():
        if old[key] == new[key]:
            continue
        if isinstance(old[key] or "", str) and isinstance(new[key] or "", str):
            yield from _reworded(f"{where}, {label}", old[key], new[key])
        else:
            yield Change(f"{where}: {label}: {_said(new[key])} instead of {_said(old[key])}.")


def _reworded(where: str, old: str | None, new: str | None) -> Iterator[Change]:
    if old != new:
        yield Change(f"{where}:", tuple(word_diff(old or "", new or "")))


def _order(what: str, before: Iterable[str], after: Iterable[str]) -> Iterator[Change]:
    kept = set(before) & set(after)
    if [key for key in before if key in kept] != [key for key in after if key in kept]:
        yield Change(f"{what} come in another order.")


def _by(items: Iterable[Document], key: str = "key") -> dict[str, Document]:
    return {item[key]: item for item in items}


def _said(value: Any) -> str:
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else f"{value:g}"
