"""The test's end of a candidate's process: what they do, and what they heard."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from typing import Any

from config.local.stack import ROOT

PAUSE = 0.02  # seconds
CANDIDATE = "tests.chaos.candidate"


class Caller:
    """A candidate of some kind; `prefix` is put before the command, to run it elsewhere.

    Times are monotonic seconds.
    """

    def __init__(self, prefix: tuple[str, ...] = (), *, module: str = CANDIDATE) -> None:
        self.status: dict[str, Any] = {"sounds": [], "agents": [], "boards": [], "said": [], "gone": False}
        self.process = subprocess.Popen(
            [*prefix, sys.executable, "-m", module],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        threading.Thread(target=self._read, daemon=True).start()

    def do(self, **command: object) -> None:
        """Send a command: join=reply or say=voice."""
        assert self.process.stdin
        self.process.stdin.write(json.dumps(command) + "\n")
        self.process.stdin.flush()

    def say(self, voice: str) -> float:
        """Speak a recording to its end; return when its last voiced sound was spoken."""
        before = len(self.status["said"])
        self.do(say=voice)
        return float(self.wait(lambda: self.status["said"][before:], seconds=60)[0])

    def hears(self, *, after: float, seconds: float = 60) -> float:
        """Wait for the first sound of an agent that begins after `after`; return when it began."""
        return float(
            self.wait(
                lambda: [start for start, _ in self.status["sounds"] if start >= after], seconds=seconds
            )[0]
        )

    def is_asked(self, *, quiet: float = 1.5, seconds: float = 60) -> None:
        """Wait until an agent has spoken and has been silent for `quiet` seconds."""

        def silent() -> bool:
            sounds = self.status["sounds"]
            return bool(sounds) and self.status["at"] - sounds[-1][1] > quiet

        self.wait(silent, seconds=seconds)

    def freeze(self, seconds: float) -> float:
        """Stand still, as a laptop that sleeps: nothing is sent or answered. Returns when it woke."""
        os.kill(self.process.pid, signal.SIGSTOP)
        time.sleep(seconds)
        woke_at = time.monotonic()
        os.kill(self.process.pid, signal.SIGCONT)
        return woke_at

    def leave(self) -> None:
        """Go, as a page that is closed."""
        assert self.process.stdin
        self.process.stdin.close()
        try:
            self.process.wait(timeout=15)
        except subprocess.TimeoutExpired:
            self.process.kill()

    def wait(self, look: Callable[[], Any], *, seconds: float) -> Any:
        """Return what `look` returns as soon as it is true. Raises TimeoutError with what was seen."""
        deadline = time.monotonic() + seconds
        while not (seen := look()):
            if time.monotonic() > deadline or self.process.poll() is not None:
                raise TimeoutError(f"not within {seconds:.0f} s; the candidate saw {self.status}")
            time.sleep(PAUSE)
        return seen

    def _read(self) -> None:
        assert self.process.stdout
        for line in self.process.stdout:
            self.status = json.loads(line)
