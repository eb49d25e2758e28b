"""What the boxes of the plan's form are called, and how they look."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Label:
    """`kind` is "line", "text", "number", "select" or "tick"; `rows` of a text; `step` of a number."""

    text: str
    kind: str = "line"
    help: str = ""
    rows: int = 2
    step: str = "1"


# Beginning with the kind of entry: q a question, p its probe, c a competency, i its indicator, f a fact.
LABELS = {
    "title": Label("Title"),
    "language": Label("Language", "select"),
    "minutes": Label("Minutes in all", "number"),
    "closing": Label(
        "Closing words", "text", "The last that candidates hear: thanks, and what happens next."
    ),
    "q-text": Label("Question", "text", "Asked of everyone, word for word."),
    "q-rephrase": Label("In other words", "text", "For candidates who ask for it."),
    "q-kind": Label("Kind", "select"),
    "q-minutes": Label("Minutes", "number", "With its follow-ups.", step="any"),
    "q-required": Label("Always asked", "tick", "Otherwise left out when time is short."),
    "q-source": Label("Words of the posting", "text", "Verbatim, what this question was drawn from."),
    "q-max": Label("Follow-ups asked, at most", "number"),
    "p-text": Label("Follow-up", "text"),
    "probe-for": Label("Asked unless the answer shows", "select"),
    "c-name": Label("Name"),
    "c-definition": Label("Definition", "text"),
    "c-anchor1": Label("Level 1", "text"),
    "c-anchor2": Label("Level 2, may be left out", "text"),
    "c-anchor3": Label("Level 3", "text"),
    "c-anchor4": Label("Level 4, may be left out", "text"),
    "c-anchor5": Label("Level 5", "text"),
    "c-weight": Label("Weight", "number", "1 for all, unless a reason is stored.", step="any"),
    "c-weight_reason": Label(
        "Reason for another weight", "text", "What in the job makes it count more or less."
    ),
    "i-text": Label("What to look for", "text", "Something that a quote can show."),
    "i-level": Label("Supports level", "select"),
    "i-examples": Label("Examples", "text", "One a line: words that candidates might use.", rows=3),
    "f-about": Label("About", "line", "One or two words that people would use in their question."),
    "f-answer": Label("Answer", "text"),
}
# The headings of entries into which nobody wrote yet.
NEW = {"q": "New question", "p": "New follow-up", "c": "New scale", "i": "New indicator", "f": "New fact"}
ENTRY_NAMES = {"q": "Question", "p": "follow-up", "c": "Scale", "i": "indicator", "f": "Fact"}
LIST_NAMES = {"questions": "Questions", "competencies": "Rating scales", "facts": "Facts"}
LANGUAGE_NAMES = [("en", "English"), ("de", "German"), ("es", "Spanish"), ("fr", "French"), ("cs", "Czech")]
