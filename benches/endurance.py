"""Whether a long interview grows: memory of the agent's process over an interview of many answers.

    python -m benches.endurance [--answers 49]

A real interview in real time, as fast as a candidate can go: answers of some seconds, one as soon as the
interviewer is silent. An interview of 45 minutes has about 45 to 60 answers. Proportional and unique set size
(PSS, USS, MB) of the job process and of the speech server; growth counts from the fifth answer on, when
everything that is loaded once has been loaded. Run nothing else on the machine.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import re
import tempfile
import time
from pathlib import Path

import numpy as np
import yaml

from benches.memory import PLAN, parts
from interviews.engine.plan_types import MOST_QUESTIONS
from tests.support.product import Product, running_product
from tests.support.voice import VOICES, VoiceCandidate, load_voice

ANSWERS = ("billing", "release", "postgres", "search")
SETTLED = 5
LENGTH = 45 * 60  # seconds

Weights = list[dict[str, float]]


def weigh(pid: int) -> dict[str, float]:
    """PSS and USS of a process, MB."""
    rollup = Path(f"/proc/{pid}/smaps_rollup").read_text()
    kb = {name: int(size) for name, size in re.findall(r"^(\w+): +(\d+) kB", rollup, re.MULTILINE)}
    return {"PSS": kb["Pss"] / 1024, "USS": (kb["Private_Clean"] + kb["Private_Dirty"]) / 1024}


def heaviest(product: Product, name: str) -> int:
    """The process of a part of the product that holds most: of the agent's jobs the one that is busy."""
    pids = [pid for pid, part in parts(product.stack.process.pid).items() if part == name]
    return max(pids, key=lambda pid: weigh(pid)["USS"])


def long_plan(folder: Path, questions: int) -> Path:
    """The benches' plan with so many questions, as a file."""
    plan = yaml.safe_load(PLAN.read_text())
    first = plan["questions"][0]
    plan["minutes"] = 3 * questions
    plan["questions"] = [first | {"key": f"question_{n}", "minutes": 2} for n in range(questions)]
    path = folder / "plan.yaml"
    # Without aliases, which plans may not have.
    path.write_text(json.dumps(plan))
    return path


async def converse(product: Product, plan: Path, answers: int) -> tuple[Weights, Weights, float]:
    """Memory of the job and of the speech server after each answer, and how long it took, seconds."""
    candidate = VoiceCandidate()
    await candidate.join(json.loads(await asyncio.to_thread(product.manage, "mint_token", str(plan))))
    await candidate.agent_is_quiet(seconds=1.2, limit=60)
    job, speech = heaviest(product, "agent jobs"), heaviest(product, "speech")
    jobs, speeches, began = [], [], time.monotonic()
    for number in range(answers):
        if candidate.gone.is_set():
            break
        said_at = await candidate.say(load_voice(VOICES / f"{ANSWERS[number % len(ANSWERS)]}.flac"))
        await candidate.agent_is_heard(after=said_at, limit=30)
        await candidate.agent_is_quiet(seconds=1.2, limit=60)
        jobs.append(weigh(job))
        speeches.append(weigh(speech))
    took = time.monotonic() - began
    await candidate.leave()
    return jobs, speeches, took


def show(name: str, weights: list[dict[str, float]], took: float) -> None:
    """Print where it began, where it ended, and the slope."""
    for kind in ("PSS", "USS"):
        values = [weight[kind] for weight in weights]
        slope = np.polyfit(np.linspace(0, took, len(values))[SETTLED:], values[SETTLED:], 1)[0]
        growth = values[-1] - values[SETTLED]
        print(
            f"{name:14} {kind} first {values[0]:6.1f}  settled {values[SETTLED]:6.1f}  last {values[-1]:6.1f}"
        )
        print(f"{'':18}  growth {growth:+5.1f} MB  slope {slope * LENGTH:+6.1f} MB in 45 minutes")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--answers", type=int, default=MOST_QUESTIONS - 1)
    answers = min(parser.parse_args().answers, MOST_QUESTIONS - 1)  # The last question is never answered.
    with tempfile.TemporaryDirectory() as var_dir, running_product(Path(var_dir)) as product:
        plan = long_plan(Path(var_dir), answers + 1)
        jobs, speeches, took = asyncio.run(converse(product, plan, answers))
    print(f"{len(jobs)} answers in {took / 60:.1f} minutes")
    show("agent's job", jobs, took)
    show("speech server", speeches, took)


if __name__ == "__main__":
    main()
