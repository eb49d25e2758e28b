"""Operators see errors at once, and whole lines only."""

from __future__ import annotations

from pathlib import Path

import pytest

from config.local.logs import ERROR_LINE, fresh_log_dir, read_whole_lines


@pytest.mark.parametrize(
    "line",
    [
        "2026-01-01T00:00:00Z [error    ] it broke",
        "2026-01-01T00:00:00Z [\x1b[31m\x1b[1merror    \x1b[0m] it broke",
        "2026-01-01T00:00:00Z\tERROR\tlivekit\tit broke",
        "Traceback (most recent call last):",
    ],
)
def test_errors_are_recognised(line: str) -> None:
    assert ERROR_LINE.search(line)


@pytest.mark.parametrize("line", ["[info     ] an error page was shown", "[warning  ] slow", "0 errors"])
def test_other_lines_stay_in_the_file(line: str) -> None:
    assert not ERROR_LINE.search(line)


def test_a_line_that_is_still_being_written_waits(tmp_path: Path) -> None:
    log = tmp_path / "web.log"
    log.write_text("one\ntw")
    text, offset = read_whole_lines(log, 0)
    log.write_text("one\ntwo\n")
    assert (text, read_whole_lines(log, offset)[0]) == ("one\n", "two\n")


def test_the_logs_of_the_run_before_are_kept(tmp_path: Path) -> None:
    (tmp_path / "web.log").write_text("before")
    fresh_log_dir(tmp_path)
    assert not list(tmp_path.glob("*.log"))
    assert (tmp_path / "web.previous").read_text() == "before"
