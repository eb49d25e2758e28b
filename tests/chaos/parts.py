"""The processes of a running product, by name, and what its database holds."""

from __future__ import annotations

import base64
import json
import os
import signal
import sqlite3
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psutil
import psycopg

from tests.support.product import Product

COMMANDS = {
    "web": "gunicorn",
    "tasks": "db_worker",
    "periodic": "run_periodic",
    "speech": "agent_worker.speech",
    "livekit": "livekit-server",
    "nursery": "run_interview_agent",
}


def pid_of(product: Product, part: str) -> int:
    """The process of a part: one of COMMANDS, or `worker`, which the nursery forked."""
    if part == "worker":
        (worker,) = psutil.Process(pid_of(product, "nursery")).children()
        return int(worker.pid)
    children = psutil.Process(product.stack.process.pid).children()
    (found,) = [child for child in children if COMMANDS[part] in " ".join(child.cmdline())]
    return int(found.pid)


def kill(pid: int) -> None:
    """End a process as the kernel does that is out of memory."""
    os.kill(pid, signal.SIGKILL)


def is_back(product: Product, part: str, killed: int) -> Callable[[], bool]:
    """A check whether a part does its work again after process `killed`."""
    port = {"web": "PORT", "speech": "SPEECH_PORT", "livekit": "LIVEKIT_PORT"}.get(part)
    path = "" if part == "livekit" else "healthz"

    def look() -> bool:
        try:
            is_new = pid_of(product, part) != killed
        except (ValueError, psutil.NoSuchProcess):
            return False
        return is_new and (port is None or answers(f"http://127.0.0.1:{product.env[port]}/{path}"))

    return look


def answers(url: str) -> bool:
    """Whether a server answers."""
    try:
        with urllib.request.urlopen(url, timeout=1) as reply:
            return bool(reply.status == 200)
    except (urllib.error.URLError, OSError):
        return False


class Record:
    """What the database holds of one interview; `tables` are those of interviews, turns and events."""

    HIRING = ("interview", "turn", "interviewevent")
    PRACTICE = ("practiceinterview", "practiceturn", "practiceevent")

    def __init__(self, product: Product, public_id: str, tables: tuple[str, str, str]) -> None:
        self._url = product.env.get("DATABASE_URL", "")
        self._path = Path(product.env["VAR_DIR"]) / "parley.sqlite3"
        self.public_id = public_id
        self._interviews, self._turns, self._events = tables

    @classmethod
    def of_reply(cls, product: Product, reply: dict[str, str]) -> Record:
        """The interview of `mint_token`."""
        body = reply["participant_token"].split(".")[1]
        room = json.loads(base64.urlsafe_b64decode(body + "=" * (-len(body) % 4)))["video"]["room"]
        return cls(product, str(room).removeprefix("interview-"), cls.PRACTICE)

    @classmethod
    def of_newest(cls, product: Product) -> Record:
        """The interview for hiring that was begun last."""
        code = "from interviews.models import Interview; print(Interview.objects.latest('pk').public_id)"
        return cls(product, product.ask(code), cls.HIRING)

    def turns(self) -> list[tuple[Any, ...]]:
        """(number, role, kind, question, text), in order."""
        return self._rows("number, role, kind, question, text", self._turns, "number")

    def heard(self) -> list[tuple[Any, ...]]:
        """(role, kind, question, text) of what was heard; what was not may still be taken back."""
        everything = self._rows("started_ms, role, kind, question, text", self._turns, "number")
        return [tuple(turn) for started_ms, *turn in everything if started_ms is not None]

    def events(self) -> list[tuple[str, dict[str, Any]]]:
        """(kind, payload), in order."""
        rows = self._rows("kind, payload", self._events, "id")
        return [(kind, json.loads(load) if isinstance(load, str) else load) for kind, load in rows]

    def job_pid(self) -> int:
        """The process of the agent that joined last."""
        return int([load["pid"] for kind, load in self.events() if kind == "agent_joined"][-1])

    def is_readable(self) -> bool:
        """Whether the database answers."""
        try:
            return bool(self.turns())
        except psycopg.OperationalError:
            return False

    def _rows(self, columns: str, table: str, order: str) -> list[tuple[Any, ...]]:
        query = (
            f"SELECT {columns} FROM interviews_{table} WHERE interview_id = (SELECT id FROM "
            f"interviews_{self._interviews} WHERE public_id = '{self.public_id}') ORDER BY {order}"
        )
        if self._url:
            with psycopg.connect(self._url, connect_timeout=2) as connection:
                return connection.execute(query).fetchall()
        connection = sqlite3.connect(f"file:{self._path}?mode=ro", uri=True, timeout=20)
        try:
            return connection.execute(query).fetchall()
        finally:
            connection.close()
