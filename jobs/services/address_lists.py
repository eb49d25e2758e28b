"""A pasted list or a table's first column, taken apart into addresses."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable

from jobs.errors import PostingError

# What a table calls the column that we want.
HEADINGS = {"url", "urls", "link", "links", "address", "source_url", "sourceurl", "job url", "posting"}
ENDLESS_CELL = "A cell of this table never ends. Look for a quotation mark that is not closed."
_BULLET = re.compile(r"^(?:[-*•‣>]|\d{1,4}[.)])\s+")
# A comma may be part of an address: it ends one where a capital, a quote, a blank or nothing follows.
_NEXT_CELL = re.compile(r"\t|[,;](?=$|[\"'\sA-Z]|[^,;]*\s)")


def addresses_in(text: str) -> list[str]:
    """Return the addresses in the text as they stand there, one a line, in order.

    Empty lines, `#` comments, bullets and a heading are left out; of a table the first column counts.
    Raises PostingError for a table that cannot be taken apart.
    """
    lines = [line.strip() for line in text.lstrip("\ufeff").splitlines()]
    lines = [line for line in lines if line and not line.startswith("#")]
    if lines and (delimiter := _table_delimiter(lines[0])):
        cells = [row[0].strip() for row in rows_of(lines[1:], delimiter) if row]
    else:
        cells = [_first_cell(line) for line in lines]
    return [cell for cell in cells if cell]


def rows_of(lines: Iterable[str], delimiter: str) -> list[list[str]]:
    """Return the rows of a table. Raises PostingError for a cell that is longer than a hundred postings."""
    try:
        return list(csv.reader(lines, delimiter=delimiter))
    except csv.Error as error:
        raise PostingError(ENDLESS_CELL) from error


def _table_delimiter(heading: str) -> str:
    """What parts the cells below a heading; empty when the line is none."""
    delimiter = next((mark for mark in "\t;" if mark in heading), ",")
    return delimiter if heading.partition(delimiter)[0].strip(' "').casefold() in HEADINGS else ""


def _first_cell(line: str) -> str:
    line = _BULLET.sub("", line)
    if line.startswith('"'):
        return line[1:].partition('"')[0].strip()
    return _NEXT_CELL.split(line, maxsplit=1)[0].strip(" <>")
