"""A plan to test with, and a player that feeds events to the engine."""

from __future__ import annotations

from pathlib import Path

from interviews.engine.effects import Effect, Finish, Record, Say
from interviews.engine.events import Event, Started
from interviews.engine.machine import step
from interviews.engine.plan import Plan, load_plan_yaml
from interviews.engine.state import State, new_state

PLAN_TEXT = (Path(__file__).parent / "plan.yaml").read_text(encoding="utf-8")
PLAN = load_plan_yaml(PLAN_TEXT)


class Player:
    """Plays events one after the other; each takes `pause_ms` unless told otherwise."""

    def __init__(self, plan: Plan = PLAN, *, pause_ms: int = 20_000) -> None:
        self.plan, self.pause_ms = plan, pause_ms
        self.state: State = new_state(plan)
        self.now = 0
        self.effects: list[Effect] = []

    def start(self, *, typed: bool = False) -> Player:
        self.play(Started("Bike Mechanic", "Spokes & Co", "Ada", typed=typed))
        return self

    def play(self, *events: Event, pause_ms: int | None = None) -> list[Effect]:
        """Play events; return the effects of the last."""
        last: list[Effect] = []
        for event in events:
            self.now += self.pause_ms if pause_ms is None else pause_ms
            self.state, last = step(self.plan, self.state, event, self.now)
            self.effects += last
        return last


def said(effects: list[Effect]) -> list[tuple[str, str]]:
    """Kind and text of what is said."""
    return [(e.kind, e.text) for e in effects if isinstance(e, Say)]


def kinds(effects: list[Effect]) -> list[str]:
    """The kinds of all effects, in order; candidate turns in brackets."""
    names = []
    for effect in effects:
        if isinstance(effect, Finish):
            names.append(f"finish {effect.reason}")
        else:
            names.append(f"({effect.kind})" if isinstance(effect, Record) else effect.kind)
    return names
