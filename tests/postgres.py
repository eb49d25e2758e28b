"""`python -m tests.postgres COMMAND…`: run a command with a throw-away PostgreSQL in TEST_DATABASE_URL."""

from __future__ import annotations

import contextlib
import os
import pwd
import secrets
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg

from tests.support.processes import free_ports

START_SECONDS = 30


def main() -> int:
    """Return the command's exit code, or 1 with a sentence when there is no PostgreSQL."""
    try:
        binaries = find_binaries()
    except FileNotFoundError as error:
        print(error, file=sys.stderr)
        return 1
    with throw_away_cluster(binaries) as url:
        return subprocess.run(sys.argv[1:], env=os.environ | {"TEST_DATABASE_URL": url}).returncode


def find_binaries() -> Path:
    """Return where the newest PostgreSQL of this machine is. Raises FileNotFoundError without any."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name))
    if not found:
        raise FileNotFoundError("PostgreSQL is missing: apt-get install postgresql")
    return found[-1]


@contextlib.contextmanager
def throw_away_cluster(binaries: Path) -> Iterator[str]:
    """Yield the URL of a fresh cluster on loopback that forgets everything when the block ends."""
    home = Path(tempfile.mkdtemp(prefix="parley-postgres-"))
    password = secrets.token_hex(16)
    (home / "password").write_text(password)
    account = _account(home)
    server = None
    try:
        _init(binaries, home, account)
        (port,) = free_ports(1)
        server = _start(binaries, home, port, account)
        url = f"postgres://postgres:{password}@127.0.0.1:{port}/postgres"
        _wait_until_it_answers(url)
        yield url
    finally:
        if server:
            server.terminate()
            server.wait()
        shutil.rmtree(home, ignore_errors=True)


def _account(home: Path) -> str | None:
    """Return the account that must run the server: PostgreSQL refuses to run as root."""
    if os.geteuid() != 0:
        return None
    postgres = pwd.getpwnam("postgres")
    for path in (home, home / "password"):
        os.chown(path, postgres.pw_uid, postgres.pw_gid)
    return "postgres"


def _init(binaries: Path, home: Path, account: str | None) -> None:
    command = [
        f"{binaries}/initdb",
        f"--pgdata={home}/data",
        "--encoding=UTF8",
        "--locale=C.UTF-8",
        "--no-sync",
    ]
    access = ["--username=postgres", "--auth=scram-sha-256", f"--pwfile={home / 'password'}"]
    subprocess.run([*command, *access], user=account, cwd=home, check=True, stdout=subprocess.DEVNULL)


def _start(binaries: Path, home: Path, port: int, account: str | None) -> subprocess.Popen[bytes]:
    command = [f"{binaries}/postgres", "-D", f"{home}/data", "-p", str(port), "-k", f"{home}"]
    # Nothing here outlives the tests, so nothing waits for a disk.
    unsafe = ["-c", "fsync=off", "-c", "full_page_writes=off", "-c", "synchronous_commit=off"]
    with (home / "log").open("wb") as log:
        return subprocess.Popen(
            [*command, "-c", "listen_addresses=127.0.0.1", *unsafe], user=account, stdout=log, stderr=log
        )


def _wait_until_it_answers(url: str) -> None:
    deadline = time.monotonic() + START_SECONDS
    while True:
        try:
            psycopg.connect(url, connect_timeout=2).close()
            return
        except psycopg.OperationalError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.1)


if __name__ == "__main__":
    sys.exit(main())
