"""A worker that is killed is there again at once, and one that ends by itself is not."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

ROOT = Path(__file__).resolve().parents[2]
SCRIPT = """
import os, sys, time
from multiprocessing import get_context
from agent_worker import nursery

nursery.STABLE_SECONDS = 0.0

def work(before):
    nursery.use_forked_server()
    get_context("forkserver").Process(target=time.sleep, args=(600,), daemon=True).start()
    with open(sys.argv[1], "a") as notes:
        print(os.getpid(), before, file=notes)
    time.sleep(600)

if __name__ == "__main__":
    sys.exit(nursery.keep_worker(work))
"""


@pytest.fixture
def notes(tmp_path: Path) -> Path:
    return tmp_path / "notes"


@pytest.fixture
def keeper(tmp_path: Path, notes: Path) -> Iterator[subprocess.Popen[bytes]]:
    script = tmp_path / "script.py"
    script.write_text(SCRIPT)
    process = subprocess.Popen(
        [sys.executable, str(script), str(notes)], env={**os.environ, "PYTHONPATH": str(ROOT)}
    )
    yield process
    for pid in [line[0] for line in lines(notes)]:
        if psutil.pid_exists(int(pid)):
            os.killpg(int(pid), signal.SIGKILL)
    process.kill()
    process.wait()


def lines(notes: Path) -> list[list[str]]:
    return [line.split() for line in notes.read_text().splitlines()] if notes.exists() else []


def wait_until(happens: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 30
    while not happens():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def is_gone(pid: int) -> bool:
    return not psutil.pid_exists(pid) or psutil.Process(pid).status() == psutil.STATUS_ZOMBIE


def test_a_killed_worker_is_followed_by_one_that_knows_of_it(
    keeper: subprocess.Popen[bytes], notes: Path
) -> None:
    wait_until(lambda: len(lines(notes)) == 1)
    first = int(lines(notes)[0][0])
    job = psutil.Process(first).children(recursive=True)[-1].pid
    os.kill(first, signal.SIGKILL)
    wait_until(lambda: len(lines(notes)) == 2)
    assert lines(notes)[1][1] == str(first)
    wait_until(lambda: is_gone(job))


def test_whoever_ends_the_keeper_ends_the_worker(keeper: subprocess.Popen[bytes], notes: Path) -> None:
    wait_until(lambda: len(lines(notes)) == 1)
    keeper.terminate()
    assert keeper.wait(timeout=30) == 128 + signal.SIGTERM
    wait_until(lambda: is_gone(int(lines(notes)[0][0])))


def test_a_worker_is_asked_to_finish_when_its_keeper_is_killed(
    keeper: subprocess.Popen[bytes], notes: Path
) -> None:
    wait_until(lambda: len(lines(notes)) == 1)
    keeper.kill()
    wait_until(lambda: is_gone(int(lines(notes)[0][0])))


@pytest.mark.parametrize("code", [0, 3])
def test_a_worker_that_ends_by_itself_hands_its_exit_code_on(code: int) -> None:
    source = (
        "import sys; from agent_worker.nursery import keep_worker; "
        f"sys.exit(keep_worker(lambda before: sys.exit({code})))"
    )
    done = subprocess.run([sys.executable, "-c", source], cwd=ROOT, timeout=60)
    assert done.returncode == code


def test_a_worker_that_dies_at_once_is_not_started_over_and_over() -> None:
    source = (
        "import os, sys; from agent_worker.nursery import keep_worker; "
        "sys.exit(keep_worker(lambda before: os.kill(os.getpid(), 9)))"
    )
    done = subprocess.run([sys.executable, "-c", source], cwd=ROOT, timeout=60)
    assert done.returncode == 128 + signal.SIGKILL
