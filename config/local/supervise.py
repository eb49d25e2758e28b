"""Start processes, restart those that end, and leave none behind."""

from __future__ import annotations

import asyncio
import contextlib
import ctypes
import os
import signal
import subprocess
import time
from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import IO

from config.local.processes import Spec

STOP_SECONDS = 8.0
# A crash is mended at once; only what ends again and again, before it has run for a while, waits longer.
FIRST_DELAY, LONGEST_DELAY, STABLE_SECONDS = 0.1, 30.0, 10.0
# A process that ended this often while the product starts is reported as not ready; it is still tried again.
HOPELESS_ENDS = 3
_LIBC = ctypes.CDLL(None)
_PR_SET_PDEATHSIG = 1


class Supervisor:
    """Keeps processes running until `stop`. `say` tells the operator one line."""

    def __init__(
        self, *, root: Path, env: Mapping[str, str], log_dir: Path, say: Callable[[str], None]
    ) -> None:
        self._root, self._env, self._log_dir, self._say = root, dict(env), log_dir, say
        self._keepers: list[asyncio.Task[None]] = []
        self._running: dict[str, subprocess.Popen[bytes]] = {}
        self._started: dict[str, float] = {}
        self._specs: dict[str, Spec] = {}
        self._ends: Counter[str] = Counter()

    def start(self, spec: Spec) -> None:
        """Start a process and keep it running."""
        self._specs[spec.name] = spec
        self._keepers.append(asyncio.create_task(self._keep(spec), name=spec.name))

    async def wait_ready(self, *, seconds: float) -> list[str]:
        """Poll until all are ready; return the names that were not within `seconds`, or that ended thrice."""
        waits = {name: asyncio.create_task(self._until_ready(spec)) for name, spec in self._specs.items()}
        await asyncio.wait(waits.values(), timeout=seconds)
        late = [name for name, wait in waits.items() if not (wait.done() and wait.result())]
        for wait in waits.values():
            wait.cancel()
        return late

    async def stop(self) -> None:
        """Ask everything to end, and end by force whatever is left after STOP_SECONDS."""
        for keeper in self._keepers:
            keeper.cancel()
        await asyncio.gather(*self._keepers, return_exceptions=True)
        for process in self._running.values():
            process.terminate()
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(STOP_SECONDS):
                for process in self._running.values():
                    await ended(process)
        self.kill()
        for process in self._running.values():
            process.wait()

    def kill(self) -> None:
        """End every process and its descendants at once."""
        for process in self._running.values():
            kill_group(process.pid)

    async def _keep(self, spec: Spec) -> None:
        delay = FIRST_DELAY
        while True:
            started = time.monotonic()
            code = await self._run_once(spec)
            delay = FIRST_DELAY if time.monotonic() - started > STABLE_SECONDS else delay
            log = self._log_dir / f"{spec.name}.log"
            self._say(f"{spec.name} ended with code {code} and starts again in {delay:.1f} s; see {log}")
            await asyncio.sleep(delay)
            delay = min(delay * 2, LONGEST_DELAY)

    async def _run_once(self, spec: Spec) -> int:
        self._started[spec.name] = time.time()
        with (self._log_dir / f"{spec.name}.log").open("ab") as log:
            process = spawn(f"exec {spec.command}", root=self._root, env=self._env, log=log)
        self._running[spec.name] = process
        code = await ended(process)
        # Its children must not keep its port or speak on in its place.
        kill_group(process.pid)
        del self._running[spec.name]
        self._ends[spec.name] += 1
        return code

    async def _until_ready(self, spec: Spec) -> bool:
        while self._ends[spec.name] < HOPELESS_ENDS:
            started = self._started.get(spec.name)
            if started and await asyncio.to_thread(spec.is_ready, started):
                return True
            await asyncio.sleep(0.1)
        return False


def spawn(command: str, *, root: Path, env: Mapping[str, str], log: IO[bytes]) -> subprocess.Popen[bytes]:
    """Start a shell command in a process group of its own, its output appended to `log`."""
    return subprocess.Popen(  # noqa: S602  (the Procfile's commands, not anybody's input)
        command,
        shell=True,
        cwd=root,
        env=env,
        stdin=subprocess.DEVNULL,
        stdout=log,
        stderr=subprocess.STDOUT,
        start_new_session=True,
        preexec_fn=_end_with_parent,
    )


async def ended(process: subprocess.Popen[bytes]) -> int:
    """Return the exit code when the process has ended. Polls: no watcher thread, nothing lost on cancel."""
    while (code := process.poll()) is None:
        await asyncio.sleep(0.1)
    return code


def kill_group(pid: int) -> None:
    """End a process group by force; nothing happens when it is gone already."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(pid, signal.SIGKILL)


def _end_with_parent() -> None:
    """Let the kernel end this child when the supervisor itself is killed."""
    _LIBC.prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
