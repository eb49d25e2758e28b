"""Plays one interview: engine effects become speech, and what is heard becomes engine events."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import time
from collections import deque
from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any

from django.utils import timezone
from livekit.agents import AgentSession
from livekit.agents.voice import SpeechHandle

from agent_worker import store
from agent_worker.board import Board
from agent_worker.stt import Utterance
from agent_worker.voice import Voice
from interviews.engine.effects import Finish, Say
from interviews.engine.events import Event, Heard, Left, Pressed, Reading
from interviews.engine.machine import step
from interviews.engine.progress import progress
from interviews.engine.state import State, from_dict
from interviews.models import AnyInterview, AnyTurn, Turn
from interviews.services.errors import StaleLease
from interviews.services.leases import Lease
from interviews.services.turns import opening_event
from interviews.services.understanding import understand, wants_reading

log = logging.getLogger(__name__)

QUESTIONS = {"core", "probe", "repeat", "rephrase"}
# Answers of these lengths, and how long they would take, ms: what would be said to them is prepared.
IMAGINED_WORDS = (5, 150)
IMAGINED_MS = 20_000
# What was heard last when no question has been: no key of a plan.
NO_QUESTION = "-"
# Below this share a question that was talked over counts as not heard, and is asked again.
HEARD_SHARE = 0.5


class Conductor:
    """Everything that is said goes through `tell`: stored first, then spoken in order."""

    def __init__(self, *, lease: Lease, session: AgentSession[Any], voice: Voice, board: Board) -> None:
        self.interview: AnyInterview = lease.interview
        self.plan = lease.plan
        self.epoch = lease.epoch
        self._away_ms = lease.away_ms
        self.finished = asyncio.Event()
        self.lost = asyncio.Event()
        self._session = session
        self._voice = voice
        self._board = board
        self._pending: deque[AnyTurn] = deque()
        self._begun: set[int] = set()
        self._work = asyncio.Event()
        self._lock = asyncio.Lock()
        self._finishing = False
        self._speaking = False
        self._candidate_speaks = False
        self._held = False
        self._hushed = False
        self._heard_until: float | None = None
        self._heard_question = NO_QUESTION
        self.quiet_since = time.time()

    # --- what happens -------------------------------------------------------------------------

    async def begin(self) -> None:
        """Greet, or go on where the interview was."""
        await self.tell(opening_event(interview=self.interview, away_ms=self._away_ms))

    async def hear(self, utterance: Utterance) -> None:
        """Store a finished utterance and answer it."""
        try:
            await self._hear(utterance)
        except Exception:
            log.exception("an utterance could not be stored")
            self.lost.set()

    async def _hear(self, utterance: Utterance) -> None:
        self._heard_until = utterance.ended_at
        text = utterance.text
        report: dict[str, Any] = {
            "report_id": utterance.report_id,
            "started_ms": self._clock(utterance.started_at),
            "ended_ms": self._clock(utterance.ended_at),
        }
        async with self._in_order():
            # What the utterance before led to counts: it may just have been understood.
            unheard = any(turn.kind in QUESTIONS for turn in self._pending)
            heard = Heard(text, over=self._heard_question if unheard else "")
            reading = await self._understand(heard, **report)
            await self._tell(replace(heard, reading=reading), **report)
        self.resume_speaking()

    async def _understand(self, heard: Heard, **report: Any) -> Reading | None:
        """What a language model makes of an utterance, which is stored before it is asked."""
        about: dict[str, Any] = {"plan": self.plan, "state": self._state(), "text": heard.text}
        # Nothing is said to words that were spoken over a question, so nobody needs to understand them now.
        if heard.over or not wants_reading(**about):
            return None
        await store.keep_utterance(
            interview=self.interview, heard=heard, epoch=self.epoch, now=timezone.now(), **report
        )
        # Neither the event loop nor the database's thread waits: the heart beats on both.
        return await asyncio.to_thread(understand, **about)

    async def press(self, event: Event) -> None:
        """A control of the page, or the candidate's return: stop talking, then let the engine decide."""
        if event == Pressed("moment"):
            await self.tell(event)
            return
        self._hushed = True
        # The disclosure is heard to its end, unless the candidate leaves.
        with contextlib.suppress(RuntimeError):
            await self._session.interrupt(force=isinstance(event, Left))
        async with self._in_order():
            if isinstance(event, Left) or not self._has_unasked_question():
                self._pending.clear()
                await self._tell(event)
        self.resume_speaking()

    def _has_unasked_question(self) -> bool:
        """A question waits of which nothing was heard: it comes anyway, and there is nothing to repeat."""
        return any(turn.kind in QUESTIONS and turn.pk not in self._begun for turn in self._pending)

    async def consider(self, event: Event) -> None:
        """Tell the engine of passing time, but only when it would act on it: silence is not worth a row."""
        _, effects = step(self.plan, self._state(), event, self.now_ms())
        if effects:
            await self.tell(event)

    async def tell(self, event: Event) -> None:
        """Store the event with all it leads to, then queue what is to be said."""
        async with self._in_order():
            await self._tell(event)

    @contextlib.asynccontextmanager
    async def _in_order(self) -> AsyncIterator[None]:
        """One thing after the other, for as long as the interview is this agent's."""
        async with self._lock:
            try:
                yield
            except StaleLease:
                self.lost.set()

    async def _tell(self, event: Event, **report: Any) -> None:
        outcome = await store.record_event(
            interview=self.interview, event=event, now=timezone.now(), epoch=self.epoch, **report
        )
        self.interview = outcome.interview
        for turn in outcome.turns:
            if turn.role == Turn.Role.AGENT:
                self._voice.prepare(turn.text)
                self._pending.append(turn)
        self._finishing = self._finishing or any(isinstance(effect, Finish) for effect in outcome.effects)
        self.quiet_since = time.time()
        self._work.set()

    # --- speech -------------------------------------------------------------------------------

    @property
    def candidate_has_floor(self) -> bool:
        """Nothing is being said, stored or waited for: it is the candidate's turn, and they are silent."""
        busy = self._pending or self._speaking or self._finishing or self._lock.locked()
        return not busy and not self._candidate_speaks

    @property
    def is_held(self) -> bool:
        """A question was talked over and waits until the candidate is done."""
        return self._held

    def on_voice(self, at: float) -> None:
        """The candidate began to speak."""
        self._candidate_speaks, self.quiet_since = True, time.time()

    def on_pause(self, at: float) -> None:
        """The candidate stopped to speak: silence is counted from now."""
        self._candidate_speaks, self.quiet_since = False, time.time()

    def on_words(self, text: str) -> None:
        """Whole utterances are heard."""

    def yield_floor(self) -> None:
        """Stop talking: the candidate does."""
        if self._speaking:
            with contextlib.suppress(RuntimeError):
                self._session.interrupt()

    def resume_speaking(self) -> None:
        """Go on with what was talked over."""
        self._held = False
        self._work.set()

    async def speak(self) -> None:
        """Say what is queued, one turn after the other, until the interview is finished."""
        while True:
            if self._pending and not self._held:
                await self._say(self._pending[0])
            elif self._finishing and not self._pending:
                self.finished.set()
                return
            else:
                self._work.clear()
                await self._work.wait()

    async def _say(self, turn: AnyTurn) -> None:
        self._speaking, self._hushed = True, False
        handle = self._session.say(
            turn.text,
            audio=self._voice.frames(turn.text, lambda: self._on_first_frame(turn)),
            allow_interruptions=turn.kind != "disclosure",
        )
        try:
            await handle.wait_for_playout()
        finally:
            self._speaking = False
            self.quiet_since = time.time()
        # Talked over: what is left waits until the candidate is done. Hushed by a control: that decides.
        self._held = handle.interrupted and not self._hushed
        await self._mark_spoken(turn, handle)
        unheard = handle.interrupted and self._heard_share(turn, handle) < HEARD_SHARE
        if turn.kind in QUESTIONS and unheard:
            return
        if turn.kind in QUESTIONS:
            self._heard_question = turn.question
        if turn in self._pending:
            self._pending.remove(turn)
        await self._board.show_floor("agent" if self._pending else "candidate")
        if not self._pending:
            self._prepare_answers()

    def _prepare_answers(self) -> None:
        """Make the sound of what a short and a long answer would lead to, while the candidate speaks."""
        for words in IMAGINED_WORDS:
            _, effects = step(self.plan, self._state(), Heard("word " * words), self.now_ms() + IMAGINED_MS)
            for effect in effects:
                if isinstance(effect, Say):
                    self._voice.prepare(effect.text)

    def _on_first_frame(self, turn: AnyTurn) -> None:
        self._begun.add(turn.pk)
        if turn.kind in QUESTIONS:
            shown = progress(self.plan, self._state(), self.now_ms())
            self._board.show_question_soon(shown)
        self._board.show_floor_soon("agent")

    def _heard_share(self, turn: AnyTurn, handle: SpeechHandle) -> float:
        """The share of a turn that was played, 0..1."""
        started, stopped = spoken_times(handle)
        if started is None or stopped is None:
            return 0.0
        return (stopped - started) / max(0.1, self._voice.seconds(turn.text))

    async def _mark_spoken(self, turn: AnyTurn, handle: SpeechHandle) -> None:
        """Note when a turn was heard; one that is said again gets the times of the last time."""
        started, stopped = spoken_times(handle)
        if started is None and handle.interrupted:
            return
        heard_until, self._heard_until = self._heard_until, None
        latency = max(0, int((started - heard_until) * 1000)) if started and heard_until else None
        await store.mark_spoken(
            turn=turn,
            started_ms=self._clock(started) or self.now_ms(),
            ended_ms=self._clock(stopped) or self.now_ms(),
            interrupted=handle.interrupted,
            latency_ms=latency,
        )

    # --- the clock ----------------------------------------------------------------------------

    def now_ms(self) -> int:
        """Milliseconds since the interview started; 0 before."""
        return self._clock(time.time()) or 0

    def _clock(self, at: float | None) -> int | None:
        started = self.interview.started_at
        if at is None or started is None:
            return None
        return max(0, int((at - started.timestamp()) * 1000))

    def _state(self) -> State:
        return from_dict(self.interview.state)


def spoken_times(handle: SpeechHandle) -> tuple[float | None, float | None]:
    """When the speech began and ended, seconds since the epoch; None for what was never heard."""
    for item in handle.chat_items:
        if item.type == "message":
            return item.metrics.get("started_speaking_at"), item.metrics.get("stopped_speaking_at")
    return None, None
