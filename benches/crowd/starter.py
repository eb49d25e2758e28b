"""Another agent to measure beside ours: LiveKit's starter, on a media server of its own."""

from __future__ import annotations

import contextlib
import os
import shlex
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil

from tests.livekit_server import running_livekit
from tests.support.processes import wait_for


@dataclass(frozen=True)
class Starter:
    """A running agent: the shell command that prints a token for a fresh room, and its processes' roots."""

    token_command: str
    roots: list[int]

    def mint(self) -> str:
        """Return a token reply for a fresh room."""
        command = shlex.split(self.token_command)
        return subprocess.run(command, check=True, capture_output=True, text=True).stdout


@contextlib.contextmanager
def running_starter(path: Path) -> Iterator[Starter]:
    """Start the agent in the file `path`, whose `mint_token.py` lies beside it."""
    with tempfile.TemporaryDirectory() as folder, running_livekit(Path(folder)) as server:
        env = {"PATH": os.environ["PATH"], "HOME": os.environ["HOME"], "LIVEKIT_URL": server.url}
        env |= {"LIVEKIT_API_KEY": server.key, "LIVEKIT_API_SECRET": server.secret}
        with ended(subprocess.Popen([sys.executable, str(path)], env=env)) as process:
            # Whatever is dispatched before it is there is lost.
            log = Path(folder) / "livekit.log"
            wait_for(
                lambda: "worker registered" in log.read_text(errors="replace"), seconds=60, what=log.name
            )
            values = [f"{name}={value}" for name, value in env.items()]
            command = ["env", *values, sys.executable, str(path.with_name("mint_token.py"))]
            yield Starter(shlex.join(command), [process.pid, server.process.pid])


@contextlib.contextmanager
def ended(process: subprocess.Popen[Any]) -> Iterator[subprocess.Popen[Any]]:
    """A process that is stopped in the end, with all that it started."""
    try:
        yield process
    finally:
        started = psutil.Process(process.pid).children(recursive=True)
        process.terminate()
        process.wait(timeout=60)
        # A job of the starter outlives it.
        for left in psutil.wait_procs(started, timeout=5)[1]:
            left.kill()
