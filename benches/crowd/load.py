"""A load of spoken interviews: adds candidates, collects their answers, and weighs the machine meanwhile."""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
import threading
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from benches.memory import parts, pss
from config.local.stack import ROOT
from tests.support.processes import wait_for

TICKS = os.sysconf("SC_CLK_TCK")
CORES = os.cpu_count() or 1
# All that an interview needs beside the media server and the site: memory is compared by it.
HEARS_AND_SPEAKS = {"agent", "agent jobs", "speech"}
GREETED_WITHIN = 60.0  # seconds


class Load:
    """The process of all candidates."""

    def __init__(self, voices: Sequence[Path]) -> None:
        self.answers: list[dict[str, Any]] = []
        self.greetings: list[float] = []
        self.process = subprocess.Popen(
            [sys.executable, "-m", "benches.crowd.candidates", *map(str, voices)],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        threading.Thread(target=self._read, daemon=True).start()

    def add(self, reply: str) -> None:
        """Have one more candidate join with a token reply, and wait until they are greeted.

        Raises TimeoutError.
        """
        assert self.process.stdin
        wanted = len(self.greetings) + 1
        self.process.stdin.write(reply.strip() + "\n")
        self.process.stdin.flush()
        wait_for(
            lambda: len(self.greetings) >= wanted,
            seconds=GREETED_WITHIN,
            what=f"candidate {wanted} was not greeted",
        )

    def close(self) -> None:
        """Have everybody leave."""
        assert self.process.stdin
        self.process.stdin.close()
        self.process.wait(timeout=30)

    def _read(self) -> None:
        assert self.process.stdout
        for line in self.process.stdout:
            facts = json.loads(line)
            if "greeted" in facts:
                self.greetings.append(facts["after"])
            else:
                self.answers.append(facts)


@contextlib.contextmanager
def a_load(voices: Sequence[Path]) -> Iterator[Load]:
    """A load that leaves no process."""
    load = Load(voices)
    try:
        yield load
    finally:
        load.close()


@dataclass(frozen=True)
class Window:
    """What was measured while so many interviews went on; times in seconds, memory in MB."""

    agent: str
    interviews: int
    answers: int
    p50: float | None
    p95: float | None
    cut_offs: int
    unanswered: int
    # The most that an answer was played too late, ms: above 50 the machine did not even keep up with playing.
    late_ms: float
    # Percent of all cores by part, "idle" is what nobody used.
    cpu: dict[str, float]
    # Proportional set size of a job's process with an interview, and of all that hears, thinks and speaks.
    job_mb: float
    agent_mb: float


def measure_window(agent: str, load: Load, roots: Sequence[int], seconds: float) -> Window:
    """Watch for `seconds`; `roots` are the processes whose descendants make up what is measured."""
    began, idle, before = time.monotonic(), idle_seconds(), cpu_seconds([*roots, load.process.pid])
    time.sleep(seconds)
    ended, idle_after, after = time.monotonic(), idle_seconds(), cpu_seconds([*roots, load.process.pid])
    used = {pid: spent - before.get(pid, ("", 0.0))[1] for pid, (_, spent) in after.items()}
    share = defaultdict[str, float](float, idle=idle_after - idle)
    for pid, one in used.items():
        share["candidates" if pid == load.process.pid else after[pid][0]] += one
    # What other programs of this machine used: measure again when it is much.
    share["others"] = max(0.0, CORES * (ended - began) - sum(share.values()))
    weight = {pid: pss(pid) for pid, (part, _) in after.items() if part in HEARS_AND_SPEAKS}
    jobs = sorted((pid for pid in weight if after[pid][0] == "agent jobs"), key=lambda pid: -used[pid])
    held = jobs[: len(load.greetings)]
    return Window(
        agent=agent,
        interviews=len(load.greetings),
        cpu={name: 100 * one / (ended - began) / CORES for name, one in share.items()},
        job_mb=sum(weight[pid] for pid in held) / max(1, len(held)),
        agent_mb=sum(weight.values()),
        **figures([one for one in load.answers if began <= one["ended"] <= ended]),
    )


def figures(answers: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """Count and time answers."""
    outcomes = Counter(one["outcome"] for one in answers)
    times = [one["response"] for one in answers if one["outcome"] == "answered"]
    p50, p95 = (float(value) for value in np.percentile(times, [50, 95])) if times else (None, None)
    return {
        "answers": sum(outcomes.values()) - outcomes["collided"],
        "p50": p50,
        "p95": p95,
        "cut_offs": outcomes["cut off"],
        "unanswered": outcomes["unanswered"],
        "late_ms": max((one.get("late_ms", 0.0) for one in answers), default=0.0),
    }


def cpu_seconds(roots: Sequence[int]) -> dict[int, tuple[str, float]]:
    """Part and processor time of every process under the roots."""
    found = {}
    for root in roots:
        for pid, part in parts(root).items():
            with contextlib.suppress(OSError):
                fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
                found[pid] = part, (int(fields[11]) + int(fields[12])) / TICKS
    return found


def idle_seconds() -> float:
    """For how long all cores together have been idle."""
    fields = Path("/proc/stat").read_text().splitlines()[0].split()
    return (int(fields[4]) + int(fields[5])) / TICKS
