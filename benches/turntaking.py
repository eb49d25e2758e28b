"""Does the interviewer let people finish, and how soon does it answer? Both together, for each patience.

    python -m benches.turntaking --set DIR --offline [--verbose]
    python -m benches.turntaking --set DIR --live METER.py [--profiles standard] [--starter AGENT.py]
                                [--out FILE] [--write]

DIR holds recorded answers (`benches.turns.recordings`). Offline: the real detector, recogniser and rules, on
the recordings' own clock, in seconds. Live: starts the product and has METER.py play the set to it in real
time, six minutes a profile; run nothing else on the machine. `--write` keeps the table and its picture in
benches/RESULTS.md.
"""

from __future__ import annotations

import argparse
import json
import os
from pathlib import Path

from agent_worker.turn_taking.profiles import HOLDS
from benches import RESULTS, publish
from benches.turns.report import Row, picture, row_of, table


def simulate(directory: Path, *, verbose: bool) -> list[Row]:
    """Return what each profile would do with a set."""
    from benches.turns.offline import play
    from benches.turns.recordings import read_set

    recordings, rows = read_set(directory), []
    for patience in HOLDS:
        outcomes = [play(recording, patience) for recording in recordings]
        rows.append(row_of(patience, [outcome.response for outcome in outcomes]))
        for outcome in outcomes:
            slow = outcome.response is None or outcome.ending != "complete"
            if verbose and slow:
                said = "CUT OFF" if outcome.response is None else f"{outcome.response:.2f} s"
                where = f"{outcome.recording.id} {outcome.recording.category}"
                print(f"{patience:9} {where:12} {said:8} {outcome.ending:9} {outcome.text[-60:]}")
    return rows


def measure(options: argparse.Namespace) -> tuple[list[Row], list[Row]]:
    """Return the profiles' rows and the others'."""
    from benches.turns.live import measure_profiles, measure_starter

    profiles = measure_profiles(options.live, options.set, options.profiles)
    others = [measure_starter(options.live, options.set, options.starter)] if options.starter else []
    if options.out:
        options.out.write_text(
            json.dumps({row.name: results for row, results in [*profiles, *others]}, indent=1)
        )
    return [row for row, _ in profiles], [row for row, _ in others]


def write(profiles: list[Row], others: list[Row]) -> None:
    """Keep the figures in RESULTS.md, and the picture beside it."""
    publish("turntaking", f"{table([*profiles, *others])}\n\n![Cut-offs against response](turntaking.svg)")
    RESULTS.with_name("turntaking.svg").write_text(picture(profiles, others), encoding="utf-8")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--set", type=Path, default=os.environ.get("TURNS_SET"))
    parser.add_argument("--offline", action="store_true")
    parser.add_argument("--verbose", action="store_true")
    parser.add_argument("--live", type=Path)
    parser.add_argument("--profiles", nargs="+", default=list(HOLDS), choices=list(HOLDS))
    parser.add_argument("--starter", type=Path)
    parser.add_argument("--out", type=Path, help="all that was measured, as JSON")
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    if options.set is None:
        print("needs a set of recorded answers: --set DIR, or TURNS_SET in the environment")
        return
    if options.live is None:
        print(table(simulate(Path(options.set), verbose=options.verbose)))
        return
    profiles, others = measure(options)
    print(table([*profiles, *others]))
    if options.write:
        write(profiles, others)


if __name__ == "__main__":
    main()
