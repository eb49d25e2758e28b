"""What the ear tells those who decide who has the floor."""

from __future__ import annotations

from typing import Protocol


class Listener(Protocol):
    """Told in order, on the event loop; must not block. `at` is in seconds since the epoch."""

    def on_voice(self, at: float) -> None:
        """The candidate began to speak, or went on."""

    def on_pause(self, at: float) -> None:
        """The candidate fell silent; `at` is the end of the last voiced sound."""

    def on_words(self, text: str) -> None:
        """All that was understood of this turn so far; it may change with every pause."""
