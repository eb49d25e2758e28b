"""What every test that starts a server needs: ports for it, and the moment when it answers."""

from __future__ import annotations

import contextlib
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from typing import Any

# Between two questions to a server that starts, seconds.
PAUSE = 0.05


def free_ports(count: int, kind: int = socket.SOCK_STREAM) -> list[int]:
    """Ports of the loopback interface that nobody listens on; all are held open until all are known."""
    with contextlib.ExitStack() as held:
        probes = [held.enter_context(socket.socket(socket.AF_INET, kind)) for _ in range(count)]
        for probe in probes:
            probe.bind(("127.0.0.1", 0))
        return [int(probe.getsockname()[1]) for probe in probes]


def wait_until_ready(process: subprocess.Popen[bytes], url: str, *, seconds: float, problem: str) -> None:
    """Return when `url` answers; RuntimeError(`problem`) when the process ends or time is up before."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline and process.poll() is None:
        try:
            with urllib.request.urlopen(url, timeout=1):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(PAUSE)
    raise RuntimeError(problem)


def wait_for(look: Callable[[], Any], *, seconds: float, what: str = "") -> float:
    """Poll until `look` is true; return after how many seconds it was. Raises TimeoutError, with `what`."""
    started = time.monotonic()
    while not look():
        if time.monotonic() - started > seconds:
            raise TimeoutError(what)
        time.sleep(PAUSE)
    return time.monotonic() - started
