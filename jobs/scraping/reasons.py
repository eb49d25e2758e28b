"""Why a page is not one open posting: a closed list, each with a sentence for people."""

from __future__ import annotations

from enum import StrEnum


class Reason(StrEnum):
    """`value` is stored and exported, `label` is for lists, `sentence` for people."""

    EXPIRED = "expired"
    SEVERAL = "several"
    LOGIN = "login"
    SHELL = "shell"
    NOT_POSTING = "not_posting"
    BLOCKED = "blocked"
    TOO_LARGE = "too_large"
    TOO_SLOW = "too_slow"
    UNREADABLE = "unreadable"

    @property
    def label(self) -> str:
        """Two or three words for a list."""
        return _WORDS[self][0]

    @property
    def sentence(self) -> str:
        """What it means and, where there is something, what to do."""
        return _WORDS[self][1]


_WORDS = {
    Reason.EXPIRED: ("Expired", "That posting is no longer open."),
    Reason.SEVERAL: (
        "List of jobs",
        "That page lists several jobs. Open the one you mean and use its address.",
    ),
    Reason.LOGIN: ("Login wall", "That page asks visitors to sign in, so we could not read the posting."),
    Reason.SHELL: (
        "Empty page",
        "We found no job description on that page. It may need a browser or an account to show it.",
    ),
    Reason.NOT_POSTING: ("Not a posting", "That page does not look like a job posting."),
    Reason.BLOCKED: ("Not allowed", "That site does not allow automated reading."),
    Reason.TOO_LARGE: ("Too large", "That page is too large to be one job posting."),
    Reason.TOO_SLOW: ("Too slow", "That page took too long to answer."),
    Reason.UNREADABLE: ("Could not be opened", "We could not open that page."),
}
