"""Plays one interview: what is heard becomes engine events, and their effects are queued to be said."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import time
from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any

from django.utils import timezone
from livekit.agents import AgentSession

from agent_worker import store
from agent_worker.board import Board
from agent_worker.line import Line
from agent_worker.mouth import QUESTIONS, Mouth
from agent_worker.stt import Utterance
from agent_worker.voice import Voice
from interviews.engine.effects import Finish, Say
from interviews.engine.events import CandidateBack, Event, Heard, Left, Pressed, Reading
from interviews.engine.halves import join
from interviews.engine.intents import classify
from interviews.engine.machine import step
from interviews.engine.progress import progress
from interviews.engine.state import State, from_dict
from interviews.models import AnyInterview, AnyTurn, Turn
from interviews.services.errors import StaleLease
from interviews.services.leases import Lease
from interviews.services.turns import opening_event
from interviews.services.understanding import understand, wants_reading
from interviews.services.withdrawn import is_taken_back

log = logging.getLogger(__name__)

# Answers of these lengths, and how long they would take, ms: what would be said to them is prepared.
IMAGINED_WORDS = (5, 150)
IMAGINED_MS = 20_000
# What was heard last when no question has been: no key of a plan.
NO_QUESTION = "-"


class Conductor:
    """Everything that is said goes through `tell`: stored first, then spoken in order."""

    def __init__(self, *, lease: Lease, session: AgentSession[Any], voice: Voice, board: Board) -> None:
        self.interview: AnyInterview = lease.interview
        self.plan = lease.plan
        self.epoch = lease.epoch
        self._away_ms = lease.away_ms
        self.finished = asyncio.Event()
        self.lost = asyncio.Event()
        self.mouth = Mouth(
            session,
            voice,
            on_begun=self._on_begun,
            on_spoken=self._on_spoken,
        )
        self._voice = voice
        self._board = board
        self._lock = asyncio.Lock()
        self._finishing = False
        self._hearing = 0
        # When the candidate began to speak, seconds since the epoch; None while they are silent.
        self._voice_since: float | None = None
        # The steps of the answer that has not been heard yet, seconds since the epoch by name.
        self._steps: dict[str, float] = {}
        self.quiet_since = time.time()

    # --- what happens -------------------------------------------------------------------------

    async def begin(self) -> None:
        """Greet, or go on where the interview was."""
        # What is said before this agent has asked anything belongs to what the one before had asked.
        self.mouth.heard_question = await store.heard_question(interview=self.interview)
        await self.tell(opening_event(interview=self.interview, away_ms=self._away_ms))

    async def hear(self, utterance: Utterance) -> None:
        """Store a finished utterance and answer it."""
        self._hearing += 1
        try:
            await self._hear(utterance)
        except Exception:
            log.exception("an utterance could not be stored")
            self.lost.set()
        finally:
            self._hearing -= 1
        # Who goes on meanwhile is not talked over: what is made of that voice decides. Nor is who thinks.
        goes_on = self._voice_since is not None and self._voice_since > utterance.ended_at
        if not goes_on and not self._asks_for_time(utterance.text):
            self.resume_speaking()

    async def _hear(self, utterance: Utterance) -> None:
        report: dict[str, Any] = {
            "report_id": utterance.report_id,
            "started_ms": self.clock_ms(utterance.started_at),
            "ended_ms": self.clock_ms(utterance.ended_at),
        }
        if self.mouth.is_held:
            await self.mouth.give_way()
        async with self._in_order():
            # What the utterance before led to counts: it may just have been understood.
            heard = replace(self.place(utterance.text), partial=utterance.is_partial)
            reading = await self._understand(heard, **report)
            await self._tell(replace(heard, reading=reading), **report)
            if not heard.partial:  # Nothing is said to half a sentence.
                self._steps = {
                    "speech_end": utterance.ended_at,
                    "turn_end": utterance.decided_at or utterance.ended_at,
                    "transcript": utterance.transcribed_at or utterance.ended_at,
                    "stored": time.time(),
                }

    def place(self, text: str) -> Heard:
        """What is said now: to the last question, or over one that could not be heard yet."""
        over = (self.mouth.heard_question or NO_QUESTION) if self.mouth.unheard else ""
        return Heard(text, over=over)

    def _asks_for_time(self, text: str) -> bool:
        """Whether a question is waiting that somebody has to think before."""
        return bool(self.mouth.unheard) and classify(text, self.plan.language) == "think"

    async def _understand(self, heard: Heard, **report: Any) -> Reading | None:
        """What a language model makes of an utterance, which is stored before it is asked."""
        state, whole = join(self.plan, self._state(), heard) or (self._state(), heard)
        about: dict[str, Any] = {"plan": self.plan, "state": state, "text": whole.text}
        # What was spoken over a question and is no second half of an answer has to wait for the question.
        if whole.over or whole.partial or not wants_reading(**about):
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
        # The disclosure is heard to its end, unless the candidate leaves.
        await self.mouth.hush(even_if_unstoppable=isinstance(event, Left))
        async with self._in_order():
            # A question of which nothing was heard comes anyway, and there is nothing to repeat.
            if isinstance(event, Left) or not self.mouth.has_unbegun_question:
                self.mouth.drop()
                await self._tell(event)
            elif isinstance(event, CandidateBack):
                await self._tell(replace(event, question_waits=True))
        self.resume_speaking()

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
        if is_taken_back(event, outcome.effects):
            self.mouth.drop()
        for turn in outcome.turns:
            if turn.role == Turn.Role.AGENT:
                self.mouth.add(turn)
        if any(isinstance(effect, Finish) for effect in outcome.effects):
            self._finishing = True
            self.mouth.end()
        self.quiet_since = time.time()

    # --- the floor ----------------------------------------------------------------------------

    @property
    def candidate_has_floor(self) -> bool:
        """Nothing is being said, stored or waited for: it is the candidate's turn, and they are silent."""
        return not self.agent_has_floor and self._voice_since is None

    @property
    def agent_has_floor(self) -> bool:
        """Something is being said, will be said, or is being thought about."""
        busy = self._finishing or self._hearing or self._lock.locked()
        return bool(busy or self.mouth.pending or self.mouth.is_speaking)

    @property
    def is_held(self) -> bool:
        """A question was talked over and waits until the candidate is done."""
        return self.mouth.is_held

    @property
    def is_given(self) -> bool:
        """It waits because of words, not of a mere voice."""
        return self.mouth.is_given

    @property
    def awaits_answer(self) -> bool:
        """Whether a question is open, and they have not asked for a moment to think."""
        state = self._state()
        return state.phase == "asking" and not state.patient

    @property
    def awaits_yes_or_no(self) -> bool:
        """Whether the least word is an answer."""
        return self._state().phase == "confirming_stop"

    def on_voice(self, at: float) -> None:
        """The candidate began to speak."""
        self._voice_since, self.quiet_since = at, time.time()

    def on_pause(self, at: float) -> None:
        """The candidate stopped to speak: silence is counted from now."""
        self._voice_since, self.quiet_since = None, time.time()

    def on_words(self, text: str) -> None:
        """Whole utterances are heard."""

    def resume_speaking(self) -> None:
        """Go on with what was talked over."""
        self.mouth.go_on()

    # --- speech -------------------------------------------------------------------------------

    async def speak(self) -> None:
        """Say what is queued until the interview is finished."""
        await self.mouth.run()
        self.finished.set()

    def _on_begun(self, turn: AnyTurn) -> None:
        if turn.kind in QUESTIONS:
            shown = progress(self.plan, self._state(), self.now_ms())
            self._board.show_question_soon(shown)
        self._board.show_floor_soon("agent")

    async def _on_spoken(self, line: Line) -> None:
        """Note when a turn was heard; one that is said again gets the times of the last time."""
        self.quiet_since = time.time()
        steps, self._steps = self._steps, {}
        started = self.clock_ms(line.started_at)
        timing = self._timing(steps, line)
        await store.mark_spoken(
            turn=line.turn,
            started_ms=self.now_ms() if started is None else started,
            ended_ms=self.clock_ms(line.stopped_at) or self.now_ms(),
            interrupted=line.is_stopped,
            latency_ms=max(0, timing["first_audio"] - timing["speech_end"]) if timing else None,
            timing=timing,
            cut_off=line.is_cut_off,
        )
        self._board.show_floor_soon("agent" if self.mouth.pending else "candidate")
        if not self.mouth.pending:
            self._prepare_answers()

    def _timing(self, steps: dict[str, float], line: Line) -> dict[str, int]:
        """The way of an answer to its first sound, ms on the interview clock; {} where there was none."""
        if not steps or line.started_at is None:
            return {}
        all_steps = {**steps, "first_audio": line.started_at}
        return {name: self.clock_ms(at) or 0 for name, at in all_steps.items()}

    def _prepare_answers(self) -> None:
        """Make the sound of what a short and a long answer would lead to, while the candidate speaks."""
        for words in IMAGINED_WORDS:
            _, effects = step(self.plan, self._state(), Heard("word " * words), self.now_ms() + IMAGINED_MS)
            for effect in effects:
                if isinstance(effect, Say):
                    self._voice.prepare(effect.text)

    # --- the clock ----------------------------------------------------------------------------

    def now_ms(self) -> int:
        """Milliseconds since the interview started; 0 before."""
        return self.clock_ms(time.time()) or 0

    def clock_ms(self, at: float | None) -> int | None:
        """The same for a moment in seconds since the epoch; None for None, and before the start."""
        started = self.interview.started_at
        if at is None or started is None:
            return None
        return max(0, int((at - started.timestamp()) * 1000))

    def _state(self) -> State:
        return from_dict(self.interview.state)
