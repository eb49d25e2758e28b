"""How long a candidate waits when something breaks under a running interview.

    python -m benches.recovery [--only job,worker] [--phases between,agent]

Starts the whole product, holds a spoken interview for each kind of blow, and strikes while nobody speaks,
while the candidate speaks and while the interviewer does. Seconds are the candidate's own: from the blow to
the interviewer's voice where it comes again by itself, else from the end of the next answer to the reply. Run
nothing else meanwhile.
"""

from __future__ import annotations

import argparse
import contextlib
import tempfile
from collections.abc import Iterator
from pathlib import Path

from tests.chaos.scenario import BLOWS, PHASES, Recovery, call, caller_of, suffer
from tests.postgres import find_binaries, throw_away_cluster
from tests.support.product import Product, running_product

HEAD = "| what happens | while | the interviewer is heard after | what broke is back after | words kept |"


def strike(product: Product, name: str, phases: list[str]) -> Iterator[Recovery | str]:
    """Each recovery, or what went wrong."""
    stage = call(product, caller_of(product, name))
    try:
        for phase in phases:
            yield suffer(stage, BLOWS[name], phase)
    except (AssertionError, TimeoutError) as error:
        yield f"{BLOWS[name].name}: {error}"
    finally:
        stage.close()


def line(recovery: Recovery | str) -> str:
    """A row of the table."""
    if isinstance(recovery, str):
        return f"| {recovery} | | | | |"
    kept = "" if recovery.words_kept is None else f"{recovery.words_kept:.0%}"
    seconds = f"{recovery.heard_s:.1f} s | {recovery.back_s:.1f} s"
    return f"| {recovery.blow} | {recovery.phase} | {seconds} | {kept} |"


def main() -> None:
    """Measure and print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", default=",".join(BLOWS))
    parser.add_argument("--phases", default=",".join(PHASES))
    options = parser.parse_args()
    names, phases = options.only.split(","), options.phases.split(",")
    print(f"{HEAD}\n|{'---|' * 5}")
    for on_postgres in (False, True):
        wanted = [name for name in names if (name == "database") == on_postgres]
        if wanted:
            measure(wanted, phases, on_postgres=on_postgres)


def measure(names: list[str], phases: list[str], *, on_postgres: bool) -> None:
    """Strike a product of its own, on PostgreSQL or SQLite."""
    with contextlib.ExitStack() as stack:
        var_dir = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        extra = {}
        if on_postgres:
            extra["DATABASE_URL"] = stack.enter_context(throw_away_cluster(find_binaries()))
        product = stack.enter_context(running_product(var_dir, **extra))
        for name in names:
            for recovery in strike(product, name, phases):
                print(line(recovery), flush=True)


if __name__ == "__main__":
    main()
