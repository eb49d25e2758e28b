"""Answers and pages of invented employers in the shapes of applicant systems."""

from __future__ import annotations

from pathlib import Path


def answer(name: str) -> str:
    """The text of a file of this folder."""
    return (Path(__file__).parent / name).read_text(encoding="utf-8")
