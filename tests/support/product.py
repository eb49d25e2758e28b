"""The whole product in its own processes, on free ports and a directory of its own."""

from __future__ import annotations

import contextlib
import os
import secrets
import socket
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from config.local.stack import INHERITED, ROOT, Stack, start_stack
from tests.support.processes import free_ports

PORTS = ("PORT", "SPEECH_PORT", "AGENT_PORT", "LIVEKIT_PORT", "LIVEKIT_TCP_PORT")


@dataclass(frozen=True)
class Product:
    """A running product and the environment in which its management commands see the same data."""

    stack: Stack
    env: dict[str, str]

    @property
    def url(self) -> str:
        """The home page, without a trailing slash."""
        return f"http://127.0.0.1:{self.env['PORT']}"

    def manage(self, *arguments: str) -> str:
        """Run a management command beside the product; return what it printed."""
        # The tests' own settings lie in os.environ and must not reach the product.
        inherited = {name: os.environ[name] for name in INHERITED if name in os.environ}
        done = subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=ROOT,
            env=inherited | self.local_values() | self.env | {"ENV_FILES": ""},
            capture_output=True,
            text=True,
        )
        if done.returncode:
            raise RuntimeError(done.stderr[-2000:])
        return done.stdout

    def local_values(self) -> dict[str, str]:
        """What the product wrote for itself: keys, secrets, addresses."""
        lines = (Path(self.env["VAR_DIR"]) / "local.env").read_text().splitlines()
        return dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))

    def ask(self, code: str) -> str:
        """Run Python with Django set up against the product's database; return what it printed."""
        return self.manage("shell", "--verbosity", "0", "-c", code).strip()

    def log(self, name: str) -> str:
        """The log of one of the processes."""
        return (Path(self.env["VAR_DIR"]) / "log" / f"{name}.log").read_text(errors="replace")


@contextlib.contextmanager
def running_product(var_dir: Path, **extra: str) -> Iterator[Product]:
    """Start everything, yield it when it is ready, stop it and leave no process."""
    env = {"VAR_DIR": str(var_dir), "RECRUITER_PASSWORD": secrets.token_urlsafe(12)}
    env |= {name: str(port) for name, port in zip(PORTS, free_ports(len(PORTS)), strict=True)}
    env["LIVEKIT_UDP_PORT"] = str(free_ports(1, kind=socket.SOCK_DGRAM)[0])
    # As many on any machine.
    env |= {"AGENT_MAX_INTERVIEWS": "8"} | extra
    product = Product(start_stack(env), env)
    try:
        yield product
    finally:
        product.stack.stop()
