"""Speech that was made before, as much as fits: a plan's questions are the same for everyone."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Hashable


class AudioCache:
    """Least recently used out first; holds at most `max_bytes` of audio."""

    def __init__(self, *, max_bytes: int) -> None:
        self._max_bytes = max_bytes
        self._bytes = 0
        self._audio: OrderedDict[Hashable, bytes] = OrderedDict()

    def get(self, key: Hashable) -> bytes | None:
        """Return the audio kept under `key`."""
        if key in self._audio:
            self._audio.move_to_end(key)
        return self._audio.get(key)

    def put(self, key: Hashable, audio: bytes) -> None:
        """Keep `audio` under `key`, unless it is larger than everything that may be kept."""
        self._bytes += len(audio) - len(self._audio.pop(key, b""))
        self._audio[key] = audio
        while self._bytes > self._max_bytes:
            _, oldest = self._audio.popitem(last=False)
            self._bytes -= len(oldest)
