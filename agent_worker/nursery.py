"""Keeps a process that has imported everything, and forks the worker from it: again, whenever it is killed.

A worker that starts from nothing needs 7 s of imports, and a candidate hears nothing meanwhile. A fork of a
process that has them is ready at once, and shares its memory. The fork server from which LiveKit makes job
processes is such a fork, too, instead of a program that imports everything a second time.
"""

from __future__ import annotations

import contextlib
import ctypes
import gc
import logging
import os
import signal
import socket
import sys
import time
from collections.abc import Callable
from functools import partial
from multiprocessing import connection, forkserver, resource_tracker
from types import FrameType
from typing import Any, NoReturn

log = logging.getLogger(__name__)

# A worker that dies sooner than this is not started again from here, seconds: whoever started us decides.
STABLE_SECONDS = 5.0
_LIBC = ctypes.CDLL(None)
_PR_SET_PDEATHSIG = 1


def keep_worker(work: Callable[[int | None], None]) -> int:
    """Run `work` in a child, and again when it is killed; return the exit code when it ends by itself.

    `work` gets the process id of the one before, if any: that one is dead, and so are all its jobs. SIGTERM
    and SIGINT are handed on. Call it with no threads and no connections open.
    """
    gc.collect()
    gc.freeze()
    # Full collections wait for a quarter more than the last one kept, and what is frozen would count.
    gc.collect()
    children: list[int] = []
    asked: list[int] = []
    before: int | None = None

    def hand_on(signum: int, frame: FrameType | None) -> None:
        asked.append(signum)
        for pid in children:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signum)

    for signum in (signal.SIGTERM, signal.SIGINT):
        signal.signal(signum, hand_on)
    while True:
        started = time.monotonic()
        children[:] = [_fork(partial(work, before))]
        code = os.waitstatus_to_exitcode(os.waitpid(children[0], 0)[1])
        # Jobs of a dead worker must not speak on.
        with contextlib.suppress(ProcessLookupError):
            os.killpg(before := children.pop(), signal.SIGKILL)
        if asked or code >= 0 or time.monotonic() - started < STABLE_SECONDS:
            return code if code >= 0 else 128 - code
        log.error("the worker was killed by signal %d; another one takes over", -code)


def use_forked_server() -> None:
    """Make `multiprocessing` take a fork of this process for its fork server. Call it before any thread."""
    server: Any = forkserver._forkserver
    resource_tracker.ensure_running()
    listener = socket.socket(socket.AF_UNIX)
    address = connection.arbitrary_address("AF_UNIX")  # type: ignore[attr-defined]
    listener.bind(address)
    os.chmod(address, 0o600)  # noqa: PTH101
    listener.listen()
    # The server ends when nobody holds the writing end any more.
    alive_r, alive_w = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.close(alive_w)
        _end_with(lambda: forkserver.main(listener.detach(), alive_r, []))
    listener.close()
    os.close(alive_r)
    server._forkserver_address, server._forkserver_alive_fd, server._forkserver_pid = address, alive_w, pid


def _fork(work: Callable[[], object]) -> int:
    parent, pid = os.getpid(), os.fork()
    if pid:
        return pid
    for signum in (signal.SIGTERM, signal.SIGINT):
        signal.signal(signum, signal.SIG_DFL)
    # A group of its own: when its parent is killed, the worker still finishes the interviews that it holds.
    os.setsid()
    _LIBC.prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
    if os.getppid() != parent:
        os._exit(1)
    _end_with(work)


def _end_with(work: Callable[[], object]) -> NoReturn:
    """Run `work` and end this process without what its parent registered for its own end."""
    code = 1
    try:
        work()
        code = 0
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else int(end.code is not None)
    except BaseException:
        sys.excepthook(*sys.exc_info())
    finally:
        for stream in (sys.stdout, sys.stderr):
            stream.flush()
        os._exit(code)
