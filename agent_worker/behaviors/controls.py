"""The room page's buttons, as remote procedure calls that only the candidate may make."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from typing import Any

from livekit import rtc

from agent_worker.behaviors.rejoin import Presence
from agent_worker.conductor import Conductor
from agent_worker.turn_taking.endpointer import Endpointer
from interviews.engine.events import Left, Pressed

OK = json.dumps({"ok": True})


def answer_controls(room: rtc.Room, endpointer: Endpointer, conductor: Conductor, presence: Presence) -> None:
    """Register `parley.done`, `.repeat`, `.moment`, `.patience`, `.back` and `.leave`.

    `parley.back` says that the page was cut off; its payload is `{"away_ms": 5000}`.
    """

    def control(name: str, action: Callable[..., Awaitable[Any]], reads_payload: bool = False) -> None:
        async def handler(call: rtc.RpcInvocationData) -> str:
            if call.caller_identity != conductor.interview.candidate_identity:
                raise rtc.RpcError(403, "This interview is not yours.")
            await action(*([call.payload] if reads_payload else []))
            return OK

        room.local_participant.register_rpc_method(f"parley.{name}", handler)

    async def give_moment() -> None:
        endpointer.give_moment()
        await conductor.press(Pressed("moment"))

    async def toggle_patience() -> None:
        endpointer.toggle_patience()

    async def report_back(payload: str) -> None:
        away_ms = parse_away(payload)
        if away_ms:
            await presence.report_back(away_ms)

    control("done", endpointer.finish_now)
    control("repeat", lambda: conductor.press(Pressed("repeat")))
    control("moment", give_moment)
    control("patience", toggle_patience)
    control("back", report_back, reads_payload=True)
    control("leave", lambda: conductor.press(Left()))


def parse_away(payload: str) -> int:
    """For how long the page says it was cut off, ms; 0 for anything that is not a time."""
    try:
        away_ms = json.loads(payload)["away_ms"]
    except (ValueError, TypeError, KeyError):
        return 0
    return away_ms if isinstance(away_ms, int) and not isinstance(away_ms, bool) else 0
