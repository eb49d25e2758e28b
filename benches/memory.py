"""Resident memory of the whole product: idle, and with one and four spoken interviews.

    python -m benches.memory

Proportional set size (PSS, MB): shared pages count once, divided among those who share them. The sum is over
every process that the supervisor started.
"""

from __future__ import annotations

import asyncio
import json
import re
import tempfile
from collections import Counter
from pathlib import Path

from tests.support.product import Product, running_product
from tests.support.voice import VOICES, VoiceCandidate, load_voice

PLAN = Path(__file__).parent / "plans" / "long.yaml"
MOUTHFULS = 2


def generations(root: int) -> dict[int, int]:
    """A process and all its descendants, and how many generations each is below it."""
    parents: dict[int, int] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rsplit(")", 1)[1].split()
        except OSError:
            continue
        parents[int(stat.parent.name)] = int(fields[1])
    depths = {root: 0}
    queue = [root]
    for pid in queue:
        children = [child for child, parent in parents.items() if parent == pid]
        depths |= dict.fromkeys(children, depths[pid] + 1)
        queue += children
    return depths


def pss(pid: int) -> float:
    """Proportional set size of a process, MB; 0 when it is gone."""
    try:
        rollup = Path(f"/proc/{pid}/smaps_rollup").read_text()
    except OSError:
        return 0.0
    return int(re.search(r"^Pss: +(\d+)", rollup, re.MULTILINE)[1]) / 1024  # type: ignore[index]


def parts(root: int) -> dict[int, str]:
    """Which part of the product each process under `root` belongs to."""
    depths = generations(root)
    found = {pid: part(pid) for pid in depths}
    # A job is a fork of a fork of its worker, alike in all but how deep it is.
    deepest = max((depths[pid] for pid, name in found.items() if name == "agent"), default=0)
    return {
        pid: "agent jobs" if name == "agent" and depths[pid] == deepest else name
        for pid, name in found.items()
    }


def part(pid: int) -> str:
    """Which part of the product a process belongs to, by its command."""
    try:
        command = Path(f"/proc/{pid}/cmdline").read_text().replace("\0", " ")
    except OSError:
        return "gone"
    names = {
        "gunicorn": "web",
        "db_worker": "tasks",
        "run_periodic": "periodic",
        "agent_worker.speech": "speech",
        "livekit-server": "livekit",
        "run_interview_agent": "agent",
        "speech_stub": "stub",
        "starter": "agent",
        "fork": "agent",
    }
    return next((name for word, name in names.items() if word in command), "supervisor")


def weigh(product: Product) -> Counter[str]:
    """PSS by part, MB."""
    total: Counter[str] = Counter()
    for pid, name in parts(product.stack.process.pid).items():
        total[name] += pss(pid)
    return total


async def converse(product: Product) -> VoiceCandidate:
    """An interview that is under way: greeted, and a few answers in."""
    candidate = VoiceCandidate()
    await candidate.join(json.loads(await asyncio.to_thread(product.manage, "mint_token", str(PLAN))))
    for number in range(MOUTHFULS):
        await candidate.agent_is_quiet(seconds=1.2, limit=60)
        await candidate.say(load_voice(VOICES / f"{('billing', 'release')[number % 2]}.flac"))
    await candidate.agent_is_quiet(seconds=1.2, limit=60)
    return candidate


async def measure(product: Product) -> dict[int, Counter[str]]:
    """Memory by the number of interviews that go on."""
    weights = {0: weigh(product)}
    candidates: list[VoiceCandidate] = []
    for count in (1, 4):
        more = [converse(product) for _ in range(count - len(candidates))]
        candidates += await asyncio.gather(*more)
        weights[count] = weigh(product)
    await asyncio.gather(*(candidate.leave() for candidate in candidates))
    return weights


def main() -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as var_dir, running_product(Path(var_dir)) as product:
        weights = asyncio.run(measure(product))
    for name in sorted(set().union(*weights.values())):
        print(f"{name:22}" + "".join(f"{weight[name]:9.0f}" for weight in weights.values()))
    totals = {count: sum(weight.values()) for count, weight in weights.items()}
    print(f"{'interviews':22}" + "".join(f"{count:9}" for count in totals))
    print(f"{'whole product, MB':22}" + "".join(f"{total:9.0f}" for total in totals.values()))
    first, next_ones = totals[1] - totals[0], (totals[4] - totals[1]) / 3
    print(f"more for the first: {first:.0f} MB; for each of the next three: {next_ones:.0f} MB")


if __name__ == "__main__":
    main()
