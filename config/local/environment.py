"""The environment of a local run: what the operator gave, then what this machine keeps in `var/local.env`."""

from __future__ import annotations

import os
import secrets
from collections.abc import Mapping
from pathlib import Path

import environ

HEADER = "# Written by `make run` for this machine. Keep it private; your environment and .env win over it.\n"
# These survive a restart: sessions stay valid, and the recruiter's password stays what it was.
KEPT = ("SECRET_KEY", "RECRUITER_PASSWORD", "LIVEKIT_API_KEY", "LIVEKIT_API_SECRET")


def read_env_file(path: Path) -> dict[str, str]:
    """Return the assignments of an env file, read as settings read it; empty when there is no file."""

    class Reader(environ.Env):  # type: ignore[misc]
        ENVIRON: dict[str, str] = {}

    if path.is_file():
        Reader.read_env(str(path))
    return Reader.ENVIRON


def given_environment(*, root: Path, outer: Mapping[str, str]) -> dict[str, str]:
    """Return the operator's own values: the real environment over `ENV_FILES` (by default `.env`)."""
    values: dict[str, str] = {}
    for name in outer.get("ENV_FILES", ".env").split(","):
        if name:
            values = read_env_file(root / name) | values
    values |= outer
    values["VAR_DIR"] = str((root / values.get("VAR_DIR", "var")).resolve())
    # Children get every value handed over; none of them reads files, least of all those of another run.
    values["ENV_FILES"] = ""
    return values


def with_ports(values: Mapping[str, str]) -> dict[str, str]:
    """Return the values with every port of a local run settled."""
    livekit = int(values.get("LIVEKIT_PORT", "7880"))
    defaults = {
        "PORT": "8000",
        "SPEECH_PORT": "8090",
        "AGENT_PORT": "8081",
        "LIVEKIT_PORT": str(livekit),
        "LIVEKIT_TCP_PORT": str(livekit + 1),
        "LIVEKIT_UDP_PORT": str(livekit + 2),
    }
    return defaults | dict(values)


def local_values(*, values: Mapping[str, str], media: str) -> dict[str, str]:
    """Return what belongs into `local.env`. `media` is `local`, `external` or `none`."""
    kept = read_env_file(local_env_path(values))
    result = {name: kept.get(name) or _fresh(name) for name in KEPT}
    result["DEBUG"] = "true"
    # Stopping a local run is quick; an interview that is cut goes on with the same question next time.
    result["AGENT_DRAIN_SECONDS"] = "4"
    result |= {name: values[name] for name in ("VAR_DIR", "PORT", "SPEECH_PORT", "AGENT_PORT")}
    if media == "local":
        result["LIVEKIT_URL"] = f"ws://127.0.0.1:{values['LIVEKIT_PORT']}"
    else:
        # Keys without their server would only make the checks complain.
        del result["LIVEKIT_API_KEY"], result["LIVEKIT_API_SECRET"]
    return result


def local_env_path(values: Mapping[str, str]) -> Path:
    """Return where this run keeps its own values."""
    return Path(values["VAR_DIR"]) / "local.env"


def write_local_env(path: Path, values: Mapping[str, str]) -> None:
    """Write `values` for the owner's eyes only (0600), whole or not at all."""
    body = HEADER + "".join(f"{name}={value}\n" for name, value in sorted(values.items()))
    if path.is_file() and path.read_text() == body and path.stat().st_mode & 0o777 == 0o600:
        return
    draft = path.with_suffix(".tmp")
    draft.unlink(missing_ok=True)
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(body)
    draft.replace(path)


def _fresh(name: str) -> str:
    if name == "LIVEKIT_API_KEY":
        return "local" + secrets.token_hex(4)
    return secrets.token_urlsafe(12 if name == "RECRUITER_PASSWORD" else 40)
