"""Which processes a run has."""

from __future__ import annotations

import pytest

from config.local.processes import load_specs, port_names, wanted_names
from config.local.stack import ROOT

VALUES = {"VAR_DIR": "var", "PORT": "1", "SPEECH_PORT": "2", "AGENT_PORT": "3", "LIVEKIT_PORT": "4"}


def test_a_run_with_everything_local_has_every_process_of_the_procfile() -> None:
    names = [spec.name for spec in load_specs(root=ROOT, values=VALUES, media="local")]
    assert names == ["web", "tasks", "periodic", "speech", "livekit", "agent"]


def test_typed_interviews_need_no_voice() -> None:
    assert wanted_names(values=VALUES, media="none") == {"web", "tasks", "periodic"}


@pytest.mark.parametrize("name", ["OPENAI_API_KEY", "OPENAI_BASE_URL", "SPEECH_BASE_URL"])
def test_an_endpoint_elsewhere_replaces_the_speech_server(name: str) -> None:
    assert "speech" not in wanted_names(values={name: "x"}, media="local")


def test_english_may_stay_local_beside_an_endpoint() -> None:
    values = {"OPENAI_API_KEY": "x", "SPEECH_LOCAL_ENGLISH": "true"}
    assert "speech" in wanted_names(values=values, media="local")


def test_only_ports_that_are_used_must_be_free() -> None:
    assert port_names({"web", "tasks"}) == ["PORT"]
