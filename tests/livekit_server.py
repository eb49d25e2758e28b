"""A real media server for a test, on free ports of the loopback interface."""

from __future__ import annotations

import os
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from config.local.media import find_server, render_config

ROOT = Path(__file__).resolve().parents[1]
NOWHERE = 9  # the discard port: nothing takes webhooks there


@dataclass(frozen=True)
class LiveKitServer:
    """Where it listens (ws://), the key it accepts, and the process, for tests that kill it."""

    url: str
    key: str
    secret: str
    process: subprocess.Popen[bytes]


@contextmanager
def running_livekit(directory: Path, *, webhook_port: int = NOWHERE) -> Iterator[LiveKitServer]:
    """Run livekit-server with its configuration and log in `directory`; reports to `webhook_port`."""
    http, tcp, udp = free_ports(3)
    values = {
        "LIVEKIT_PORT": str(http),
        "LIVEKIT_TCP_PORT": str(tcp),
        "LIVEKIT_UDP_PORT": str(udp),
        "LIVEKIT_API_KEY": "testkey",
        "LIVEKIT_API_SECRET": "test-secret-that-is-long-enough-for-hs256",
        "PORT": str(webhook_port),
    }
    config = directory / "livekit.yaml"
    config.write_text(render_config(root=ROOT, values=values))
    program = find_server(root=ROOT, values=os.environ)
    assert program, "Run `make bin/livekit-server` first."
    with (directory / "livekit.log").open("wb") as log:
        process = subprocess.Popen([program, "--config", config], stdout=log, stderr=log)
    try:
        _wait_until_ready(process, f"http://127.0.0.1:{http}/")
        secret = values["LIVEKIT_API_SECRET"]
        yield LiveKitServer(f"ws://127.0.0.1:{http}", values["LIVEKIT_API_KEY"], secret, process)
    finally:
        process.kill()
        process.wait()


def free_ports(count: int) -> list[int]:
    """Return ports that nobody listened on a moment ago."""
    with ExitStack() as stack:
        sockets = [stack.enter_context(socket.socket()) for _ in range(count)]
        for one in sockets:
            one.bind(("127.0.0.1", 0))
        return [one.getsockname()[1] for one in sockets]


def _wait_until_ready(process: subprocess.Popen[bytes], url: str, seconds: float = 20) -> None:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline and process.poll() is None:
        try:
            with urllib.request.urlopen(url, timeout=1):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.05)
    raise RuntimeError("livekit-server did not start; see livekit.log.")
