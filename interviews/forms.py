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


class AnswerField(forms.CharField):
    """Browsers send two characters for a line break and count one."""

    def to_python(self, value: Any) -> str:
        """Count as the field on the page does."""
        return (super().to_python(value) or "").replace("\r\n", "\n")


class TypedForm(forms.Form):
    """What the typed page sends: an answer, or the press of a control beside words that stay a draft.

    `report_id` makes a form that is sent twice count once; `asked` is the turn that the page shows.
    """

    ACTIONS = ("answer", "repeat", "rephrase", "skip", "back", "break", "show", "device")

    action = forms.ChoiceField(choices=[(name, name) for name in ACTIONS], required=False)
    report_id = forms.RegexField(r"^[0-9a-f]{32}$")
    asked = forms.IntegerField(min_value=0)
    text = AnswerField(
        required=False,
        strip=False,
        max_length=MAX_CHARS,
        error_messages={"max_length": f"This is longer than {MAX_CHARS:,} characters. Shorten it a little."},
    )

    def clean_action(self) -> str:
        """Sending is what the form is for."""
        return self.cleaned_data["action"] or "answer"

    def clean(self) -> dict[str, Any]:
        """Demand words of an answer."""
        values = super().clean() or {}
        if values.get("action") == "answer" and "text" in values and not values["text"].strip():
            self.add_error("text", "Write your answer first, or skip the question.")
        return values


class DraftForm(forms.Form):
    """What is kept while somebody writes."""

    asked = forms.IntegerField(min_value=0)
    text = AnswerField(required=False, strip=False, max_length=MAX_CHARS)
