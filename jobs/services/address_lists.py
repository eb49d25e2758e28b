"""A pasted list or a table's first column, taken apart into addresses."""

from __future__ import annotations

import csv
import re

# What a table calls the column that we want.
HEADINGS = {"url", "urls", "link", "links", "address", "source_url", "sourceurl", "job url", "posting"}
_BULLET = re.compile(r"^(?:[-*•‣>]|\d{1,4}[.)])\s+")
# A comma may be part of an address: it ends one where a capital, a quote, a blank or nothing follows.
_NEXT_CELL = re.compile(r"\t|[,;](?=$|[\"'\sA-Z]|[^,;]*\s)")


def addresses_in(text: str) -> list[str]:
    """Return the addresses in the text as they stand there, one a line, in order.

    Empty lines, `#` comments, bullets and a heading are left out; of a table the first column counts.
    """
    lines = [line.strip() for line in text.lstrip("\ufeff").splitlines()]
    lines = [line for line in lines if line and not line.startswith("#")]
    cells = [_first_cell(line) for line in lines]
    if cells and cells[0].casefold() in HEADINGS:
        return [next(csv.reader([line], delimiter=_delimiter(lines[0])))[0].strip() for line in lines[1:]]
    return [cell for cell in cells if cell]


def _delimiter(heading: str) -> str:
    return next((mark for mark in "\t;" if mark in heading), ",")


def _first_cell(line: str) -> str:
    line = _BULLET.sub("", line)
    if line.startswith('"'):
        return line[1:].partition('"')[0].strip()
    return _NEXT_CELL.split(line, maxsplit=1)[0].strip(" <>")
