"""A turn of the interviewer on its way to being heard."""

from __future__ import annotations

from dataclasses import dataclass

from livekit.agents.voice import SpeechHandle

from interviews.models import AnyTurn


@dataclass(eq=False)
class Line:
    """A turn that is to be said. Times are seconds since the epoch."""

    turn: AnyTurn
    # The sentence with which it goes on, and how many seconds of it come before that.
    sentence: int = 0
    before: float = 0.0
    started_at: float | None = None
    stopped_at: float | None = None
    # Its first sound of this time; `started_at` is of the first time that any of it was heard.
    began_at: float | None = None
    # Stopped in the middle, and whether the candidate had gone on speaking before they could react to it.
    is_stopped: bool = False
    is_cut_off: bool = False
    # How much of it was heard, seconds.
    heard: float = 0.0

    def begin_again(self) -> None:
        """Say it from its first word."""
        self.sentence, self.before, self.started_at, self.is_stopped = 0, 0.0, None, False


def spoken_times(handle: SpeechHandle) -> tuple[float | None, float | None]:
    """When the speech began and ended, seconds since the epoch; None for what was never heard."""
    for item in handle.chat_items:
        if item.type == "message":
            return item.metrics.get("started_speaking_at"), item.metrics.get("stopped_speaking_at")
    return None, None
