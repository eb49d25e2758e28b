"""Keeps the record clean of moves that were taken back, because the candidate went on over them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from interviews.engine.effects import Effect, Say
from interviews.engine.events import Event, Heard
from interviews.models import AnyInterview, AnyTurn, Turn


def is_taken_back(event: Event, effects: Sequence[Effect]) -> bool:
    """Whether what is to be said now takes the place of what `event` was spoken over."""
    over = isinstance(event, Heard) and event.over
    return bool(over and any(isinstance(effect, Say) for effect in effects))


def withdraw_turns(*, interview: AnyInterview, turns: Sequence[AnyTurn]) -> None:
    """Let `turns` take the place of what was to be said since the candidate spoke last.

    What is said once more is one turn, which was cut off; what nobody heard goes; the rest stays,
    interrupted. Call it before `turns` are stored, in the same transaction.
    """
    spoken = interview.turns.filter(role=Turn.Role.CANDIDATE).order_by("-number").first()
    earlier: Any = interview.turns.filter(role=Turn.Role.AGENT, number__gt=spoken.number if spoken else 0)
    said = {_words(turn): turn for turn in earlier}
    for turn in turns:
        again = said.pop(_words(turn), None)
        if again is not None:
            turn.timing, turn.cut_off = again.timing, again.cut_off
            again.delete()
    earlier.filter(pk__in=[turn.pk for turn in said.values()], started_ms=None).delete()


def _words(turn: AnyTurn) -> tuple[str, str, str]:
    return turn.kind, turn.question, turn.text
