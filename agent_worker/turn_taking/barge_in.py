"""Decides what the candidate's voice does to what is being said.

The interviewer is silent at once for any voice. Who speaks just after it began was not done, and is waited
for; later a short sound stops it for so long only, and it goes on in the same word. A voice that lasts stops
it. Then the words decide: none, a mere "mm-hm" or an echo, and the interviewer goes on with the sentence;
anything else, and the floor is the candidate's.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from agent_worker.conductor import Conductor
from agent_worker.turn_taking.backchannels import is_backchannel, is_sound
from agent_worker.turn_taking.echo import is_echo
from interviews.engine.intents import ANSWER, classify

# A voice within this time of the interviewer's first sound stops it for good, seconds.
EARLY = 1.5
# Within this time it had spoken into a pause: nobody answers so soon.
CUT_OFF = 1.0
# How long a voice must last later, seconds: what is shorter takes the floor only by a request.
TAKES_FLOOR = 0.5
# For how long the interviewer still stands still after a short voice: words have gaps, seconds.
GAP = 0.25
# Who speaks when so little is left of a question answers it, seconds.
NEARLY_DONE = 0.8
# For how long words are waited for after a voice, seconds; a cough has none.
WORDS_LATE = 1.5
# An echo comes so late at most, seconds.
ECHO_LATE = 0.5


class BargeIn:
    """Follows the ear. `forget` drops what was heard of this turn, `on_cut_off` hears of an early start."""

    def __init__(
        self,
        conductor: Conductor,
        *,
        language: str,
        forget: Callable[[], None],
        on_cut_off: Callable[[], None],
    ) -> None:
        self._conductor = conductor
        self._mouth = conductor.mouth
        self._language = language
        self._forget = forget
        self._on_cut_off = on_cut_off
        self._timer: asyncio.TimerHandle | None = None
        self._tasks: set[asyncio.Task[None]] = set()
        self._speaks = False
        # When the voice began over the interviewer, and how long after the interviewer did, seconds.
        self._voice_at = 0.0
        self._after_start: float | None = None
        # How long it lasted, and how much the interviewer still had to say then, seconds.
        self._lasted = self._left = 0.0
        # Their words have taken the floor; what was being said waits for the end of their turn.
        self._given = False
        # Who hears themselves is stopped by words alone.
        self._echoes = False

    def on_voice(self, at: float) -> None:
        """Fall silent at once for whoever was not done; otherwise wait whether it is more than a cough."""
        self._cancel_timer()
        self._given = self._given and self._mouth.is_held
        if self._given:
            return
        if not self._speaks and self._after_start is None and self._conductor.agent_has_floor:
            began = self._mouth.took_floor_at
            self._voice_at, self._after_start = at, 0.0 if began is None else at - began
            self._left = self._mouth.seconds_left()
        self._speaks = True
        if not self._conductor.agent_has_floor or self._echoes:
            return
        if not self._mouth.is_speaking:
            self._mouth.hold()
        elif self._after_start is not None and self._after_start <= EARLY:
            self._mouth.stop()
        else:
            self._mouth.pause()
            lasted = at - self._voice_at if self._after_start is not None else 0.0
            self._later(max(0.0, TAKES_FLOOR - lasted), self._mouth.stop)

    def on_pause(self, at: float) -> None:
        """After a short voice the interviewer goes on; words may still come of it."""
        self._speaks, self._lasted = False, at - self._voice_at
        self._later(GAP, self._go_on_for_now)

    def _go_on_for_now(self) -> None:
        self._mouth.unpause()
        if self._after_start is not None:
            self._later(WORDS_LATE, self._let_go)

    def on_words(self, text: str) -> None:
        """The words decide."""
        if self._after_start is None or not self._conductor.agent_has_floor:
            self._after_start = None
            return
        echo = is_echo(text, self._mouth.said_since(self._voice_at - ECHO_LATE))
        self._echoes |= echo
        if not echo and not self._is_nothing(text):
            self._give_floor()
        elif not self._speaks:
            self._forget()
            self._let_go()

    def _is_nothing(self, text: str) -> bool:
        if not text or self._conductor.awaits_yes_or_no:
            return not text
        if self._left <= NEARLY_DONE:
            return is_sound(text)
        return is_backchannel(text, self._language) or self._is_short(text)

    def _is_short(self, text: str) -> bool:
        """Whether it is over too soon to be an answer: recognisers make words of any sound."""
        in_the_middle = self._after_start is not None and self._after_start > EARLY and not self._speaks
        return in_the_middle and self._lasted < TAKES_FLOOR and classify(text, self._language) == ANSWER

    def _give_floor(self) -> None:
        self._cancel_timer()
        after, self._after_start = self._after_start, None
        self._given = True
        cut_off = after is not None and after <= CUT_OFF and self._mouth.took_floor_at is not None
        if cut_off:
            self._on_cut_off()
        task = asyncio.create_task(self._mouth.give_way(is_cut_off=cut_off))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def _let_go(self) -> None:
        """It was nothing: go on."""
        self._cancel_timer()
        self._after_start = None
        self._conductor.resume_speaking()

    def _later(self, seconds: float, act: Callable[[], None]) -> None:
        """Only the last of such plans counts."""
        self._cancel_timer()
        self._timer = asyncio.get_running_loop().call_later(seconds, act)

    def _cancel_timer(self) -> None:
        if self._timer:
            self._timer.cancel()
            self._timer = None
