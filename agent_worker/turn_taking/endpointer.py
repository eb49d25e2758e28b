"""Decides when an answer is over, and hands it on."""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import Awaitable, Callable
from dataclasses import replace

from agent_worker.stt import TurnSTT, Utterance
from agent_worker.turn_taking.endings import asks_for_patience, ending_of
from agent_worker.turn_taking.profiles import PATIENT, STANDARD, hold_for, more_patient

# Who presses "I'm done" while still speaking may say their last word, seconds.
LAST_WORD = 0.7
# Who presses "Give me a moment" in the middle of an answer has so long before it is taken as it is, seconds.
MOMENT = 30.0
# Speech that comes again after a hole in the connection is noticed within so long, seconds.
AFTER_A_HOLE = 1.0
# After so many cut-offs a candidate is waited for longer: quick answers cost one now and then.
CUT_OFFS = {"brisk": 2}

Hear = Callable[[Utterance], Awaitable[None]]
# Told of the new patience and of why: "asked", "pressed", "cut_off".
Note = Callable[[str, str], None]


class Endpointer:
    """Follows the ear; `hear` gets each finished utterance.

    `language` is BCP 47. `patience` names one of `profiles.HOLDS`; it grows for a candidate who needs longer
    pauses, and only the candidate takes that back. While `arrives` is not set nothing comes from them, and
    what cannot be heard is no end of an answer.
    """

    def __init__(
        self, ear: TurnSTT, hear: Hear, *, language: str, patience: str, note: Note, arrives: asyncio.Event
    ) -> None:
        self._ear = ear
        self._hear = hear
        self._language = language
        self._agreed = patience
        self._note = note
        self._arrives = arrives
        self.patience = patience
        self._cut_offs = 0
        self._waiting: asyncio.Task[None] | None = None
        self._finishing = asyncio.Lock()
        self._quiet = asyncio.Event()
        self._quiet.set()
        self._tasks: set[asyncio.Task[None]] = set()

    def on_voice(self, at: float) -> None:
        """The candidate goes on: whatever was waited for is not over."""
        self._quiet.clear()
        self._stop_waiting()

    def on_pause(self, at: float) -> None:
        """Wait whether they go on."""
        self._quiet.set()
        self._stop_waiting()
        self._waiting = asyncio.create_task(self._wait(at))

    def on_words(self, text: str) -> None:
        """The words are asked for when they are complete."""

    async def finish_now(self) -> None:
        """The candidate says that they are done."""
        self._stop_waiting()
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(LAST_WORD):
                await self._quiet.wait()
        self._stop_waiting()
        await self._finish(cut=True)

    async def break_off(self) -> bool:
        """The connection cut the candidate off: keep what was heard. Returns whether that was anything."""
        self._stop_waiting()
        async with self._finishing:
            utterance = await self._ear.finish_turn(cut=True)
            if utterance is not None:
                await self._hear(replace(utterance, is_partial=True))
        return utterance is not None

    def give_moment(self) -> None:
        """The candidate wants to think, perhaps in the middle of an answer."""
        if self._waiting and not self._waiting.done():
            self._stop_waiting()
            self._waiting = asyncio.create_task(self._finish_after(MOMENT))

    def toggle_patience(self) -> None:
        """The candidate presses "Wait longer for me", or takes it back, perhaps after a change of agents."""
        before = STANDARD if self._agreed == PATIENT else self._agreed
        self._change_patience(before if self.patience == PATIENT else PATIENT, "pressed")

    def on_cut_off(self) -> None:
        """The interviewer spoke into a pause: this candidate's are longer than was agreed on."""
        self._cut_offs += 1
        if self.patience == self._agreed and self._cut_offs >= CUT_OFFS.get(self.patience, 1):
            self._change_patience(more_patient(self.patience), "cut_off")

    def _change_patience(self, patience: str, why: str) -> None:
        if patience != self.patience:
            self.patience = patience
            self._note(patience, why)

    def _stop_waiting(self) -> None:
        if self._waiting:
            self._waiting.cancel()

    async def _wait(self, since: float) -> None:
        text = await self._ear.understood()
        if asks_for_patience(text, self._language):
            self._change_patience(PATIENT, "asked")
        hold = hold_for(self.patience, ending_of(text, self._language))
        await self._finish_after(since + hold - time.time())

    async def _finish_after(self, seconds: float) -> None:
        await asyncio.sleep(max(0.0, seconds))
        while not self._arrives.is_set():
            await self._arrives.wait()
            # Who went on meanwhile is heard by then.
            await asyncio.sleep(AFTER_A_HOLE)
        # From here on it is over: a voice that comes now begins the next turn.
        task = asyncio.create_task(self._finish())
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _finish(self, *, cut: bool = False) -> None:
        async with self._finishing:
            utterance = await self._ear.finish_turn(cut=cut)
            if utterance is not None:
                await self._hear(utterance)
