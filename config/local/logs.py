"""The log files of a local run, and the lines in them that the operator should see at once."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable
from pathlib import Path

ERROR_LINE = re.compile(r"\[(?:\x1b\[[0-9;]*m)*(?:error|critical)\b|\t(?:ERROR|FATAL)\t|^Traceback ")


def fresh_log_dir(log_dir: Path) -> None:
    """Make the directory; the logs of the run before are kept beside as `*.previous`."""
    log_dir.mkdir(parents=True, exist_ok=True)
    for path in log_dir.glob("*.log"):
        path.replace(path.with_suffix(".previous"))


async def echo_errors(log_dir: Path, say: Callable[[str], None]) -> None:
    """Pass every new error line on to `say`, with the name of its process, until cancelled."""
    offsets: dict[Path, int] = {}
    while True:
        for path in sorted(log_dir.glob("*.log")):
            text, offsets[path] = read_whole_lines(path, offsets.get(path, 0))
            for line in text.splitlines():
                if ERROR_LINE.search(line):
                    say(f"{path.stem}: {line.strip()}")
        await asyncio.sleep(0.5)


def read_whole_lines(path: Path, offset: int) -> tuple[str, int]:
    """Return the complete lines after byte `offset`, and the offset of what follows them."""
    with path.open("rb") as file:
        file.seek(offset)
        data = file.read(1_000_000)
    whole = data[: data.rfind(b"\n") + 1]
    return whole.decode(errors="replace"), offset + len(whole)
