"""Time and memory of reading postings: Parley beside extruct and trafilatura, on the same pages in one run.

    python -m benches.intake [--pages DIRECTORY] [--repeat 3]

Milliseconds of processor time, of each page the best of the repeats; the first page is read once before, so
that what loads late counts as start. Each reader runs in a process of its own; memory is that process's peak
(MB), interpreter included. Without --pages it reads the tests' own, which are small. A measuring set is a
directory with an index.jsonl: one object a line, `file` (a path from there) and `url` of each page. extruct
runs without RDFa, which takes minutes on some pages.
"""

from __future__ import annotations

import argparse
import json
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

TESTS = Path(__file__).parent.parent / "tests" / "jobs"
SUFFIXES = {".html", ".json", ".xml"}
SYNTAXES = ["json-ld", "microdata", "opengraph", "microformat", "dublincore"]
Reader = Callable[[str, str], object]


def load_parley() -> Reader:
    """What the product makes of a page: all fields, sections, language, the gate."""
    from jobs.scraping import extract

    return extract


def load_extruct() -> Reader:
    """Structured data as it stands in the page, nothing else."""
    import extruct

    return lambda body, url: extruct.extract(body, base_url=url, syntaxes=SYNTAXES, errors="ignore")


def load_trafilatura() -> Reader:
    """The main text, and the page's metadata."""
    import trafilatura

    return lambda body, url: trafilatura.bare_extraction(body, url=url, favor_recall=True, with_metadata=True)


READERS: dict[str, Callable[[], Reader]] = {
    "parley": load_parley,
    "extruct": load_extruct,
    "trafilatura": load_trafilatura,
}


def find_pages(directory: Path) -> Iterator[tuple[str, str]]:
    """Each page's text and address."""
    index = directory / "index.jsonl"
    if index.exists():
        rows = [json.loads(line) for line in index.read_text(encoding="utf-8").splitlines() if line]
        files = [(directory / row["file"], row["url"]) for row in rows]
    else:
        found = sorted(path for path in directory.rglob("*") if path.suffix in SUFFIXES)
        files = [(path, f"https://example.com/{path.stem}") for path in found]
    return ((path.read_text(encoding="utf-8"), url) for path, url in files)


def measure(name: str, directory: Path, repeat: int) -> dict[str, object]:
    """Read all pages with one reader, in this process. Milliseconds, MB, and how many pages broke it."""
    pages = list(find_pages(directory))
    began = time.process_time()
    read = READERS[name]()
    _read(read, *pages[0])
    start = time.process_time() - began
    spent, failed = [], 0
    for body, url in pages:
        results = [_read(read, body, url) for _ in range(repeat)]
        spent.append(min(ms for ms, _ in results))
        failed += not results[0][1]
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"name": name, "start": start, "ms": spent, "failed": failed, "peak": peak}


def _read(read: Reader, body: str, url: str) -> tuple[float, bool]:
    began = time.process_time()
    try:
        read(body, url)
    except Exception:
        return (time.process_time() - began) * 1000, False
    return (time.process_time() - began) * 1000, True


def measure_apart(name: str, arguments: argparse.Namespace) -> dict[str, object]:
    """The same in a process of its own."""
    command = [sys.executable, "-m", "benches.intake", "--only", name, "--pages", str(arguments.pages)]
    output = subprocess.run(
        [*command, "--repeat", str(arguments.repeat)], check=True, capture_output=True, text=True
    )
    found: dict[str, object] = json.loads(output.stdout.splitlines()[-1])
    return found


def show(result: dict[str, object]) -> str:
    """One line of the table."""
    spent = sorted(result["ms"])  # type: ignore[call-overload]
    late = spent[min(len(spent) - 1, round(0.95 * (len(spent) - 1)))]
    numbers = (statistics.median(spent), late, spent[-1], result["start"], result["peak"], result["failed"])
    return f"{result['name']:12}{len(spent):6}" + "{:9.1f}{:9.1f}{:9.1f}{:9.2f}{:10.0f}{:8}".format(*numbers)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--pages", type=Path, default=TESTS)
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--only", choices=READERS, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.only:
        print(json.dumps(measure(arguments.only, arguments.pages, arguments.repeat)))
        return
    print(
        f"{'':12}{'pages':>6}{'median':>9}{'p95':>9}{'max ms':>9}{'start s':>9}{'peak MB':>10}{'failed':>8}"
    )
    for name in READERS:
        print(show(measure_apart(name, arguments)))


if __name__ == "__main__":
    main()
