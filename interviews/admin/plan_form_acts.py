"""What the buttons of the plan's form do to its fields: add, take away, bring back, move."""

from __future__ import annotations

import re
from collections.abc import Callable

from interviews.admin.plan_form_data import INNER, LISTS, MOST_ENTRIES, Fields, count_entries, names_in

# What a new entry says before anybody wrote into it.
DEFAULTS = {
    "q": {"kind": "behavioural", "minutes": "3", "required": "on", "max": "2"},
    "p": {},
    "c": {"weight": "1"},
    "i": {"level": "3"},
    "f": {},
}


def apply_act(fields: Fields, act: str) -> str:
    """Change the fields as a button says, such as "add:q2-probes" or "up:q1".

    Returns the name of the entry that it was about; "" for what is no such act or no such entry.
    """
    verb, _, name = act.partition(":")
    do = ACTS.get(verb)
    return do(fields, name) if do else ""


def _add(fields: Fields, key: str) -> str:
    stem = _stem(key)
    owner = key.partition("-")[0]
    if not stem or (key not in LISTS and owner not in _all_names(fields)):
        return ""
    # A scale comes with an indicator.
    if count_entries(fields) > MOST_ENTRIES - 2:
        return ""
    names = fields.setdefault(key, [])
    number = 1 + max((int(re.findall(r"\d+", name)[-1]) for name in names_in(fields, key)), default=0)
    name = f"{stem}{number}"
    names.append(name)
    fields |= {f"{name}-{field}": [value] for field, value in DEFAULTS[stem[-1]].items()}
    if stem == "c":
        _add(fields, f"{name}-indicators")
    return name


def _stem(key: str) -> str:
    """What the names of a list's entries begin with."""
    owner, _, inner = key.partition("-")
    known = INNER.get(owner[:1])
    return LISTS.get(key) or (owner + known[1] if known and known[0] == inner else "")


def _remove(fields: Fields, name: str) -> str:
    if name not in _all_names(fields):
        return ""
    removed = fields.setdefault("removed", [])
    removed.extend([name] if name not in removed else [])
    return name


def _undo(fields: Fields, name: str) -> str:
    if name not in fields.get("removed", ()):
        return ""
    fields["removed"].remove(name)
    return name


def _move(fields: Fields, name: str, step: int) -> str:
    key = next((key for key in _list_keys(fields) if name in fields[key]), "")
    removed = set(fields.get("removed", ()))
    staying = [other for other in names_in(fields, key) if other not in removed]
    if name not in staying:
        return ""
    at = staying.index(name)
    to = min(max(at + step, 0), len(staying) - 1)
    staying.insert(to, staying.pop(at))
    fields[key] = [*staying, *(other for other in names_in(fields, key) if other in removed)]
    return name


def _list_keys(fields: Fields) -> list[str]:
    return [key for key in fields if _stem(key)]


def _all_names(fields: Fields) -> set[str]:
    return {name for key in _list_keys(fields) for name in names_in(fields, key)}


ACTS: dict[str, Callable[[Fields, str], str]] = {
    "add": _add,
    "remove": _remove,
    "undo": _undo,
    "up": lambda fields, name: _move(fields, name, -1),
    "down": lambda fields, name: _move(fields, name, 1),
}
