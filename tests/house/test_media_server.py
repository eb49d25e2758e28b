"""The media server of a local run speaks to this machine only, and is chosen without surprises."""

from __future__ import annotations

import ipaddress
from pathlib import Path
from typing import Any

import pytest
import yaml

from config.local.media import choose_media, render_config, write_config
from config.local.stack import ROOT

VALUES = {
    "LIVEKIT_PORT": "9880",
    "LIVEKIT_TCP_PORT": "9881",
    "LIVEKIT_UDP_PORT": "9882",
    "LIVEKIT_API_KEY": "key: with 'odd' characters",
    "LIVEKIT_API_SECRET": "s" * 40,
    "PORT": "9000",
}


@pytest.fixture
def config() -> dict[str, Any]:
    rendered: dict[str, Any] = yaml.safe_load(render_config(root=ROOT, values=VALUES))
    return rendered


def test_every_address_is_loopback(config: dict[str, Any]) -> None:
    stun = [server.rpartition(":")[0] for server in config["rtc"]["stun_servers"]]
    addresses = [*config["bind_addresses"], config["rtc"]["node_ip"], *stun]
    assert all(ipaddress.ip_address(address).is_loopback for address in addresses)
    assert config["rtc"]["interfaces"]["includes"] == ["lo"]
    assert config["rtc"]["use_external_ip"] is False


def test_ports_and_keys_are_this_runs(config: dict[str, Any]) -> None:
    assert (config["port"], config["rtc"]["tcp_port"], config["rtc"]["udp_port"]) == (9880, 9881, 9882)
    assert config["keys"] == {VALUES["LIVEKIT_API_KEY"]: VALUES["LIVEKIT_API_SECRET"]}


def test_webhooks_go_to_the_web_process(config: dict[str, Any]) -> None:
    webhook = {"api_key": VALUES["LIVEKIT_API_KEY"], "urls": ["http://127.0.0.1:9000/livekit/webhook"]}
    assert config["webhook"] == webhook


def test_the_written_file_hides_its_keys(tmp_path: Path) -> None:
    write_config(root=ROOT, values=VALUES | {"VAR_DIR": str(tmp_path)})
    assert (tmp_path / "livekit.yaml").stat().st_mode & 0o777 == 0o600


def test_a_server_elsewhere_wins_over_one_of_our_own() -> None:
    values = {"LIVEKIT_URL": "wss://media.example"}
    assert choose_media(root=ROOT, values=values, typed_only=False) == "external"


def test_without_any_server_interviews_are_typed(tmp_path: Path) -> None:
    assert choose_media(root=tmp_path, values={"PATH": ""}, typed_only=False) == "none"


def test_typed_only_wins_over_everything() -> None:
    values = {"LIVEKIT_URL": "wss://media.example"}
    assert choose_media(root=ROOT, values=values, typed_only=True) == "none"
