"""How many spoken interviews a machine holds: more and more at once, until answers come too late.

    python -m benches.capacity [--agents local,stub] [--starter AGENT.py] [--counts 1,2,3,4] [--set DIR]
                               [--profile standard] [--seconds 45] [--rows FILE] [--write]

Starts the product with its local models, then with stub endpoints in OpenAI's shapes, then LiveKit's starter
agent, each alone on the machine, and adds candidates who answer as soon as they are asked, with recordings
in DIR or the tests'. Stops where p95 is above 2 s. From the waveforms alone, at the candidate's ear, from the
last voiced sound to the first audible one. The candidates share the machine: what they cost is a column.
`--rows` keeps the figures of several runs in one file; `--write` puts all of them into benches/RESULTS.md.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import yaml

from benches import publish
from benches.crowd.load import Load, Window, a_load, measure_window
from benches.crowd.report import keep, show, table
from benches.crowd.starter import ended, running_starter
from benches.endurance import long_plan
from benches.first_audio import ANSWERS
from config.local.stack import ROOT
from tests.support.processes import wait_for
from tests.support.product import Product, running_product
from tests.support.voice import RATE, VOICES, last_voiced, load_voice

LIMIT = 2.0  # seconds
# Fewer answers say nothing about the slowest of them.
ENOUGH = 5
# More questions than anybody gets to.
QUESTIONS = 40
# The bench says how many there are, not the product.
ROOMY = {"AGENT_MAX_INTERVIEWS": "64", "LLM_MODEL": "none"}
# A plan's voice is made once, when it is published: not while its interviews are measured.
WAITING = (
    "from django_tasks_db.models import DBTaskResult as Task;"
    "print(Task.objects.exclude(status__in=['SUCCESSFUL', 'FAILED']).count())"
)

Mint = Callable[[], str]


@contextlib.contextmanager
def parley(name: str, options: argparse.Namespace) -> Iterator[tuple[Mint, list[int]]]:
    """The product with local models or stub endpoints: what prints a token, and its processes' roots."""
    with contextlib.ExitStack() as stack:
        var_dir = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        extra, roots = dict(ROOMY), []
        if name == "stub":
            process, settings = stack.enter_context(stub_endpoint(var_dir, voices(options)))
            roots, extra = [process.pid], extra | settings
        product = stack.enter_context(running_product(var_dir, **extra))
        plan = str(long_plan(var_dir, QUESTIONS))

        def mint() -> str:
            return product.manage("mint_token", plan, "--profile", options.profile)

        mint()
        await_voice(product)
        yield mint, [*roots, product.stack.process.pid]


def await_voice(product: Product) -> None:
    """Wait until what plans say has been made into sound, as it is long before anybody comes."""
    wait_for(lambda: product.ask(WAITING) == "0", seconds=300, what="the plan's voice was not made")


@contextlib.contextmanager
def starter(path: Path) -> Iterator[tuple[Mint, list[int]]]:
    """The same of another agent."""
    with running_starter(path) as running:
        yield running.mint, running.roots


@contextlib.contextmanager
def stub_endpoint(
    folder: Path, recordings: list[Path]
) -> Iterator[tuple[subprocess.Popen[str], dict[str, str]]]:
    """The speech stub in a process of its own, and the settings with which the product uses it."""
    texts = yaml.safe_load((VOICES / "voices.yaml").read_text())
    script = folder / "heard.json"
    script.write_text(json.dumps([heard(path, texts.get(path.stem)) for path in recordings]))
    command = [sys.executable, "-m", "tests.speech_stub", "--script", str(script)]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    with ended(process):
        assert process.stdout
        pairs = dict(pair.split("=", 1) for pair in process.stdout.readline().split())
        yield process, pairs


def heard(path: Path, text: str | None) -> dict[str, object]:
    """What the stub hears when it is sent a recording, known by its length."""
    seconds = last_voiced(load_voice(path)) / RATE
    return {"text": text or "That is what I did, and it worked.", "seconds": round(seconds, 2)}


def ramp(
    agent: str, load: Load, mint: Mint, roots: list[int], options: argparse.Namespace
) -> Iterator[Window]:
    """Each number of interviews, until answers come too late."""
    for count in options.counts:
        while len(load.greetings) < count:
            load.add(mint())
        window = measure_window(agent, load, roots, options.seconds)
        yield window
        if window.answers >= ENOUGH and (window.p95 is None or window.p95 > LIMIT):
            return


def measure(agent: str, options: argparse.Namespace) -> Iterator[Window]:
    """The rows of one agent."""
    running = starter(options.starter) if agent == "starter" else parley(agent, options)
    name = agent if agent == "starter" else f"{agent}, {options.profile}"
    with running as (mint, roots), a_load(voices(options)) as load:
        yield from ramp(name, load, mint, roots, options)


def voices(options: argparse.Namespace) -> list[Path]:
    """The recordings that candidates answer with."""
    if options.set:
        return sorted(options.set.glob("*.flac"))
    return [VOICES / f"{name}.flac" for name in ANSWERS]


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--agents", default="local,stub", help="local, stub or both; empty for none")
    parser.add_argument("--starter", type=Path)
    parser.add_argument(
        "--counts", default="1,2,3,4,5,6,8", type=lambda text: list(map(int, text.split(",")))
    )
    parser.add_argument("--set", type=Path)
    parser.add_argument("--profile", default="standard")
    parser.add_argument("--seconds", type=float, default=45.0)
    parser.add_argument("--rows", type=Path)
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    agents = [*filter(None, options.agents.split(",")), *(["starter"] if options.starter else [])]
    rows: list[Window] = []
    for agent in agents:
        for window in measure(agent, options):
            rows.append(window)
            print(show(window), flush=True)
            if options.rows:
                rows = keep(options.rows, rows)
    if options.write:
        publish("capacity", table(rows))


if __name__ == "__main__":
    main()
