"""A plan, two people who answer it, and what each of them shows; all invented."""

from pathlib import Path

HERE = Path(__file__).parent
PLAN, CANDIDATE, INJECTOR, TRUTH = (
    HERE / name for name in ("plan.yaml", "candidate.yaml", "injector.yaml", "truth.jsonl")
)
