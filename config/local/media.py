"""Which media server a local run uses, and the configuration of our own."""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping
from pathlib import Path

import yaml

TEMPLATE = Path("livekit_bridge/server/livekit.yaml")


def find_server(*, root: Path, values: Mapping[str, str]) -> str | None:
    """Return the path of `livekit-server`: from PATH, else the one that `make` built; None without either."""
    return shutil.which("livekit-server", path=values.get("PATH")) or shutil.which(
        root / "bin" / "livekit-server"
    )


def choose_media(*, root: Path, values: Mapping[str, str], typed_only: bool) -> str:
    """Return `external` (LIVEKIT_URL is set), `local` (we start one) or `none` (interviews are typed)."""
    if typed_only:
        return "none"
    if values.get("LIVEKIT_URL"):
        return "external"
    return "local" if find_server(root=root, values=values) else "none"


def render_config(*, root: Path, values: Mapping[str, str]) -> str:
    """Return the server's YAML: the template with this run's ports, keys and webhook."""
    config = yaml.safe_load((root / TEMPLATE).read_text())
    key = values["LIVEKIT_API_KEY"]
    config["port"] = int(values["LIVEKIT_PORT"])
    config["rtc"] |= {
        "tcp_port": int(values["LIVEKIT_TCP_PORT"]),
        "udp_port": int(values["LIVEKIT_UDP_PORT"]),
    }
    config["keys"] = {key: values["LIVEKIT_API_SECRET"]}
    config["webhook"] = {"api_key": key, "urls": [f"http://127.0.0.1:{values['PORT']}/livekit/webhook"]}
    return str(yaml.safe_dump(config, sort_keys=False))


def write_config(*, root: Path, values: Mapping[str, str]) -> None:
    """Write the configuration into the var directory, readable by the owner only (it holds the keys)."""
    path = Path(values["VAR_DIR"]) / "livekit.yaml"
    path.unlink(missing_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(render_config(root=root, values=values))
