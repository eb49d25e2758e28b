"""Measurements: each module prints a ratio or a distribution; none of them is a test."""

from __future__ import annotations

from pathlib import Path

RESULTS = Path(__file__).parent / "RESULTS.md"


def publish(mark: str, text: str) -> None:
    """Replace what stands between `<!-- mark -->` and `<!-- /mark -->` in RESULTS.md by `text`.

    Raises ValueError where the page lacks the marks.
    """
    begin, end = f"<!-- {mark} -->", f"<!-- /{mark} -->"
    head, begun, rest = RESULTS.read_text(encoding="utf-8").partition(begin)
    _, ended, tail = rest.partition(end)
    if not (begun and ended):
        raise ValueError(f"benches/RESULTS.md has no place for {mark}")
    RESULTS.write_text(f"{head}{begin}\n\n{text}\n\n{end}{tail}", encoding="utf-8")
