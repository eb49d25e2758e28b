"""`simulate_interview` asks the configured model, and the same input still gives the same output."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from config.local.stack import ROOT
from tests.model_stub.data import CANDIDATE, INJECTOR, PLAN
from tests.model_stub.faults import UNUSABLE
from tests.model_stub.server import ModelStub


def simulate(stub: ModelStub | None, tmp_path: Path, candidate: Path = CANDIDATE, **env: str) -> str:
    address = {"OPENAI_BASE_URL": stub.base_url} if stub else {}
    done = subprocess.run(
        [sys.executable, "manage.py", "simulate_interview", str(PLAN), str(candidate)],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], "ENV_FILES": "", "SECRET_KEY": "x", "VAR_DIR": str(tmp_path)}
        | {"LLM_TURN_TIMEOUT": "10", **address, **env},
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout


def probes(transcript: str) -> list[str]:
    turns = [json.loads(line) for line in transcript.splitlines()[1:]]
    return [turn["for"] for turn in turns if turn["kind"] == "probe"]


def test_two_runs_with_a_model_are_the_same_to_the_byte(model: ModelStub, tmp_path: Path) -> None:
    first, second = (simulate(model, tmp_path) for _ in range(2))
    assert first == second
    assert probes(first) == ["yield_figure", "admits_limit"]
    assert model.asked and model.problems == []


def test_a_candidate_who_gives_orders_gets_the_authored_probes(model: ModelStub, tmp_path: Path) -> None:
    assert probes(simulate(model, tmp_path, INJECTOR)) == probes(simulate(None, tmp_path, INJECTOR))


def test_no_model_is_asked_where_it_is_switched_off(model: ModelStub, tmp_path: Path) -> None:
    assert simulate(model, tmp_path, LLM_MODEL="none") == simulate(None, tmp_path)
    assert model.asked == []


@pytest.mark.parametrize("fault", ["error 500", "trickles", "10,000 words"])
def test_a_failing_model_changes_nothing(model: ModelStub, tmp_path: Path, fault: str) -> None:
    model.fault = UNUSABLE[fault]
    assert simulate(model, tmp_path, LLM_TURN_TIMEOUT="0.3") == simulate(None, tmp_path)
    assert model.asked
