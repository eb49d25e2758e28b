"""Writes the engine's events and effects as JSON and reads the effects back."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from interviews.engine.effects import Effect, Finish, Record, Say
from interviews.engine.events import Event

_EFFECTS: dict[str, type[Record] | type[Say] | type[Finish]] = {
    "record": Record,
    "say": Say,
    "finish": Finish,
}


def event_kind(event: Event) -> str:
    """Return the event's name in the log, for example `repeat_requested`."""
    return re.sub(r"(?<!^)(?=[A-Z])", "_", type(event).__name__).lower()


def dump_event(event: Event) -> dict[str, Any]:
    """Return the event's own fields."""
    return asdict(event)


def dump_effects(effects: Iterable[Effect]) -> list[dict[str, Any]]:
    """Return one object an effect: its `effect` name beside its fields."""
    return [{"effect": type(effect).__name__.lower(), **asdict(effect)} for effect in effects]


def load_effects(stored: list[dict[str, Any]]) -> tuple[Effect, ...]:
    """Return the effects that `dump_effects` wrote."""
    return tuple(
        _EFFECTS[item["effect"]](**{key: value for key, value in item.items() if key != "effect"})
        for item in stored
    )
