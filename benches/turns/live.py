"""A running product, or another agent, measured by a participant that knows nothing about either."""

from __future__ import annotations

import json
import shlex
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from benches.crowd.starter import running_starter
from benches.turns.report import Row
from tests.support.product import Product, running_product

PLAN = Path(__file__).parent.parent / "plans" / "long.yaml"
# The whole set takes six minutes and a half; a call that serves nothing is given up earlier.
LIMIT = 1200  # seconds


def measure_profiles(meter: Path, directory: Path, profiles: list[str]) -> list[tuple[Row, dict[str, Any]]]:
    """Start the product and play the set to each profile; return the rows and all that was measured."""
    measured = []
    with tempfile.TemporaryDirectory() as var_dir, running_product(Path(var_dir)) as product:
        for profile in profiles:
            results = play(meter, directory, token_command(product, profile))
            measured.append((row_of_results(f"Parley, {profile}", results), results))
    return measured


def token_command(product: Product, profile: str) -> str:
    """Return the shell command that prints a token for a fresh interview."""
    settings = product.local_values() | product.env | {"ENV_FILES": ""}
    command = [
        "env",
        *[f"{name}={value}" for name, value in settings.items()],
        sys.executable,
        "manage.py",
        "mint_token",
        str(PLAN),
        "--profile",
        profile,
    ]
    return shlex.join(command)


def measure_starter(meter: Path, directory: Path, starter: Path) -> tuple[Row, dict[str, Any]]:
    """Run another agent and play the set to it."""
    with running_starter(starter) as running:
        results = play(meter, directory, running.token_command)
    return row_of_results("LiveKit's starter agent", results), results


def play(meter: Path, directory: Path, token_command: str) -> dict[str, Any]:
    """Return what the meter measured."""
    with tempfile.NamedTemporaryFile(suffix=".json") as out:
        command = [sys.executable, str(meter), "--manifest", str(directory / "manifest.jsonl")]
        subprocess.run([*command, "--token-cmd", token_command, "--out", out.name], check=True, timeout=LIMIT)
        results: dict[str, Any] = json.loads(Path(out.name).read_text())
    return results


def row_of_results(name: str, results: dict[str, Any]) -> Row:
    """Return the meter's own figures as a row."""
    return Row(
        name=name,
        answers=results["n"],
        cut_offs=results["cutoffs"],
        p50=results["response_p50"],
        p95=results["response_p95"],
        unanswered=results["no_answer"],
        pace=max((one["pace_error_ms"] for one in results["utterances"]), default=None),
    )
