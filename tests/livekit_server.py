"""A real media server for a test, on free ports of the loopback interface."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from config.local.media import find_server, render_config
from tests.support.processes import free_ports, wait_until_ready

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
        problem = "livekit-server did not start; see livekit.log."
        wait_until_ready(process, f"http://127.0.0.1:{http}/", seconds=20, problem=problem)
        secret = values["LIVEKIT_API_SECRET"]
        yield LiveKitServer(f"ws://127.0.0.1:{http}", values["LIVEKIT_API_KEY"], secret, process)
    finally:
        process.kill()
        process.wait()
