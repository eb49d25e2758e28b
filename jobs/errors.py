"""What can be wrong with a posting, in sentences for the person who gave it."""

from __future__ import annotations


class PostingError(Exception):
    """`message` is a sentence that pages show as it is."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message
