"""A second, complete Parley beside a running one: for end-to-end tests and benches."""

from __future__ import annotations

import json
import os
import selectors
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
# Nothing else is handed down: a test's own settings must not leak into the product it tests.
INHERITED = ("PATH", "HOME", "LANG", "TMPDIR")


@dataclass(frozen=True)
class Stack:
    """A running product: `links` as `seed_demo --json` gives them plus `not_ready`."""

    links: Mapping[str, str]
    process: subprocess.Popen[str]

    def stop(self) -> int:
        """Stop everything; return the supervisor's exit code."""
        self.process.terminate()
        return self.process.wait(timeout=30)


def start_stack(env: Mapping[str, str], *, arguments: tuple[str, ...] = (), seconds: float = 120) -> Stack:
    """Start the product with `env` (VAR_DIR and ports of its own) and wait until it is ready.

    Raises RuntimeError when it ends, or is not ready within `seconds`; its stderr goes to the caller's.
    """
    process = subprocess.Popen(
        [sys.executable, "-m", "config.local", "--json-ready", *arguments],
        cwd=ROOT,
        env={name: os.environ[name] for name in INHERITED if name in os.environ}
        | {"ENV_FILES": ""}
        | dict(env),
        stdout=subprocess.PIPE,
        text=True,
    )
    line = _first_line(process, seconds)
    if not line:
        process.terminate()
        process.wait(timeout=30)
        raise RuntimeError("The product did not become ready; its log directory says why.")
    return Stack(json.loads(line), process)


def _first_line(process: subprocess.Popen[str], seconds: float) -> str:
    if process.stdout is None:
        return ""
    with selectors.DefaultSelector() as selector:
        selector.register(process.stdout, selectors.EVENT_READ)
        return process.stdout.readline() if selector.select(seconds) else ""
