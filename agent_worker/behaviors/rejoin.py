"""Goes on with the same question when the candidate comes back, and waits for them only so long."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable

from django.utils import timezone
from livekit import rtc

from agent_worker import store
from agent_worker.conductor import Conductor
from interviews.engine.events import CandidateBack
from interviews.engine.machine import UNNOTICED_MS

# After this long without the candidate the agent makes room for others, seconds; a candidate who comes back
# later is sent another one, which goes on with the same question.
PATIENCE = 15.0
# The media server says so late that nothing comes from somebody any more, seconds (measured: 12).
LOST_LATE = 12.0
# What the page alone says of such times counts for so long altogether, seconds: it is the candidate's.
TAKEN_ON_TRUST = 60.0
# Who was cut off in an answer and does not go on within so long, seconds, is asked again.
GOES_ON = 1.0


class Presence:
    """Whether the candidate can be reached. Follows the room, and the ear for what they have answered.

    `break_off` ends an answer that was cut off, and returns whether there was one. `arrives` is set while
    sound comes from them.
    """

    def __init__(
        self, room: rtc.Room, conductor: Conductor, break_off: Callable[[], Awaitable[bool]]
    ) -> None:
        self._room = room
        self._conductor = conductor
        self._break_off = break_off
        self.arrives = asyncio.Event()
        self.arrives.set()
        self._identity = conductor.interview.candidate_identity
        self._changed = asyncio.Event()
        self._words_at = self._voice_at = self._back_at = 0.0
        self._is_starved = self._speaks = False
        # Whether the media server says that nothing comes from them.
        self.is_lost = False
        # Since when they are out of reach, seconds since the epoch; None while they are in it.
        self.away_since: float | None = None
        # The same, until their return is told: they may be back before anybody has noticed.
        self._missed_since: float | None = None
        self._told_at = 0.0
        self._trusted_ms = 0
        room.on("participant_connected", self._on_joined)
        room.on("participant_disconnected", self._on_left)
        room.on("connection_quality_changed", self._on_quality)
        room.on("reconnecting", lambda: self._lose(time.time()))
        room.on("reconnected", self._on_reconnected)
        # The room is gone for this agent, for good: whoever is sent next begins with a free interview.
        room.on("disconnected", lambda reason: conductor.lost.set())

    def is_there(self) -> bool:
        """Whether the candidate is in the room and can be reached."""
        return self.away_since is None and self._identity in self._room.remote_participants

    def on_voice(self, at: float) -> None:
        """They speak, or go on."""
        self._speaks, self._voice_at = True, time.time()

    def on_pause(self, at: float) -> None:
        """They pause."""
        self._speaks = False

    def on_words(self, text: str) -> None:
        """They answer what was asked."""
        if text:
            self._words_at = time.time()

    def on_hole(self) -> None:
        """Nothing came from them for a moment."""
        self.arrives.clear()

    def on_starved(self, since: float) -> None:
        """Nothing comes from them, since so long: seconds since the epoch."""
        self._is_starved = True
        self._lose(since)

    def on_fed(self) -> None:
        """Something comes from them."""
        self._is_starved = False
        if self._missed_since is None:
            self.arrives.set()
        self._find_if_there()

    def owes_answer(self) -> bool:
        """Whether nothing was heard from the candidate since the interviewer spoke."""
        conductor = self._conductor
        return conductor.agent_has_floor or bool(conductor.mouth.said_since(self._words_at))

    async def report_back(self, away_ms: int) -> None:
        """The page says that it reached nobody for `away_ms`, too short for the server to notice."""
        noticed = time.time() - self._told_at < PATIENCE or not self.is_there()
        if not noticed:
            left_ms = round(1000 * TAKEN_ON_TRUST) - self._trusted_ms
            credited_ms = max(0, min(away_ms, round(1000 * LOST_LATE), left_ms))
            self._trusted_ms += credited_ms
            await self._tell(credited_ms, ask_again=self.owes_answer())

    async def follow(self) -> None:
        """Tell the engine of every return; give the interview up when they stay away."""
        while await self._waits_for_change():
            if self._missed_since is None:
                continue
            await self._fall_silent()
            if self.away_since is not None:
                await self._log_absence()
            while self.away_since is not None:
                if not await self._waits_for_change():
                    return
            away_ms = round(1000 * (time.time() - self._missed_since))
            self._missed_since, self._told_at = None, time.time()
            await self._tell(away_ms, ask_again=await self._asks_again(away_ms))
            if self._missed_since is None:
                self.arrives.set()

    async def _asks_again(self, away_ms: int) -> bool:
        """Whether they are to hear the question again: who was in the middle of an answer and waits now, and
        who had not begun. The answer is kept as far as it was heard; nobody is asked who goes on with it.
        """
        if not (self._conductor.awaits_answer and self._has_begun()):
            return self.owes_answer()
        if away_ms < UNNOTICED_MS:
            await asyncio.sleep(GOES_ON)
        if self._speaks or self._voice_at >= self._back_at:
            return False
        return await self._break_off() or self.owes_answer()

    def _has_begun(self) -> bool:
        """Whether their voice was heard since the interviewer spoke, understood or not."""
        conductor, heard_at = self._conductor, max(self._words_at, self._voice_at)
        begun = self._speaks or not conductor.mouth.said_since(heard_at)
        return begun and not conductor.agent_has_floor

    async def _waits_for_change(self) -> bool:
        """Return False, and give the interview up, when nobody has come into the room for long."""
        while True:
            try:
                async with asyncio.timeout(PATIENCE):
                    await self._changed.wait()
            except TimeoutError:
                if self._identity not in self._room.remote_participants:
                    self._conductor.lost.set()
                    return False
            else:
                self._changed.clear()
                return True

    async def _fall_silent(self) -> None:
        """Nobody hears it. The disclosure, which may not be cut short, begins again on their return."""
        mouth = self._conductor.mouth
        if mouth.may_be_stopped:
            mouth.stop()
        else:
            await mouth.start_over()

    async def _log_absence(self) -> None:
        await store.log_event(
            interview=self._conductor.interview, kind="candidate_away", payload={}, now=timezone.now()
        )

    async def _tell(self, away_ms: int, *, ask_again: bool) -> None:
        """The time without the candidate is not theirs to lose, nor is a question that did not arrive."""
        self._told_at = time.time()
        await self._conductor.press(CandidateBack(away_ms, ask_again=ask_again))

    # --- the room -----------------------------------------------------------------------------

    def _lose(self, at: float) -> None:
        if self.away_since is None:
            self.away_since = at
        self._missed_since = self._missed_since or self.away_since
        self.arrives.clear()
        self._changed.set()

    def _find(self) -> None:
        self.away_since, self._back_at = None, time.time()
        self._changed.set()

    def _find_if_there(self) -> None:
        if self.away_since is not None and self._identity in self._room.remote_participants:
            self._find()

    def _on_joined(self, participant: rtc.RemoteParticipant) -> None:
        if participant.identity == self._identity:
            self.is_lost = False
            self._find()

    def _on_left(self, participant: rtc.RemoteParticipant) -> None:
        if participant.identity == self._identity:
            # Their sound stops with them, in the middle of a word or not.
            self._speaks = False
            self._lose(time.time())

    def _on_quality(self, participant: rtc.Participant, quality: int) -> None:
        if participant.identity != self._identity:
            return
        self.is_lost = quality == rtc.ConnectionQuality.QUALITY_LOST
        if self.is_lost:
            self._lose(time.time() - LOST_LATE)
        elif not self._is_starved:
            self._find_if_there()

    def _on_reconnected(self) -> None:
        self._find_if_there()
