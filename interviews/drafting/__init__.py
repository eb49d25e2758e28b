"""Draws interview plans from postings without a language model: a curated library, counted words."""

from interviews.drafting.drafter import draft_plan
from interviews.drafting.refine import accept_plan, plan_request

__all__ = ["accept_plan", "draft_plan", "plan_request"]
