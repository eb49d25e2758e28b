"""What is suspicious in a posting, explained to the recruiter who decides about it."""

from __future__ import annotations

from dataclasses import dataclass

from jobs.admin.field_words import label_of
from jobs.models import Job
from jobs.scraping.posting import FIELDS


@dataclass(frozen=True, slots=True)
class WarningNote:
    """What was found, in words, and why it matters; `snippet` is the page's own words, hostile text."""

    kind: str
    title: str
    explanation: str
    snippet: str
    field: str

    @property
    def field_label(self) -> str:
        """The field's name within a sentence; empty for the page as a whole."""
        return label_of(self.field).lower() if self.field in FIELDS else ""


_WORDS = {
    "hidden_characters": (
        "Hidden characters",
        "The page has characters that nobody sees or that turn the order of letters around. We took them "
        "out. Read the field once more: what is left should say what the page shows.",
    ),
    "instructions": (
        "Sentence addressed to a machine",
        "This sentence speaks to a computer program, not to an applicant. No language model is given it. "
        "Take it out if candidates should not see it.",
    ),
    "lookalike": (
        "Look-alike letters",
        "This word mixes letters of different alphabets that look the same, as impostors do. "
        "Make sure that the employer is who it seems to be.",
    ),
}


def warning_notes(job: Job) -> list[WarningNote]:
    """Every warning of a job."""
    return [_note(item) for item in job.warnings]


def notes_for(job: Job, field: str) -> list[WarningNote]:
    """The warnings about one field."""
    return [note for note in warning_notes(job) if note.field == field]


def _note(item: dict[str, str]) -> WarningNote:
    kind = item.get("kind", "")
    title, explanation = _WORDS.get(kind, ("Something unusual", "Compare this with the page."))
    return WarningNote(kind, title, explanation, item.get("snippet", ""), item.get("field", ""))
