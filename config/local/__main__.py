"""`python -m config.local`: check, prepare, start everything, say when it is ready, and stop it cleanly."""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import signal
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from config.local.banner import banner
from config.local.environment import (
    given_environment,
    local_env_path,
    local_values,
    with_ports,
    write_local_env,
)
from config.local.logs import echo_errors, fresh_log_dir
from config.local.media import choose_media, find_server, write_config
from config.local.preflight import PreflightError, check_ports, lock_var_dir
from config.local.processes import load_specs, port_names, wanted_names
from config.local.supervise import Supervisor, ended, kill_group, spawn

ROOT = Path(__file__).resolve().parents[2]
READY_SECONDS = 90.0


class StartError(Exception):
    """The product could not be started; the message is for the operator."""


@dataclass(frozen=True)
class Run:
    """One local run: its environment, its media server's kind, and how it reports."""

    env: Mapping[str, str]
    media: str
    json_ready: bool

    @property
    def log_dir(self) -> Path:
        return Path(self.env["VAR_DIR"]) / "log"


def main() -> int:
    """Run until stopped; return 0 when asked to stop, 1 when it could not start."""
    options = _arguments()
    try:
        values = with_ports(given_environment(root=ROOT, outer=os.environ))
        # Held until this process ends.
        lock = lock_var_dir(Path(values["VAR_DIR"]))
        media = choose_media(root=ROOT, values=values, typed_only=options.typed_only)
        check_ports(values, port_names(wanted_names(values=values, media=media)))
    except PreflightError as error:
        say(str(error))
        return 1
    with lock:
        run = Run(_settle(values, media), media, options.json_ready)
        return asyncio.run(_supervise(run))


def say(line: str) -> None:
    """Tell the operator one line; stdout is kept for the banner and for scripts."""
    print(line, file=sys.stderr, flush=True)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m config.local", description="Run all of Parley on this machine."
    )
    parser.add_argument(
        "--json-ready", action="store_true", help="print the links as one line of JSON when ready"
    )
    parser.add_argument(
        "--typed-only", action="store_true", help="run without a media server: interviews are typed"
    )
    return parser.parse_args()


def _settle(values: Mapping[str, str], media: str) -> dict[str, str]:
    """Write what this machine keeps, and return the environment of every process."""
    own = local_values(values=values, media=media)
    write_local_env(local_env_path(values), own)
    # A value that is set but empty, as in a copied .env, does not hide this machine's own.
    env = own | {name: value for name, value in values.items() if value or name not in own}
    # The interpreter's own directory first, so that the Procfile's commands are those of this environment.
    env["PATH"] = f"{Path(sys.executable).parent}{os.pathsep}{values.get('PATH', os.defpath)}"
    env["PYTHONUNBUFFERED"] = "1"
    if media == "none":
        env |= {"LIVEKIT_URL": "", "LIVEKIT_PUBLIC_URL": "", "LIVEKIT_API_KEY": "", "LIVEKIT_API_SECRET": ""}
    if media == "local":
        env["LIVEKIT_SERVER"] = find_server(root=ROOT, values=values) or ""
        write_config(root=ROOT, values=env)
    return env


async def _supervise(run: Run) -> int:
    stopped = _stop_signal()
    fresh_log_dir(run.log_dir)
    supervisor = Supervisor(root=ROOT, env=run.env, log_dir=run.log_dir, say=say)
    start = asyncio.create_task(_start(run, supervisor))
    echo = asyncio.create_task(echo_errors(run.log_dir, say))
    stop = asyncio.create_task(stopped.wait())
    try:
        await asyncio.wait({start, stop}, return_when=asyncio.FIRST_COMPLETED)
        if start.done():
            start.result()
            await stop
        return 0
    except StartError as error:
        say(str(error))
        return 1
    finally:
        for task in (start, echo, stop):
            task.cancel()
        await asyncio.gather(start, return_exceptions=True)
        await supervisor.stop()


def _stop_signal() -> asyncio.Event:
    """Return an event that Ctrl-C, a request to end, or a closed terminal sets."""
    stopped = asyncio.Event()

    def on_signal(received: signal.Signals) -> None:
        if not stopped.is_set():
            say(f"Stopping everything ({received.name}).")
        stopped.set()

    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        asyncio.get_running_loop().add_signal_handler(number, on_signal, number)
    return stopped


async def _start(run: Run, supervisor: Supervisor) -> None:
    specs = {spec.name: spec for spec in load_specs(root=ROOT, values=run.env, media=run.media)}
    # These start without the database, and take longest.
    for name in ("livekit", "agent", "speech"):
        if name in specs:
            supervisor.start(specs.pop(name))
    links = await _prepare(run)
    for spec in specs.values():
        supervisor.start(spec)
    late = await supervisor.wait_ready(seconds=READY_SECONDS)
    if "web" in late:
        raise StartError(
            f"The web process was not ready within {READY_SECONDS:.0f} s; see {run.log_dir}/web.log"
        )
    _report(run, links, late)


async def _prepare(run: Run) -> dict[str, str]:
    """Migrate and seed in a process of its own. Returns the links. Raises StartError."""
    path = run.log_dir / "prepare.log"
    with path.open("wb") as log:
        process = spawn("exec python -m config.local.prepare", root=ROOT, env=run.env, log=log)
    try:
        code = await ended(process)
    finally:
        kill_group(process.pid)
    lines = path.read_text(errors="replace").splitlines()
    if code:
        raise StartError("The database could not be prepared:\n" + "\n".join(lines[-15:]))
    found: dict[str, str] = json.loads(lines[-1])
    return found


def _report(run: Run, links: dict[str, str], late: list[str]) -> None:
    if run.json_ready:
        print(json.dumps({**links, "not_ready": late}), flush=True)
    else:
        print(banner(links=links, late=late, media=run.media, log_dir=run.log_dir), flush=True)


if __name__ == "__main__":
    sys.exit(main())
