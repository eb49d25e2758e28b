"""Plans to rehearse: the engine's, in any language, and small ones that lack something."""

from __future__ import annotations

from dataclasses import replace

from interviews.engine.plan import Plan, load_plan_yaml
from tests.engine.helpers import PLAN

__all__ = ["PLAN", "bare_plan", "in_language", "without_examples"]

BARE = """
schema: parley.plan/1
key: bare
title: Bare
language: en
minutes: 5
competencies:
  - key: craft
    name: Craft
    definition: Does it.
    anchors: {1: No., 3: Yes., 5: Very.}
    indicators:
      - {key: own_part, text: Says what they did., examples: [I cut the beams], level: 3}
questions:
  - {key: only, kind: knowledge, text: "How do you do it?", minutes: 3, competencies: [craft]}
closing: Thank you.
"""


def bare_plan(**fields: object) -> Plan:
    """A plan of one question with one indicator and no probe."""
    return replace(load_plan_yaml(BARE), **fields)  # type: ignore[arg-type]


def in_language(language: str, plan: Plan = PLAN) -> Plan:
    """The plan, said to be in another language."""
    return replace(plan, language=language)


def without_examples(plan: Plan = PLAN) -> Plan:
    """The plan with no example of anything."""
    bare = [
        replace(competency, indicators=tuple(replace(one, examples=()) for one in competency.indicators))
        for competency in plan.competencies
    ]
    return replace(plan, competencies=tuple(bare))
