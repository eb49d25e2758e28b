"""The two file formats in which jobs come and go: CSV for spreadsheets, JSON as `Job.public_json`."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator
from typing import Any

import tablib
from import_export.formats.base_formats import CSV, JSON

from jobs.models import PUBLIC_FIELDS, Job

COLUMNS = ("id", *PUBLIC_FIELDS.values(), "status", "team")
# Without it Excel takes UTF-8 for something else and spoils every umlaut.
BOM = "\ufeff"
# A spreadsheet runs a cell that begins with one of these.
FORMULA = ("=", "+", "-", "@", "\t", "\r")


class SpreadsheetCSV(CSV):
    """CSV with commas, semicolons or tabs."""

    def create_dataset(self, in_stream: Any, **kwargs: Any) -> tablib.Dataset:
        """Take the separator of the first line: spreadsheets in half of Europe write semicolons."""
        text = in_stream.decode(self.encoding) if isinstance(in_stream, bytes) else in_stream
        text = text.removeprefix(BOM)
        head = text.split("\n", 1)[0]
        separator = max(",;\t", key=head.count)
        return super().create_dataset(text, delimiter=separator, **kwargs)


class JobsJSON(JSON):
    """A list of jobs; keys may be left out, one job need not stand in a list."""

    def create_dataset(self, in_stream: Any, **kwargs: Any) -> tablib.Dataset:
        """Raises ValueError when it is no list of objects."""
        found = json.loads(in_stream)
        rows = [found] if isinstance(found, dict) else found
        if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
            raise ValueError("no list of jobs")
        headers = [name for name in COLUMNS if any(name in row for row in rows)]
        if not headers:
            raise ValueError("no job among them")
        return tablib.Dataset(*([row.get(name) for name in headers] for row in rows), headers=headers)


FORMATS = [SpreadsheetCSV, JobsJSON]


def row_of(job: Job) -> dict[str, Any]:
    """A job as one row: its public form, its status and its team's name."""
    return {**job.public_json(), "status": job.status, "team": job.team.name if job.team else ""}


def csv_lines(jobs: Iterable[Job]) -> Iterator[str]:
    """Yield the file piece by piece, so that ten thousand jobs need no more memory than one."""
    buffer = io.StringIO()
    buffer.write(BOM)
    writer = csv.writer(buffer)
    writer.writerow(COLUMNS)
    for job in jobs:
        yield _taken(buffer)
        row = row_of(job)
        writer.writerow([hush_formula(str(row[name])) for name in COLUMNS])
    yield _taken(buffer)


def json_lines(jobs: Iterable[Job]) -> Iterator[str]:
    """Yield a JSON array piece by piece."""
    yield "["
    for number, job in enumerate(jobs):
        yield ",\n" if number else "\n"
        yield json.dumps(row_of(job), ensure_ascii=False)
    yield "\n]\n"


def hush_formula(cell: str) -> str:
    """Return the cell with an apostrophe before what a spreadsheet would run."""
    return f"'{cell}" if cell.startswith(FORMULA) else cell


def unhush_formula(cell: str) -> str:
    """Return the cell as it was before `hush_formula`."""
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(FORMULA) else cell


def _taken(buffer: io.StringIO) -> str:
    text = buffer.getvalue()
    buffer.seek(0)
    buffer.truncate()
    return text
