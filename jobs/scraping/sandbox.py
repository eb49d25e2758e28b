"""Read what strangers wrote in a process of its own, which may grow, hang or crash without harm to us.

Why a process: parsers are the second way to keep a server busy (one real page keeps a common metadata
library for minutes), and neither a thread nor a signal stops native code; the kernel stops a process. And
that process holds neither our secrets nor a connection to the database.

A server with the parsers loaded (`sandbox_server`) forks one child for each page. It is not the one of
`multiprocessing`: there every child imports our main module, its answer is unpickled, and the SIGTERM that
asks a group of processes to finish kills the page that a worker wants to finish.
"""

from __future__ import annotations

import json
import logging
import os
import pickle
import socket
import subprocess
import sys
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jobs.scraping.fetch import FetchRefused
from jobs.scraping.posting import Posting
from jobs.scraping.reasons import Reason
from jobs.scraping.salary import Salary

log = logging.getLogger(__name__)

ROOT = Path(__file__).resolve().parents[2]
CPU_SECONDS = 5
WALL_SECONDS = 10.0
MEMORY_MB = 512
MAX_ANSWER = 4_000_000
# For the server's imports, once, on a machine that has other things to do.
START_SECONDS = 30.0
# What the server is told of our environment: no keys, no passwords.
ENVIRONMENT = ("PATH", "LANG", "LC_ALL", "TZ", "PYTHONPATH")


@dataclass(frozen=True)
class Limits:
    """What one page may cost: processor seconds, seconds, and megabytes beyond the loaded parsers."""

    cpu_seconds: int = CPU_SECONDS
    seconds: float = WALL_SECONDS
    memory_mb: int = MEMORY_MB


def read_limited(
    body: str,
    url: str,
    *,
    cpu_seconds: int = CPU_SECONDS,
    seconds: float = WALL_SECONDS,
    memory_mb: int = MEMORY_MB,
) -> Posting:
    """Return what `registry.read_posting` makes of the page. Raises FetchRefused when that takes too much."""
    return run_limited("page", body, url, limits=Limits(cpu_seconds, seconds, memory_mb))


def run_limited(task: str, *arguments: Any, limits: Limits | None = None) -> Posting:
    """Run one of the server's tasks. Raises FetchRefused: the task's, or too large when a limit ended it."""
    limits = limits or Limits()
    answer = _server.ask(pickle.dumps((task, arguments, limits)), limits.seconds)
    try:
        return _posting_of(json.loads(answer))
    except ValueError as error:
        # Nothing, or half an answer: the kernel ended the child.
        raise FetchRefused(Reason.TOO_LARGE) from error


def _posting_of(answer: dict[str, Any]) -> Posting:
    for note in answer["notes"]:
        log.error("in the sandbox: %s", note)
    if "refused" in answer:
        raise FetchRefused(Reason(answer["refused"]), answer["message"])
    values = answer["posting"]
    salary = Salary(**values.pop("salary")) if values.get("salary") else None
    reason = Reason(values.pop("reason")) if values.get("reason") else None
    return Posting(**{**values, "salary": salary, "reason": reason})


class _Server:
    """The process that forks; started by the first page, and again should it be gone. Threads may share it.

    It ends when our end of `_control` is closed, whoever closes it: we, or the kernel because we were killed.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._control: socket.socket | None = None

    def ask(self, request: bytes, seconds: float) -> bytes:
        """Return what a child answers; nothing when it was ended. Raises RuntimeError without a server."""
        for _ in range(2):
            control = self._running()
            answer = _exchange(control, request, seconds + START_SECONDS)
            if answer or not _is_closed(control):
                return answer
        raise RuntimeError("the process that reads pages does not start")

    def _running(self) -> socket.socket:
        with self._lock:
            if self._control is None or _is_closed(self._control):
                self._process, self._control = _start()
            return self._control


def _is_closed(control: socket.socket) -> bool:
    """Whether the server is gone; it never says a word."""
    try:
        return not control.recv(1, socket.MSG_PEEK | socket.MSG_DONTWAIT)
    except BlockingIOError:
        return False
    except OSError:
        return True


def _start() -> tuple[subprocess.Popen[bytes], socket.socket]:
    ours, theirs = socket.socketpair()
    with theirs:
        process = subprocess.Popen(
            [sys.executable, "-m", "jobs.scraping.sandbox_server", str(theirs.fileno())],
            cwd=ROOT,
            env={name: os.environ[name] for name in ENVIRONMENT if name in os.environ},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            pass_fds=(theirs.fileno(),),
            # Signals for our group (Ctrl-C, a supervisor's SIGTERM) leave a page in work alone.
            start_new_session=True,
        )
    return process, ours


def _exchange(control: socket.socket, request: bytes, seconds: float) -> bytes:
    """Hand a new child its request over a connection of its own; return its answer, bounded."""
    ours, theirs = socket.socketpair()
    with ours:
        try:
            with theirs:
                socket.send_fds(control, [b"."], [theirs.fileno()])
            ours.settimeout(seconds)
            ours.sendall(request)
            ours.shutdown(socket.SHUT_WR)
            return _receive(ours, time.monotonic() + seconds)
        except OSError:
            return b""


def _receive(connection: socket.socket, deadline: float) -> bytes:
    answer = bytearray()
    while len(answer) <= MAX_ANSWER:
        connection.settimeout(max(deadline - time.monotonic(), 0.001))
        piece = connection.recv(65_536)
        if not piece:
            return bytes(answer)
        answer += piece
    return b""


_server = _Server()
