"""The process behind `sandbox`: loads the parsers once and forks a bounded child for each page.

Run as `python -m jobs.scraping.sandbox_server <file descriptor>`; each message on that socket brings the
connection on which a new child is given its request.
"""

from __future__ import annotations

import gc
import json
import logging
import os
import pickle
import resource
import signal
import socket
import sys
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from typing import Any

from jobs.scraping.documents import read_document
from jobs.scraping.fetch import FetchRefused
from jobs.scraping.posting import Posting
from jobs.scraping.reasons import Reason
from jobs.scraping.registry import read_posting
from jobs.scraping.sandbox import Limits

log = logging.getLogger("jobs.scraping.sandbox_server")

TASKS: dict[str, Callable[..., Posting]] = {"page": read_posting, "document": read_document}
MEGABYTE = 1 << 20
# A child may import what the server has not, but hold little open.
MOST_FILES = 16
MOST_NOTES = 10
# Makes the parsers load and compile what they otherwise would anew in each child.
SAMPLE = """<html lang="en"><title>Pump Engineer | Saltmarsh Works</title>
<script type="application/ld+json">{"@type": "JobPosting", "title": "Pump Engineer",
"hiringOrganization": "Saltmarsh Works", "jobLocation": {"address": {"addressLocality": "Emden"}},
"description": "<p>You keep our pumps in order.</p><h2>Requirements</h2><p>Five years with pumps</p>",
"employmentType": "full-time"}</script>
<h1>Pump Engineer</h1><dl><dt>Location</dt><dd>Emden</dd><dt>Employment type</dt><dd>Full-time</dd></dl>
<p>You keep the pumps of our salt marshes in order. You repair them in all weathers, with a boat.</p>
<h2>Requirements</h2><p>Five years with pumps</p><p>Salary: 40,000 to 50,000 EUR a year.</p></html>"""


def serve(control: socket.socket) -> None:
    """Fork a child for each connection that arrives; end with all of them when `control` is closed."""
    # Libraries complain about every odd page; what our own parts log as errors goes back with the answer.
    logging.basicConfig(level=logging.CRITICAL, handlers=[logging.NullHandler()])
    logging.getLogger("jobs").setLevel(logging.ERROR)
    # Nobody waits for children: the kernel buries them.
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    read_posting(SAMPLE, "https://jobs.example.com/1")
    gc.freeze()
    while connections := socket.recv_fds(control, 1, 1)[1]:
        if os.fork() == 0:
            control.close()
            _work(connections[0])
        os.close(connections[0])
    os.killpg(0, signal.SIGKILL)


def _work(connection_number: int) -> None:
    """Answer one request and exit, whatever happens."""
    try:
        with socket.socket(fileno=connection_number) as connection:
            task, arguments, limits = pickle.loads(_receive(connection))  # noqa: S301  from our own parent
            set_limits(limits)
            logging.getLogger().addHandler(notes := _Notes())
            answer = {**_answer(task, arguments), "notes": notes.lines}
            connection.sendall(json.dumps(answer).encode())
    finally:
        os._exit(0)


def set_limits(limits: Limits) -> None:
    """Have the kernel end this process at its limits; memory is counted from what is in use now."""
    signal.setitimer(signal.ITIMER_REAL, limits.seconds)
    _bound(resource.RLIMIT_CPU, limits.cpu_seconds)
    _bound(resource.RLIMIT_FSIZE, 0)
    _bound(resource.RLIMIT_CORE, 0)
    # Linux only: elsewhere the size of our address space is no measure of memory.
    with suppress(OSError):
        pages = int(Path("/proc/self/statm").read_text().split()[0])
        _bound(resource.RLIMIT_AS, pages * resource.getpagesize() + limits.memory_mb * MEGABYTE)
    _bound(resource.RLIMIT_NOFILE, MOST_FILES)


def _bound(kind: int, most: int) -> None:
    resource.setrlimit(kind, (most, most))


def _receive(connection: socket.socket) -> bytes:
    request = bytearray()
    while piece := connection.recv(65_536):
        request += piece
    return bytes(request)


def _answer(task: str, arguments: tuple[Any, ...]) -> dict[str, Any]:
    try:
        return {"posting": asdict(TASKS[task](*arguments))}
    except FetchRefused as refusal:
        return {"refused": refusal.reason, "message": refusal.message}
    except MemoryError:
        return {"refused": Reason.TOO_LARGE, "message": ""}
    except Exception:
        log.exception("task_failed %s", task)
        return {"refused": Reason.UNREADABLE, "message": ""}


class _Notes(logging.Handler):
    """Keeps what is logged, within bounds, for the process that asked."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        if len(self.lines) < MOST_NOTES:
            self.lines.append(self.format(record)[-2000:])


if __name__ == "__main__":
    serve(socket.socket(fileno=int(sys.argv[1])))
