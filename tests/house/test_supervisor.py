"""Processes are restarted, watched, and all of them end."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import psutil  # type: ignore[import-untyped]
import pytest

from config.local import supervise
from config.local.processes import Spec
from config.local.supervise import Supervisor

GRANDCHILD = "sleep 600 & echo $! > grandchild; wait"


@asynccontextmanager
async def supervisor(directory: Path, said: list[str]) -> AsyncIterator[Supervisor]:
    made = Supervisor(root=directory, env=dict(os.environ), log_dir=directory, say=said.append)
    try:
        yield made
    finally:
        await made.stop()


def shell(script: str, is_ready: Callable[[float], bool], name: str = "part") -> Spec:
    return Spec(name, f"sh -c '{script}'", is_ready)


async def test_ready_is_what_the_check_says(tmp_path: Path) -> None:
    mark = tmp_path / "mark"
    async with supervisor(tmp_path, []) as made:
        made.start(shell("touch mark; exec sleep 600", lambda _: mark.exists()))
        assert await made.wait_ready(seconds=30) == []


async def test_what_never_gets_ready_is_named(tmp_path: Path) -> None:
    async with supervisor(tmp_path, []) as made:
        made.start(shell("exec sleep 600", lambda _: True, "good"))
        made.start(shell("exec sleep 600", lambda _: False, "late"))
        assert await made.wait_ready(seconds=1) == ["late"]


async def test_a_part_that_keeps_ending_is_not_waited_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(supervise, "FIRST_DELAY", 0.0)
    async with supervisor(tmp_path, []) as made:
        made.start(shell("exit 3", lambda _: False))
        assert await made.wait_ready(seconds=600) == ["part"]


async def test_a_part_that_ends_is_started_again_and_the_operator_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(supervise, "FIRST_DELAY", 0.0)
    said: list[str] = []
    second = tmp_path / "second"
    async with supervisor(tmp_path, said) as made:
        made.start(
            shell(
                "test -e first && touch second && exec sleep 600; touch first; exit 7",
                lambda _: second.exists(),
            )
        )
        assert await made.wait_ready(seconds=30) == []
    assert "part ended with code 7" in said[0]


async def test_stopping_ends_grandchildren_too(tmp_path: Path) -> None:
    note = tmp_path / "grandchild"
    async with supervisor(tmp_path, []) as made:
        made.start(shell(GRANDCHILD, lambda _: note.exists() and note.read_text().strip() != ""))
        assert await made.wait_ready(seconds=30) == []
    await gone(int(note.read_text()))


async def test_a_part_that_ignores_the_request_is_ended_by_force(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(supervise, "STOP_SECONDS", 0.2)
    note = tmp_path / "grandchild"
    async with supervisor(tmp_path, []) as made:
        made.start(shell('trap "" TERM; echo $$ > grandchild; sleep 600', lambda _: note.exists()))
        assert await made.wait_ready(seconds=30) == []
    await gone(int(note.read_text()))


async def gone(pid: int) -> None:
    """Return when the process has ended; whoever inherited it may not have collected it yet."""
    while psutil.pid_exists(pid) and psutil.Process(pid).status() != psutil.STATUS_ZOMBIE:
        await asyncio.sleep(0.05)
