"""What candidates type: a posting, and their answers."""

from __future__ import annotations

from typing import Any

from django import forms

from interviews.services.words import MAX_CHARS

MIN_POSTING_CHARS = 80
MAX_POSTING_CHARS = 60_000


class PostingForm(forms.Form):
    """The address of a posting, or its text."""

    url = forms.URLField(
        label="Address of the posting",
        required=False,
        max_length=2000,
        assume_scheme="https",
        error_messages={"invalid": "This is not a web address. Copy it from your browser's address bar."},
        widget=forms.TextInput(
            attrs={"inputmode": "url", "autocomplete": "url", "autocapitalize": "none", "spellcheck": "false"}
        ),
    )
    text = forms.CharField(
        label="Text of the posting",
        required=False,
        min_length=MIN_POSTING_CHARS,
        max_length=MAX_POSTING_CHARS,
        error_messages={
            "min_length": "This is too short to prepare questions from. Paste the whole posting.",
            "max_length": "This is longer than a posting. Paste only the part about this one position.",
        },
        widget=forms.Textarea(attrs={"rows": 8}),
    )

    def clean(self) -> dict[str, Any]:
        """Demand one of the two."""
        values = super().clean() or {}
        if not self.errors and not (values.get("url") or values.get("text")):
            self.add_error("url", "Paste the address of a posting, or its text below.")
        return values


class AnswerForm(forms.Form):
    """One typed answer. `report_id` makes a form that is sent twice count once."""

    text = forms.CharField(
        max_length=MAX_CHARS,
        error_messages={
            "required": "Write your answer first, or skip the question.",
            "max_length": f"This is longer than {MAX_CHARS:,} characters. Shorten it a little.",
        },
    )
    report_id = forms.RegexField(r"^[0-9a-f]{32}$")
