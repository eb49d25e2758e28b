"""Draws interview plans from postings without a language model: a curated library, counted words."""

from interviews.drafting.drafter import draft_plan

__all__ = ["draft_plan"]
