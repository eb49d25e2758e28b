"""Says what is queued, one turn after the other; stops at once when told, and goes on from the sentence."""

from __future__ import annotations

import asyncio
import time
from collections import deque
from collections.abc import Callable, Coroutine
from typing import Any

from livekit.agents import AgentSession
from livekit.agents.voice import SpeechHandle

from agent_worker.line import Line, spoken_times
from agent_worker.voice import Voice
from interviews.models import AnyTurn

QUESTIONS = {"core", "probe", "repeat", "rephrase"}
# Of these, what was not heard is said again.
NEEDED = {*QUESTIONS, "closing"}
# What has to be heard to its end, whoever speaks.
UNSTOPPABLE = {"disclosure"}
# Below this share a turn that was talked over counts as not heard, and is said again.
HEARD_SHARE = 0.5


class Mouth:
    """`on_begun` is told of every turn's first sound, `on_spoken` of its end, whichever it was."""

    def __init__(
        self,
        session: AgentSession[Any],
        voice: Voice,
        *,
        on_begun: Callable[[AnyTurn], None],
        on_spoken: Callable[[Line], Coroutine[Any, Any, None]],
    ) -> None:
        self._session = session
        self._voice = voice
        self._on_begun = on_begun
        self._on_spoken = on_spoken
        self._lines: deque[Line] = deque()
        self._work = asyncio.Event()
        self._silent = asyncio.Event()
        self._silent.set()
        self._line: Line | None = None
        self._handle: SpeechHandle | None = None
        self._said: deque[tuple[float, str]] = deque(maxlen=4)
        self._ends = False
        # What is being noted of what was said; the next turn does not wait for a database.
        self._notes: set[asyncio.Task[None]] = set()
        # Since when it stands still in the middle of a word, and for how long it has in this turn, seconds.
        self._paused_at: float | None = None
        self._paused_for = 0.0
        self.is_held = False
        # Held because of words: the end of their turn decides when it goes on.
        self.is_given = False
        # When it was first heard since the candidate had the floor, seconds since the epoch.
        self.took_floor_at: float | None = None
        # The key of the question that was heard last.
        self.heard_question = ""
        self._begun: set[int] = set()

    # --- what is to be said -------------------------------------------------------------------

    @property
    def pending(self) -> list[AnyTurn]:
        """What was not said to its end, in order."""
        return [line.turn for line in self._lines]

    @property
    def is_speaking(self) -> bool:
        """Whether a turn is being said."""
        return self._line is not None

    @property
    def may_be_stopped(self) -> bool:
        """Whether what is being said may be talked over."""
        return self._line is None or self._line.turn.kind not in UNSTOPPABLE

    @property
    def unheard(self) -> list[AnyTurn]:
        """Questions that were not heard, and the goodbye."""
        return [turn for turn in self.pending if turn.kind in NEEDED]

    @property
    def has_unbegun_question(self) -> bool:
        """A question waits of which nothing was heard."""
        return any(turn.kind in QUESTIONS and turn.pk not in self._begun for turn in self.pending)

    def said_since(self, moment: float) -> str:
        """All that was being said after `moment`, seconds since the epoch."""
        now = [self._line.turn.text] if self._line else []
        return " ".join([*(text for ended, text in self._said if ended >= moment), *now])

    def add(self, turn: AnyTurn) -> None:
        """Say a turn after all others."""
        self._voice.prepare(turn.text)
        self._lines.append(Line(turn))
        self._work.set()

    def drop(self) -> None:
        """Forget what was not said yet."""
        self._lines.clear()

    def end(self) -> None:
        """Return from `run` when everything is said."""
        self._ends = True
        self._work.set()

    # --- the floor ----------------------------------------------------------------------------

    def hold(self) -> None:
        """Begin nothing new until `go_on`."""
        self.is_held = True

    def pause(self) -> None:
        """Stand still at once, perhaps for a cough only; `stop` or `go_on` follows."""
        output = self._session.output.audio
        if self._handle and self.may_be_stopped and output and self._paused_at is None:
            output.pause()
            self._paused_at = time.time()

    def unpause(self) -> None:
        """Go on in the middle of the word, if it stands still there and was not stopped."""
        output = self._session.output.audio
        is_stopped = self._handle is not None and self._handle.interrupted
        if self._paused_at is not None and output and not is_stopped:
            self._paused_for += time.time() - self._paused_at
            self._paused_at = None
            output.resume()

    def seconds_left(self) -> float:
        """How long what is queued still takes, as far as its sound is made."""
        to_come = sum(self._voice.seconds(line.turn.text) - line.before for line in self._lines)
        if self._line is None or self._line.began_at is None:
            return to_come
        return max(0.0, to_come - (time.time() - self._line.began_at - self._paused_for))

    def stop(self) -> None:
        """Fall silent at once and hold; what may not be talked over is said to its end."""
        self.is_held = True
        if self.may_be_stopped:
            self._interrupt()

    def go_on(self) -> None:
        """Go on: with the sentence in which it was stopped."""
        self.is_held = self.is_given = False
        self.unpause()
        self._work.set()

    async def give_way(self, *, is_cut_off: bool = False) -> None:
        """The candidate has taken the floor with words: what was hardly heard is said again later, whole."""
        self.stop()
        self.is_given = True
        if self.may_be_stopped:
            await self._settle(is_cut_off=is_cut_off)

    async def hush(self, *, even_if_unstoppable: bool = False) -> None:
        """Stop for a control of the page, which decides what comes; hold until then."""
        self.is_held = True
        if self.may_be_stopped or even_if_unstoppable:
            self._interrupt()
            await self._settle(is_cut_off=False)

    async def start_over(self) -> None:
        """Stop what is being said, whatever it is, and hold: from its first word it is said to nobody."""
        self.is_held = True
        self._interrupt()
        await self._silent.wait()
        if self._lines and self._lines[0].is_stopped:
            self._lines[0].begin_again()

    def _interrupt(self) -> None:
        if self._handle and not self._handle.interrupted:
            self._handle.interrupt(force=True)
            if self._line:
                self._line.stopped_at = self._paused_at or time.time()

    async def _settle(self, *, is_cut_off: bool) -> None:
        """Decide what becomes of a turn that was stopped."""
        await self._silent.wait()
        line = self._lines[0] if self._lines else None
        if line is None or not line.is_stopped:
            return
        line.is_cut_off |= is_cut_off
        if not (is_cut_off or self._is_unheard(line)):
            self._finish(line)
        self.took_floor_at = None
        if line.started_at is not None:
            await self._on_spoken(line)
        line.begin_again()

    def _is_unheard(self, line: Line) -> bool:
        share = line.heard / max(0.1, self._voice.seconds(line.turn.text))
        return line.turn.kind in NEEDED and share < HEARD_SHARE

    # --- saying it ----------------------------------------------------------------------------

    async def run(self) -> None:
        """Say what is queued, until `end`."""
        while True:
            for note in [note for note in self._notes if note.done()]:
                self._notes.remove(note)
                note.result()
            if self._lines and not self.is_held:
                await self._say(self._lines[0])
            elif self._ends and not self._lines:
                await asyncio.gather(*self._notes)
                return
            else:
                self._work.clear()
                await self._work.wait()

    async def _say(self, line: Line) -> None:
        text = line.turn.text
        self._line, line.is_stopped, line.stopped_at, line.began_at = line, False, None, None
        self._paused_for = 0.0
        self._silent.clear()
        self._handle = self._session.say(
            self._voice.text_from(text, line.sentence),
            audio=self._voice.frames(text, lambda: self._begin(line), line.sentence),
        )
        try:
            await self._handle.wait_for_playout()
            self._note(line, self._handle)
        finally:
            self._said.append((time.time(), text))
            is_stopped = self._handle.interrupted
            self._line = self._handle = None
            if is_stopped:
                # Whatever it says next is to be heard; any earlier, a bit of what it was stopped in would be.
                self.unpause()
            self._silent.set()
        if not line.is_stopped:
            self._finish(line)
            self._notes.add(asyncio.create_task(self._on_spoken(line)))
        if not self._lines:
            self.took_floor_at = None

    def _begin(self, line: Line) -> None:
        output = self._session.output.audio
        if self._paused_at is not None and output:
            # The session lets a new turn sound, whatever stood still before it.
            output.pause()
        if self.took_floor_at is None:
            self.took_floor_at = time.time()
        line.began_at = time.time()
        for waiting in list(self._lines)[1:2]:
            self._voice.hurry(waiting.turn.text)
        self._begun.add(line.turn.pk)
        self._on_begun(line.turn)

    def _note(self, line: Line, handle: SpeechHandle) -> None:
        """Note when it was heard, how much of it, and where it would go on."""
        started, stopped = spoken_times(handle)
        line.started_at = line.started_at or started
        line.stopped_at = min(stopped or time.time(), line.stopped_at or time.time())
        line.is_stopped = handle.interrupted
        if not handle.interrupted:
            return
        seconds = max(0.0, line.stopped_at - started - self._paused_for) if started else 0.0
        line.heard = line.before + seconds
        line.sentence = self._voice.sentence_at(line.turn.text, seconds, line.sentence)
        line.before = self._voice.seconds_before(line.turn.text, line.sentence)

    def _finish(self, line: Line) -> None:
        if line in self._lines:
            self._lines.remove(line)
        if line.turn.kind in QUESTIONS:
            self.heard_question = line.turn.question
