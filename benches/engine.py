"""Time of the interview engine: each step, and whole interviews played in virtual time.

    python -m benches.engine [--interviews 1000] [--plan PLAN.yaml] [--candidates DIRECTORY]

Microseconds of wall time for each step without a language model, over every event of all interviews; whole
interviews a second in one process. Candidates are the scripted ones of a rehearsal, weak and strong, with
another seed each time, or the parley.candidate/1 files of a directory that are for the plan. The longest
interview is printed with the time it would have taken people.
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from interviews.engine import simulation
from interviews.engine.plan import Plan, load_plan_yaml
from interviews.engine.simulation import Candidate, load_candidate_yaml, play
from interviews.rehearsal import scripted_candidates

DEMO = Path(__file__).parent.parent / "interviews" / "demo" / "plan.yaml"


def timed(function: Callable[..., Any], times: list[float]) -> Callable[..., Any]:
    """Return `function`, noting how long each call takes, seconds."""

    def call(*args: Any) -> Any:
        start = time.perf_counter()
        result = function(*args)
        times.append(time.perf_counter() - start)
        return result

    return call


def candidates_for(plan: Plan, directory: Path | None) -> list[Candidate]:
    """Return the scripted candidates to play."""
    if directory is None:
        return list(scripted_candidates(plan).values())
    read = [load_candidate_yaml(path.read_text("utf-8")) for path in sorted(directory.glob("*.yaml"))]
    return [candidate for candidate in read if candidate.plan == plan.key]


def main() -> None:
    """Play the interviews and print the figures."""
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--interviews", type=int, default=1000)
    ask.add_argument("--plan", type=Path, default=DEMO)
    ask.add_argument("--candidates", type=Path)
    args = ask.parse_args()
    plan = load_plan_yaml(args.plan.read_text("utf-8"))
    candidates = candidates_for(plan, args.candidates)
    for candidate in candidates:
        play(plan, candidate)  # What loads late counts as start.
    start = time.perf_counter()
    played = [play(plan, candidates[n % len(candidates)], n) for n in range(args.interviews)]
    whole = time.perf_counter() - start
    steps: list[float] = []
    simulation.step = timed(simulation.step, steps)  # type: ignore[attr-defined]
    longest = max(performance.now for performance in played) / 60_000
    slowest = 0.0
    for n in range(args.interviews):
        start = time.perf_counter()
        play(plan, candidates[n % len(candidates)], n)
        slowest = max(slowest, time.perf_counter() - start)
    cut = statistics.quantiles([seconds * 1e6 for seconds in steps], n=1000)
    print(f"steps            {len(steps)}")
    print(f"step p50         {cut[499]:.0f} us")
    print(f"step p99         {cut[989]:.0f} us")
    print(f"step p99.9       {cut[998]:.0f} us")
    print(f"interviews       {args.interviews} in {whole:.2f} s, {args.interviews / whole:.0f} a second")
    print(f"slowest          {slowest * 1000:.1f} ms; the longest would take people {longest:.1f} min")


if __name__ == "__main__":
    main()
