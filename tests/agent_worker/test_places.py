"""How many interviews a worker takes, and that a worker that died counts no more."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator

import pytest
from pytest_django.fixtures import Settings

from agent_worker import places as module
from agent_worker.places import WITH_ENDPOINTS, WITH_LOCAL_SPEECH, places
from agent_worker.server import return_places
from config.local.stack import ROOT


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
    assert return_places() == 2


def test_an_operator_knows_better(settings: Settings) -> None:
    settings.AGENT_MAX_INTERVIEWS = 12
    assert (places(), return_places()) == (12, 3)


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
