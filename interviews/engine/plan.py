"""Plans in and out: reading and checking `parley.plan/1`, and writing it back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import yaml
from pydantic import TypeAdapter, ValidationError

from interviews.engine.plan_types import (
    REQUIRED_ANCHORS,
    SCHEMA,
    AuthoredProbe,
    Competency,
    Fact,
    Indicator,
    Plan,
    Probes,
    Question,
)
from interviews.engine.plan_yaml import Path, YamlProblem, dotted, read_yaml

__all__ = [
    "SCHEMA",
    "AuthoredProbe",
    "Competency",
    "Fact",
    "Indicator",
    "Plan",
    "PlanError",
    "Probes",
    "Question",
    "dump_plan",
    "dump_plan_yaml",
    "load_plan",
    "load_plan_yaml",
]

_ADAPTER = TypeAdapter(Plan)
_MESSAGES = {
    "missing": "this key is missing",
    "unexpected_keyword_argument": "this key is not known",
    "string_type": "must be text",
    "bool_type": "must be true or false",
    "int_type": "must be a whole number",
    "float_type": "must be a number",
    "tuple_type": "must be a list",
    "too_long": "has more entries than an interview may have",
    "dict_type": "must be a mapping",
    "dataclass_type": "must be a mapping of keys to values",
    "string_pattern_mismatch": "has characters that are not allowed here",
}


class PlanError(ValueError):
    """A plan breaks a rule: what is wrong, at which key, and on which line (from 1) of a file."""

    def __init__(self, message: str, key: str = "", line: int | None = None) -> None:
        self.message, self.key, self.line = message, key, line
        place = ", ".join(part for part in (f"line {line}" if line else "", key) if part)
        super().__init__(f"{place}: {message}" if place else message)


def load_plan(document: Mapping[str, Any], lines: Mapping[Path, int] | None = None) -> Plan:
    """Return the checked plan of a document read from YAML or JSON. Raises PlanError at the first problem."""
    lines = lines or {}
    if not isinstance(document, Mapping):
        raise PlanError(
            "a plan is a mapping that begins with `schema: parley.plan/1`", "", 1 if lines else None
        )
    try:
        plan = _ADAPTER.validate_python(dict(document))
    except ValidationError as error:
        raise locate_problem(error, lines) from error
    for path, message in _broken_rules(plan):
        raise _error(message, path, lines)
    return plan


def load_plan_yaml(text: str) -> Plan:
    """Return the checked plan of a YAML text. Raises PlanError naming line and key."""
    try:
        document, lines = read_yaml(text)
    except YamlProblem as problem:
        raise PlanError(problem.message, problem.key, problem.line) from problem
    return load_plan(document, lines)


def locate_problem(error: ValidationError, lines: Mapping[Path, int]) -> PlanError:
    """Return what is wrong with a document first, with its key and line."""
    path, message = _first_problem(error)
    return _error(message, path, lines)


def dump_plan(plan: Plan) -> dict[str, Any]:
    """Return the plan as a JSON document: `load_plan(dump_plan(plan)) == plan`."""
    document: dict[str, Any] = _ADAPTER.dump_python(plan, mode="json", by_alias=True)
    for competency in document["competencies"]:
        # Equal weights are the rule, and not worth a line in every plan.
        if competency["weight"] == 1 and competency["weight_reason"] is None:
            del competency["weight"], competency["weight_reason"]
    return document


def dump_plan_yaml(plan: Plan) -> str:
    """Return the plan as YAML text: `load_plan_yaml(dump_plan_yaml(plan)) == plan`."""
    document = dump_plan(plan)
    for competency in document["competencies"]:
        competency["anchors"] = {int(level): text for level, text in competency["anchors"].items()}
    return yaml.safe_dump(document, sort_keys=False, allow_unicode=True, width=120)


def _error(message: str, path: Path, lines: Mapping[Path, int]) -> PlanError:
    """The line of a missing key is the line of the nearest thing around it that exists."""
    around: Path = path
    while around and around not in lines:
        around = around[:-1]
    return PlanError(message, dotted(path), lines.get(around))


def _first_problem(error: ValidationError) -> tuple[Path, str]:
    problems = error.errors()
    # A misspelt key is two problems, an unknown key and a missing one: the unknown one says where to look.
    unknown = (problem for problem in problems if problem["type"] == "unexpected_keyword_argument")
    problem = next(unknown, problems[0])
    # Pydantic names the branch of a union, and "[key]" for a mapping's key; neither stands in the file.
    path = tuple(p for p in problem["loc"] if p not in ("int", "float", "[key]"))
    message = _MESSAGES.get(
        problem["type"], problem["msg"].removeprefix("Value error, ").replace("Input should", "must")
    )
    if problem["type"] == "string_type":
        message += _hint(path, problem["input"])
    return path, message


def _hint(path: Path, value: object) -> str:
    if "examples" in path:
        return "; an example that contains a comma needs quotation marks inside [ ]"
    if isinstance(value, bool):
        return f"; YAML reads a bare yes or no as {str(value).lower()}, so put it in quotation marks"
    return f", not {type(value).__name__}; put it in quotation marks"


def _broken_rules(plan: Plan) -> Iterable[tuple[Path, str]]:
    """Yield what types cannot say: unique keys, references that exist, anchors that are needed."""
    yield from _repeated((("competencies", i), c.key) for i, c in enumerate(plan.competencies))
    yield from _repeated((("questions", i), q.key) for i, q in enumerate(plan.questions))
    yield from _repeated(
        (("competencies", i, "indicators", j), indicator.key)
        for i, competency in enumerate(plan.competencies)
        for j, indicator in enumerate(competency.indicators)
    )
    yield from _missing_anchors(plan)
    yield from _unexplained_weights(plan)
    yield from _dangling(plan)


def _repeated(items: Iterable[tuple[Path, str]]) -> Iterable[tuple[Path, str]]:
    seen: set[str] = set()
    for path, key in items:
        if key in seen:
            yield (*path, "key"), f"the key {key!r} is used twice"
        seen.add(key)


def _missing_anchors(plan: Plan) -> Iterable[tuple[Path, str]]:
    for i, competency in enumerate(plan.competencies):
        for level in REQUIRED_ANCHORS:
            if level not in competency.anchors:
                yield ("competencies", i, "anchors"), f"the anchor {level} is missing"


def _unexplained_weights(plan: Plan) -> Iterable[tuple[Path, str]]:
    for i, competency in enumerate(plan.competencies):
        if competency.weight != 1 and competency.weight_reason is None:
            yield ("competencies", i, "weight_reason"), "a weight other than 1 needs its reason here"


def _dangling(plan: Plan) -> Iterable[tuple[Path, str]]:
    known = {competency.key for competency in plan.competencies}
    for i, question in enumerate(plan.questions):
        for j, key in enumerate(question.competencies):
            if key not in known:
                yield ("questions", i, "competencies", j), f"there is no competency {key!r}"
        indicators = plan.indicators_of(question)
        for j, probe in enumerate(question.probes.authored):
            if probe.indicator not in indicators:
                path = ("questions", i, "probes", "authored", j, "for")
                yield path, f"{probe.indicator!r} is no indicator of a competency of this question"
