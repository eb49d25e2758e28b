"""The figures of `benches.capacity` as a table, and as rows that several runs add to."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from benches.crowd.load import Window
from benches.turns.report import seconds

# Columns of processor time, and which parts they have.
COLUMNS = {
    "jobs": ("agent jobs",),
    "worker": ("agent",),
    "speech": ("speech", "stub"),
    "media": ("livekit",),
    "site": ("web", "tasks", "periodic", "supervisor"),
    "candidates": ("candidates",),
    "others": ("others",),
    "idle": ("idle",),
}
HEAD = (
    "| agent | interviews | answers | p50 | p95 | cut off | unanswered | "
    + " | ".join(COLUMNS)
    + " | a job | all / interviews | late |"
)


def show(window: Window) -> str:
    """Return a row of the table: processor time in percent of the whole machine, memory as PSS."""
    cpu = " | ".join(f"{sum(window.cpu.get(part, 0) for part in parts):.0f} %" for parts in COLUMNS.values())
    return (
        f"| {window.agent} | {window.interviews} | {window.answers} | {seconds(window.p50)} "
        f"| {seconds(window.p95)} | {window.cut_offs} | {window.unanswered} | {cpu} | {window.job_mb:.0f} MB "
        f"| {window.agent_mb / window.interviews:.0f} MB | {window.late_ms:.0f} ms |"
    )


def table(windows: Sequence[Window]) -> str:
    """Return all rows."""
    return "\n".join([HEAD, "|" + "---|" * (HEAD.count("|") - 1), *map(show, windows)])


def keep(path: Path, windows: Sequence[Window]) -> list[Window]:
    """Add rows to a file and return all of it; a row measured again replaces the older one."""
    known = [Window(**row) for row in json.loads(path.read_text())] if path.exists() else []
    rows = {(one.agent, one.interviews): one for one in [*known, *windows]}
    every = [rows[key] for key in sorted(rows)]
    path.write_text(json.dumps([asdict(one) for one in every], indent=1))
    return every
