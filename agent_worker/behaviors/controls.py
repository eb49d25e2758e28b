"""The room page's buttons, as remote procedure calls that only the candidate may make."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from typing import Any

from livekit import rtc

from agent_worker.conductor import Conductor
from agent_worker.turn_taking.endpointer import Endpointer
from interviews.engine.events import Left, Pressed

OK = json.dumps({"ok": True})


def answer_controls(room: rtc.Room, endpointer: Endpointer, conductor: Conductor) -> None:
    """Register `parley.done`, `parley.repeat`, `parley.moment`, `parley.patience` and `parley.leave`."""

    def control(name: str, action: Callable[[], Awaitable[Any]]) -> None:
        async def handler(call: rtc.RpcInvocationData) -> str:
            if call.caller_identity != conductor.interview.candidate_identity:
                raise rtc.RpcError(403, "This interview is not yours.")
            await action()
            return OK

        room.local_participant.register_rpc_method(f"parley.{name}", handler)

    async def give_moment() -> None:
        endpointer.give_moment()
        await conductor.press(Pressed("moment"))

    async def toggle_patience() -> None:
        endpointer.toggle_patience()

    control("done", endpointer.finish_now)
    control("repeat", lambda: conductor.press(Pressed("repeat")))
    control("moment", give_moment)
    control("patience", toggle_patience)
    control("leave", lambda: conductor.press(Left()))
