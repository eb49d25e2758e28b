"""The doctor and /readyz tell a healthy installation from an ill one, and how to mend it."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Any

import pytest
import responses
from django.core.cache import cache
from django.core.management import call_command
from django.test import Client
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from config import probes
from livekit_bridge.fake import FakeBridge, use_bridge
from livekit_bridge.rooms import BridgeUnavailable

pytestmark = pytest.mark.django_db


class DeafBridge(FakeBridge):
    def ping(self) -> None:
        raise BridgeUnavailable("The media server does not answer.")


@pytest.fixture(autouse=True)
def nothing_remembered() -> None:
    cache.clear()


@pytest.fixture
def var_dir(tmp_path: Path, settings: Any) -> Path:
    settings.VAR_DIR = tmp_path
    (tmp_path / "periodic.beat").touch()
    return tmp_path


@pytest.fixture
def healthy(var_dir: Path, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Neighbours that answer. The bundle and the collected files are the build's matter, not a test's."""
    monkeypatch.setitem(probes.DOCTOR, "static files", lambda: None)
    with responses.RequestsMock(assert_all_requests_are_fired=False) as web, use_bridge(FakeBridge()):
        web.get(f"{settings.SPEECH_BASE_URL}/models", json={"data": []})
        web.get(f"http://{settings.AGENT_HOST}:{settings.AGENT_PORT}/", body="OK")
        yield web


def waiting_task(*, seconds: int) -> None:
    task = DBTaskResult.objects.create(
        args_kwargs={"args": [], "kwargs": {}},
        task_path="jobs.tasks.run_intake",
        backend_name="default",
        run_after=timezone.now() - datetime.timedelta(seconds=seconds),
        exception_class_path="",
        traceback="",
    )
    assert task.pk


def test_a_healthy_installation_has_nothing_to_mend(healthy: Any, capsys: Any) -> None:
    call_command("doctor")
    *lines, last = capsys.readouterr().out.splitlines()
    assert [line.split()[-1] for line in lines] == ["ok"] * len(probes.DOCTOR)
    assert "no language model, and interviews need none" in last


def test_the_doctor_asks_a_configured_language_model_whether_it_is_there(
    healthy: Any, settings: Any, capsys: Any
) -> None:
    settings.LLM_IS_CONFIGURED, settings.LLM_BASE_URL = True, "http://model.example/v1"
    listed = healthy.get("http://model.example/v1/models", json={"data": []})
    call_command("doctor")
    healthy.remove(listed)
    healthy.get("http://model.example/v1/models", status=401)
    with pytest.raises(SystemExit):
        call_command("doctor")
    out = capsys.readouterr().out
    assert out.count("The language model does not answer; interviews go on without it.") == 1
    assert "interviews need none" not in out


def test_an_ill_language_model_stops_no_candidate(healthy: Any, settings: Any, client: Client) -> None:
    settings.LLM_IS_CONFIGURED, settings.LLM_BASE_URL = True, "http://model.example/v1"
    assert client.get("/readyz").status_code == 200


def test_an_ill_part_is_named_with_one_command_and_the_doctor_fails(
    healthy: Any, var_dir: Path, capsys: Any
) -> None:
    (var_dir / "periodic.beat").unlink()
    with pytest.raises(SystemExit, match="1"):
        call_command("doctor")
    assert "Mend it: python manage.py run_periodic" in capsys.readouterr().out


def test_the_doctor_examines_everything_although_one_part_is_ill(
    var_dir: Path, settings: Any, capsys: Any
) -> None:
    settings.LIVEKIT_URL = ""
    settings.STATIC_ROOT = var_dir
    with pytest.raises(SystemExit):
        call_command("doctor")
    out = capsys.readouterr().out
    assert all(name in out for name in probes.DOCTOR)
    assert "Interviews are typed" in out


def test_readyz_is_200_when_everything_answers(healthy: Any, client: Client) -> None:
    reply = client.get("/readyz")
    assert (reply.status_code, set(reply.json().values())) == (200, {"ok"})


def test_readyz_is_503_and_names_the_part(healthy: Any, client: Client) -> None:
    with use_bridge(DeafBridge()):
        reply = client.get("/readyz")
    assert reply.status_code == 503
    assert reply.json()["media"] == "The media server does not answer."


def test_readyz_sees_speech_models_that_do_not_answer(healthy: Any, settings: Any, client: Client) -> None:
    healthy.replace("GET", f"{settings.SPEECH_BASE_URL}/models", status=503)
    assert client.get("/readyz").json()["speech"] == "The speech models do not answer."


def test_readyz_sees_tasks_that_wait_too_long(healthy: Any, client: Client) -> None:
    waiting_task(seconds=60)
    assert client.get("/readyz").json()["tasks"] == "Tasks wait for a worker."


def test_a_task_for_later_is_not_waiting(healthy: Any, client: Client) -> None:
    waiting_task(seconds=-60)
    assert client.get("/readyz").status_code == 200


def test_readyz_tells_strangers_no_address_and_no_setting(
    settings: Any, var_dir: Path, client: Client
) -> None:
    settings.SPEECH_BASE_URL = "http://127.0.0.1:9/v1"
    with use_bridge(DeafBridge()):
        text = client.get("/readyz").content.decode()
    assert "127.0.0.1" not in text and "LIVEKIT" not in text


def test_asking_often_does_not_ask_the_neighbours_often(healthy: Any, client: Client) -> None:
    for _ in range(5):
        client.get("/readyz")
    assert len(healthy.calls) == 1


def test_healthz_needs_nothing_but_the_process(client: Client) -> None:
    assert client.get("/healthz").content == b"ok"


@pytest.mark.parametrize("sent", ["", "Bearer ", "Bearer wrong", "secret"])
def test_metrics_do_not_exist_without_the_token(client: Client, settings: Any, sent: str) -> None:
    settings.METRICS_TOKEN = "secret"
    assert client.get("/metrics", headers={"Authorization": sent}).status_code == 404


def test_metrics_are_closed_when_no_token_is_set(client: Client, settings: Any) -> None:
    settings.METRICS_TOKEN = ""
    assert client.get("/metrics", headers={"Authorization": "Bearer "}).status_code == 404


def test_metrics_tell_how_long_tasks_wait(client: Client, settings: Any) -> None:
    settings.METRICS_TOKEN = "secret"
    waiting_task(seconds=60)
    text = client.get("/metrics", headers={"Authorization": "Bearer secret"}).content.decode()
    line = next(line for line in text.splitlines() if line.startswith("parley_task_wait_seconds "))
    assert float(line.split()[1]) >= 60
