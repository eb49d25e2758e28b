"""How many interviews a worker takes, and that a worker that died counts no more."""

from __future__ import annotations

import asyncio
import contextlib
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from asgiref.sync import sync_to_async
from django.utils import timezone
from pytest_django.fixtures import Settings

from agent_worker import places as module
from agent_worker.lost_jobs import watch_jobs
from agent_worker.places import WITH_ENDPOINTS, WITH_LOCAL_SPEECH, places, places_now
from agent_worker.server import TARGET_LOAD, current_load, most_jobs
from config.local.stack import ROOT
from interviews.services.leases import worker_name
from interviews.services.workers import find_staff, report_worker
from livekit_bridge.fake import FakeBridge, use_bridge


class Machine:
    """A machine, or a container with a part of one."""

    def __init__(self, cores: float) -> None:
        self.cores = cores

    def cpu_count(self) -> float:
        return self.cores


@pytest.fixture(autouse=True)
def _counted_anew() -> Iterator[None]:
    places.cache_clear()
    yield
    places.cache_clear()


@pytest.mark.parametrize(("is_local", "each"), [(True, WITH_LOCAL_SPEECH), (False, WITH_ENDPOINTS)])
def test_a_worker_takes_what_was_measured_for_its_processors(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, is_local: bool, each: float
) -> None:
    settings.AGENT_MAX_INTERVIEWS, settings.SPEECH_IS_LOCAL = None, is_local
    monkeypatch.setattr(module, "get_cpu_monitor", lambda: Machine(8))
    assert places() == 8 * each


def test_the_smallest_container_holds_one_interview(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.AGENT_MAX_INTERVIEWS = None
    monkeypatch.setattr(module, "get_cpu_monitor", lambda: Machine(0.1))
    assert places() == 1
    assert most_jobs() == 4


def test_a_busy_machine_lets_nobody_else_in_and_serves_one_at_least(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.AGENT_MAX_INTERVIEWS, settings.SPEECH_IS_LOCAL = None, False
    monkeypatch.setattr(module, "get_cpu_monitor", lambda: Machine(2))
    assert places_now(active=2, load=0.9) == places() == 6
    assert places_now(active=2, load=0.97) == 2
    assert places_now(active=0, load=1.0) == 1
    settings.AGENT_MAX_INTERVIEWS = 5
    places.cache_clear()
    assert places_now(active=2, load=1.0) == 5


def test_an_operator_knows_better(settings: Settings) -> None:
    settings.AGENT_MAX_INTERVIEWS = 12
    assert (places(), most_jobs()) == (12, 26)


def test_a_worker_is_sent_jobs_until_it_takes_no_more(settings: Settings) -> None:
    settings.AGENT_MAX_INTERVIEWS = 4
    servers: list[Any] = [SimpleNamespace(active_jobs=[None] * count) for count in range(most_jobs() + 1)]
    loads = [current_load(server) for server in servers]
    assert loads == sorted(set(loads)) and loads[0] == 0.0
    assert loads[-2] < TARGET_LOAD and loads[-1] == 1.0


@pytest.mark.parametrize("value", ["many", "0", "-1", "2.5"])
def test_a_number_that_is_none_is_refused_at_the_start(value: str) -> None:
    env = os.environ | {"AGENT_MAX_INTERVIEWS": value}
    done = subprocess.run(
        [sys.executable, "-c", "import config.media_settings"],
        cwd=ROOT,
        env=env,
        capture_output=True,
        text=True,
    )
    assert "AGENT_MAX_INTERVIEWS must be a whole number above 0, or auto." in done.stderr


class Server:
    """A worker that registers at once and has no jobs."""

    active_jobs: tuple[object, ...] = ()

    def on(self, event: str, callback: Callable[[], None]) -> None:
        callback()


@pytest.mark.django_db(transaction=True)
async def test_a_worker_that_was_killed_counts_no_more_when_the_next_one_is_there() -> None:
    dead, now = 4711, timezone.now()
    values = {"capacity": 4, "active": 0, "load": 0.0, "draining": False, "started_at": now, "now": now}
    for name in (worker_name(dead), worker_name(os.getpid())):
        await sync_to_async(report_worker)(name=name, **values)
    assert (await sync_to_async(find_staff)(now=now)).places == 8
    with use_bridge(FakeBridge()):
        watching = asyncio.create_task(watch_jobs(Server(), before=dead))  # type: ignore[arg-type]
        async with asyncio.timeout(10):
            while (await sync_to_async(find_staff)(now=now)).places != 4:
                await asyncio.sleep(0.01)
        watching.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await watching
