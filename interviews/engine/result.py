"""The result of an interview, `parley.result/1`, as far as no person and no model has rated it."""

from __future__ import annotations

from typing import Any

from interviews.engine.plan import Competency, Plan, Question
from interviews.engine.transcript import Transcript

SCHEMA = "parley.result/1"
UNRATED = "assist/1"


def unrated_result(plan: Plan, transcript: Transcript) -> dict[str, Any]:
    """Return what was asked and answered, with every level null: without evidence there is no score."""
    return {
        "schema": SCHEMA,
        "plan": plan.key,
        "scorer": UNRATED,
        "competencies": {competency.key: _unrated(competency) for competency in plan.competencies},
        "coverage": {question.key: _coverage(question, transcript) for question in plan.questions},
        "overall": None,
    }


def _unrated(competency: Competency) -> dict[str, Any]:
    not_shown = [indicator.key for indicator in competency.indicators]
    return {"level": None, "evidence": [], "not_shown": not_shown, "why": "needs a person"}


def _coverage(question: Question, transcript: Transcript) -> dict[str, Any]:
    about = [turn for turn in transcript.turns if turn.question == question.key]
    return {
        "asked": any(turn.kind == "core" for turn in about),
        "answered": any(turn.kind == "answer" and turn.role == "candidate" for turn in about),
        "probes": sum(turn.kind == "probe" for turn in about),
    }
