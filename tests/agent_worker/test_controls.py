"""The room's buttons: only the candidate is obeyed, and the page learns what came of it."""

from __future__ import annotations

import asyncio
from types import SimpleNamespace
from typing import Any

import pytest

from agent_worker import store
from agent_worker.behaviors import controls
from agent_worker.turn_taking.patience import PatienceKeeper


async def test_a_change_is_shown_on_the_page_and_stored(monkeypatch: pytest.MonkeyPatch) -> None:
    stored: list[dict[str, Any]] = []
    done = asyncio.Event()

    async def change(**changes: Any) -> None:
        stored.append(changes)
        done.set()

    monkeypatch.setattr(store, "change_patience", change)
    shown: list[str] = []
    board: Any = SimpleNamespace(show_patience_soon=shown.append)
    interview: Any = object()
    PatienceKeeper(interview, board)("patient", "pressed")
    await asyncio.wait_for(done.wait(), 5)
    assert shown == ["patient"]
    assert (stored[0]["interview"], stored[0]["patience"], stored[0]["why"]) == (
        interview,
        "patient",
        "pressed",
    )


class Room:
    """Keeps the methods that are registered, to be called as LiveKit would."""

    def __init__(self) -> None:
        self.methods: dict[str, Any] = {}
        self.local_participant = self

    def register_rpc_method(self, name: str, handler: Any) -> None:
        self.methods[name] = handler


def registered(acts: list[str]) -> Room:
    """A room whose controls note what they do."""
    room: Any = Room()

    def noting(name: str) -> Any:
        async def act(*_: Any) -> None:
            acts.append(name)

        return act

    endpointer: Any = SimpleNamespace(
        finish_now=noting("done"),
        give_moment=lambda: acts.append("moment"),
        toggle_patience=lambda: acts.append("patience"),
    )
    conductor: Any = SimpleNamespace(
        interview=SimpleNamespace(candidate_identity="candidate-1"), press=noting("press")
    )
    presence: Any = SimpleNamespace(report_back=noting("back"))
    controls.answer_controls(room, endpointer, conductor, presence)
    return room  # type: ignore[no-any-return]


METHODS = ("done", "repeat", "moment", "patience", "back", "leave")


def test_the_room_has_no_other_methods() -> None:
    assert set(registered([]).methods) == {f"parley.{name}" for name in METHODS}


async def test_the_candidate_is_obeyed() -> None:
    acts: list[str] = []
    room = registered(acts)
    call = SimpleNamespace(caller_identity="candidate-1", payload="{}")
    assert await room.methods["parley.patience"](call) == controls.OK
    assert acts == ["patience"]


@pytest.mark.parametrize("method", METHODS)
async def test_nobody_else_is_obeyed(method: str) -> None:
    acts: list[str] = []
    call = SimpleNamespace(caller_identity="candidate-2", payload='{"away_ms": 5000}')
    with pytest.raises(Exception, match="not yours"):
        await registered(acts).methods[f"parley.{method}"](call)
    assert acts == []
