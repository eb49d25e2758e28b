"""A run that cannot work is refused with one sentence that names the way out."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from config.local.preflight import PreflightError, check_ports, lock_var_dir
from config.local.stack import ROOT


def test_a_busy_port_is_named_with_the_variable_that_moves_it() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        with pytest.raises(PreflightError, match=rf"Port {port} is taken .* with SPEECH_PORT"):
            check_ports({"SPEECH_PORT": str(port)}, ["SPEECH_PORT"])


def test_a_busy_udp_port_is_seen() -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as server:
        server.bind(("127.0.0.1", 0))
        port = str(server.getsockname()[1])
        with pytest.raises(PreflightError, match="LIVEKIT_UDP_PORT"):
            check_ports({"LIVEKIT_UDP_PORT": port}, ["LIVEKIT_UDP_PORT"])


@pytest.mark.parametrize("value", ["", "web", "0", "65536", "-1", "8e3"])
def test_what_is_no_port_is_refused(value: str) -> None:
    with pytest.raises(PreflightError, match=r"PORT is .* not a port"):
        check_ports({"PORT": value}, ["PORT"])


def test_a_var_dir_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(PreflightError, match=r"cannot be written .* VAR_DIR"):
        lock_var_dir(tmp_path / "file" / "var")


def test_two_runs_do_not_share_a_var_dir(tmp_path: Path) -> None:
    with lock_var_dir(tmp_path), pytest.raises(PreflightError, match="Another run already uses"):
        lock_var_dir(tmp_path)


def test_the_var_dir_is_free_again_after_a_run(tmp_path: Path) -> None:
    lock_var_dir(tmp_path).close()
    lock_var_dir(tmp_path).close()


def test_the_command_says_so_in_one_line_and_fails(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        run = subprocess.run(
            [sys.executable, "-m", "config.local", "--typed-only"],
            cwd=ROOT,
            env={
                "PATH": os.environ["PATH"],
                "VAR_DIR": str(tmp_path),
                "PORT": str(server.getsockname()[1]),
                "ENV_FILES": "",
            },
            capture_output=True,
            text=True,
        )
    assert run.returncode == 1
    assert run.stdout == ""
    assert len(run.stderr.splitlines()) == 1 and "is taken by another program" in run.stderr
