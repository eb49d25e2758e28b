"""What keeps the form of a plan from being saved, in words for people, each at the field to be mended."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from pydantic import TypeAdapter, ValidationError

from interviews.admin.plan_form_data import Form
from interviews.engine.plan import Plan, PlanError, load_plan
from interviews.engine.plan_review import protected_message, protected_wording
from interviews.engine.plan_types import REQUIRED_ANCHORS
from interviews.engine.plan_yaml import dotted

_ADAPTER = TypeAdapter(Plan)
_NO_INDICATOR = "Choose what this follow-up is for, among the scales that its question rates."
# By the end of the place, and what is wrong there; "" stands for anything.
_WORDS = {
    ("", "value_error"): "Write something here.",
    ("", "int_type"): "Enter a whole number.",
    ("", "float_type"): "Enter a number.",
    ("", "too_long"): "These are more than an interview may have. Remove some.",
    ("minutes", "int_type"): "Enter the minutes as a number.",
    ("questions", "too_short"): "A plan needs at least one question.",
    ("competencies", "too_short"): "A plan needs at least one scale to rate by.",
    ("indicators", "too_short"): "A scale needs at least one thing to look for.",
    ("for", "string_pattern_mismatch"): _NO_INDICATOR,
    ("kind", "literal_error"): "Choose a kind.",
    ("language", "string_pattern_mismatch"): "Choose a language.",
}
Problems = dict[str, list[str]]


def find_problems(form: Form) -> tuple[Plan | None, Problems]:
    """Return the plan, None when there is none yet, and what keeps it from being saved, by field."""
    found: Problems = {}
    plan = None
    for key, message in (*_broken_types(form), *_broken_rules(form)):
        _note(found, form.field_at(key), message)
    if not found:
        try:
            plan = load_plan(form.document)
        except PlanError as error:
            # What the form itself can break was said above in better words.
            _note(found, form.field_at(error.key), error.message)
    for key, topics in protected_wording(plan) if plan else ():
        _note(found, form.field_at(key), protected_message(topics))
    return plan, found


def _note(found: Problems, field: str, message: str) -> None:
    messages = found.setdefault(field, [])
    messages.extend([message] if message not in messages else [])


def _broken_types(form: Form) -> Iterator[tuple[str, str]]:
    try:
        _ADAPTER.validate_python(form.document)
    except ValidationError as error:
        seen = set()
        for problem in error.errors():
            # Pydantic names the branch of a union, and "[key]" for a mapping's key; neither is a place.
            path = tuple(part for part in problem["loc"] if part not in ("int", "float", "[key]"))
            if path not in seen:
                seen.add(path)
                yield dotted(path), _in_words(path, problem)


def _in_words(path: tuple[str | int, ...], problem: Mapping[str, object]) -> str:
    kind = str(problem["type"])
    message = str(problem["msg"]).replace("Input should", "This must").replace("String should", "This must")
    return _WORDS.get((str(path[-1]), kind)) or _WORDS.get(("", kind)) or f"{message}."


def _broken_rules(form: Form) -> Iterator[tuple[str, str]]:
    """Yield what types cannot say and a form can get wrong."""
    for i, competency in enumerate(form.document["competencies"]):
        for level in REQUIRED_ANCHORS:
            if str(level) not in competency["anchors"]:
                yield f"competencies[{i}].anchors.{level}", f"Say what level {level} looks like."
        if competency.get("weight", 1) != 1 and competency["weight_reason"] is None:
            yield f"competencies[{i}].weight_reason", "Say why it weighs more or less than the others."
    yield from _strange_probes(form)


def _strange_probes(form: Form) -> Iterator[tuple[str, str]]:
    indicators = {c["key"]: {i["key"] for i in c["indicators"]} for c in form.document["competencies"]}
    for i, question in enumerate(form.document["questions"]):
        rated = {key for competency in question["competencies"] for key in indicators.get(competency, ())}
        for j, probe in enumerate(question["probes"]["authored"]):
            if probe["for"] and probe["for"] not in rated:
                yield f"questions[{i}].probes.authored[{j}].for", _NO_INDICATOR
