"""What a list of addresses will do, before it is done."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from itertools import islice
from typing import Any

from django import forms
from django.contrib.auth.models import User
from django.core.files.uploadedfile import UploadedFile
from unfold.widgets import UnfoldAdminSelectWidget, UnfoldAdminTextareaWidget

from jobs.admin.pages import OWN_FILE_FIELD
from jobs.admin.scoping import teams_to_choose
from jobs.errors import PostingError
from jobs.models import Job, Team
from jobs.scraping.hostile import reveal
from jobs.services.access import default_team
from jobs.services.address_lists import addresses_in, rows_of
from jobs.services.bulk import MOST_LINES
from jobs.services.intake import check_address
from jobs.uploads import LARGEST_FILE

LONGEST_LIST = 900_000
# Rows may take several lines each.
MOST_FILE_LINES = 10 * MOST_LINES
ADDRESS = re.compile(r"(?i)^(https?://|www\.)\S+$|^[\w-]+(\.[\w-]+)+/\S*$")

CHIPS = {
    "new": ("accepted", "New"),
    "known": ("written", "Known"),
    "again": ("missing", "Listed twice"),
    "wrong": ("weak", "No address"),
}


@dataclass(frozen=True, slots=True)
class PreviewLine:
    """One line: what it is, and what will become of it."""

    number: int
    text: str
    state: str
    note: str

    @property
    def chip(self) -> str:
        """The colour of the word."""
        return CHIPS[self.state][0]

    @property
    def word(self) -> str:
        """The state in a word or two."""
        return CHIPS[self.state][1]


@dataclass(frozen=True, slots=True)
class Preview:
    """Every line, and how many of each kind."""

    lines: list[PreviewLine]

    def count(self, state: str) -> int:
        """How many lines are `new`, `known`, `again` or `wrong`."""
        return sum(line.state == state for line in self.lines)

    @property
    def summary(self) -> str:
        """For example "37 lines: 30 new, 4 known, 3 are no addresses"."""
        total, again, wrong = len(self.lines), self.count("again"), self.count("wrong")
        parts = [f"{self.count('new')} new", f"{self.count('known')} known"]
        parts += [f"{again} listed twice"] if again else []
        parts += [f"{wrong} {'is no address' if wrong == 1 else 'are no addresses'}"] if wrong else []
        return f"{total} line{'' if total == 1 else 's'}: {', '.join(parts)}"


class AddressesForm(forms.Form):
    """Addresses, pasted or in a file."""

    text = forms.CharField(
        label="Addresses, one on each line",
        required=False,
        max_length=LONGEST_LIST,
        widget=UnfoldAdminTextareaWidget(
            attrs={"rows": 12, "spellcheck": "false", "wrap": "off", "placeholder": "https://…"}
        ),
    )
    file = forms.FileField(
        label="A CSV or text file",
        required=False,
        allow_empty_file=True,
        help_text="From each row the first address is taken.",
        widget=forms.FileInput(attrs={"accept": ".csv,.txt,.tsv,text/csv,text/plain"} | OWN_FILE_FIELD),
    )
    team = forms.ModelChoiceField(
        label="For the team",
        queryset=Team.objects.none(),
        required=False,
        empty_label="No team: only you see these jobs",
        widget=UnfoldAdminSelectWidget(),
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        teams = teams_to_choose(user)
        field: Any = self.fields["team"]
        field.queryset = teams
        field.initial = default_team(user=user) or teams.first()
        if not teams:
            del self.fields["team"]

    def clean_file(self) -> str:
        """The addresses of the file, one a line."""
        file: UploadedFile | None = self.cleaned_data["file"]
        try:
            return "" if file is None else addresses_of_file(_decoded(file))
        except PostingError as error:
            raise forms.ValidationError(error.message) from error

    def clean(self) -> dict[str, Any]:
        """Make one list of both. Refuse an empty one, and one that nobody reviews in a week."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        both = [data.get("text") or "", data.get("file") or ""]
        try:
            lines = addresses_in("\n".join(both))
        except PostingError as error:
            raise forms.ValidationError({"text": error.message}) from error
        if not lines and not self.errors:
            self.add_error("text", "Paste at least one address, or choose a file that has some.")
        if len(lines) > MOST_LINES:
            self.add_error("text", f"These are {len(lines):,} lines. Read at most {MOST_LINES:,} at once.")
        data["addresses"] = "\n".join(lines)
        return data


def preview(*, text: str, user: User) -> Preview:
    """Say what each line will do; two queries, however long the list is."""
    lines = addresses_in(text)
    addresses = [_address(line) for line in lines]
    stored = Job.objects.filter(canonical_url__in=set(filter(None, addresses)))
    known = list(stored.values_list("canonical_url", "pk"))
    mine = set(
        Job.objects.visible_to(user).filter(pk__in=[pk for _, pk in known]).values_list("pk", flat=True)
    )
    owners = {address: pk in mine for address, pk in known if address}
    seen: set[str] = set()
    shown = []
    for number, (line, address) in enumerate(zip(lines, addresses, strict=True), start=1):
        state, note = _fate(address, seen, owners)
        shown.append(PreviewLine(number, reveal(line[:300]), state, note))
        seen.add(address)
    return Preview(shown)


def addresses_of_file(text: str) -> str:
    """From each row the first cell that is an address, else the first cell, so that its fault is shown.

    A first row without an address is the heading when other rows have one. Raises PostingError for a file
    with far more lines than may be imported at once, and for a cell that never ends.
    """
    lines = list(islice(filter(str.strip, io.StringIO(text)), MOST_FILE_LINES + 1))
    if len(lines) > MOST_FILE_LINES:
        raise PostingError(f"This file has more than {MOST_FILE_LINES:,} lines. Split it.")
    separator = max(",;\t", key=text.split("\n", 1)[0].count)
    rows = [[cell.strip() for cell in row] for row in rows_of(lines, separator)]
    rows = [row for row in rows if any(row)]
    found = [next((cell for cell in row if ADDRESS.match(cell)), "") for row in rows]
    if found and not found[0] and any(found):
        rows, found = rows[1:], found[1:]
    return "\n".join(address or next(filter(None, row)) for row, address in zip(rows, found, strict=True))


def _decoded(file: UploadedFile) -> str:
    if (file.size or 0) > LARGEST_FILE:
        raise forms.ValidationError("This file is larger than 5 MB. A list of addresses is much smaller.")
    data = file.read()
    if b"\0" in data[:4000]:
        raise forms.ValidationError("This is not a text file. Save the list as CSV.")
    try:
        return str(data.decode("utf-8-sig"))
    except UnicodeDecodeError:
        return str(data.decode("cp1252", errors="replace"))


def _address(line: str) -> str:
    try:
        return check_address(url=line)
    except PostingError:
        return ""


def _fate(address: str, seen: set[str], owners: dict[str, bool]) -> tuple[str, str]:
    if not address:
        return "wrong", "Not an address of a web page. It is left out."
    if address in seen:
        return "again", "The same address stands further up."
    if address not in owners:
        return "new", "Will be read."
    return "known", "You have this job already." if owners[address] else "Another team has this job already."
