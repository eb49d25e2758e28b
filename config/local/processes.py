"""Which processes a local run has, from the Procfile, and how each shows that it is ready."""

from __future__ import annotations

import urllib.error
import urllib.request
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import environ
from honcho.environ import parse_procfile


@dataclass(frozen=True)
class Spec:
    """One process: its shell command, and a check that takes the time it was started (seconds since 1970)."""

    name: str
    command: str
    is_ready: Callable[[float], bool]


def load_specs(*, root: Path, values: Mapping[str, str], media: str) -> list[Spec]:
    """Return the processes that this run needs, in the Procfile's order."""
    commands: dict[str, str] = parse_procfile((root / "Procfile").read_text()).processes
    wanted = wanted_names(values=values, media=media)
    checks = _readiness(values)
    return [Spec(name, commands[name], checks[name]) for name in commands if name in wanted]


def wanted_names(*, values: Mapping[str, str], media: str) -> set[str]:
    """Return the names: no voice without media, no speech server beside an endpoint that does it all."""
    names = {"web", "tasks", "periodic"}
    if media != "none":
        names.add("agent")
        elsewhere = any(values.get(name) for name in ("OPENAI_API_KEY", "OPENAI_BASE_URL", "SPEECH_BASE_URL"))
        if (
            not elsewhere
            or values.get("SPEECH_LOCAL_ENGLISH", "").lower() in environ.Env.BOOLEAN_TRUE_STRINGS
        ):
            names.add("speech")
    if media == "local":
        names.add("livekit")
    return names


def port_names(processes: set[str]) -> list[str]:
    """Return the variables of the ports that these processes listen on."""
    ports = {
        "web": ["PORT"],
        "speech": ["SPEECH_PORT"],
        "agent": ["AGENT_PORT"],
        "livekit": ["LIVEKIT_PORT", "LIVEKIT_TCP_PORT", "LIVEKIT_UDP_PORT"],
    }
    return [port for name, own in ports.items() if name in processes for port in own]


def _readiness(values: Mapping[str, str]) -> dict[str, Callable[[float], bool]]:
    var_dir = Path(values["VAR_DIR"])
    return {
        "web": _answers(f"http://127.0.0.1:{values['PORT']}/healthz"),
        "speech": _answers(f"http://127.0.0.1:{values['SPEECH_PORT']}/healthz"),
        # It answers its health check before it has registered, and gets no interview until then.
        "agent": _logs(values, "agent", "registered worker"),
        "livekit": _answers(f"http://127.0.0.1:{values['LIVEKIT_PORT']}/"),
        "periodic": lambda started: _modified(var_dir / "periodic.beat") >= started,
        # The worker of django-tasks-db opens no port; its first line comes when it is set up.
        "tasks": _logs(values, "tasks", "Starting worker"),
    }


def _logs(values: Mapping[str, str], name: str, words: str) -> Callable[[float], bool]:
    path = Path(values["VAR_DIR"]) / "log" / f"{name}.log"
    # An operator who silences the log gives up on knowing.
    if values.get("LOG_LEVEL", "INFO").upper() not in {"DEBUG", "INFO"}:
        return lambda started: True
    return lambda started: path.exists() and words in path.read_text(errors="replace")


def _answers(url: str) -> Callable[[float], bool]:
    def check(started: float) -> bool:
        try:
            with urllib.request.urlopen(url, timeout=2) as reply:  # noqa: S310  (our own loopback address)
                return bool(reply.status == 200)
        except (urllib.error.URLError, OSError):
            return False

    return check


def _modified(path: Path) -> float:
    return path.stat().st_mtime if path.exists() else 0.0
