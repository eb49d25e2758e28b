"""Plans are read strictly, and written back as they were."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interviews.engine.plan import PlanError, dump_plan, dump_plan_yaml, load_plan, load_plan_yaml
from tests.engine.helpers import PLAN, PLAN_TEXT


def problem_of(old: str, new: str) -> PlanError:
    assert old in PLAN_TEXT
    with pytest.raises(PlanError) as caught:
        load_plan_yaml(PLAN_TEXT.replace(old, new, 1))
    return caught.value


def line_of(text: str) -> int:
    return PLAN_TEXT[: PLAN_TEXT.index(text)].count("\n") + 1


def test_a_plan_survives_json_and_yaml() -> None:
    assert load_plan(dump_plan(PLAN)) == PLAN
    assert load_plan(json.loads(json.dumps(dump_plan(PLAN)))) == PLAN
    assert json.loads(json.dumps(dump_plan(PLAN))) == dump_plan(PLAN)
    assert load_plan_yaml(dump_plan_yaml(PLAN)) == PLAN


def test_a_number_that_is_too_large_for_any_is_refused() -> None:
    assert "cannot be read" in problem_of("minutes: 15", f"minutes: 1{':1' * 400}.5").message


@pytest.mark.parametrize("name", ["questions", "competencies", "facts"])
def test_a_plan_has_no_more_entries_than_an_interview_may(name: str) -> None:
    document = dump_plan(PLAN)
    document[name] = document[name] * 201
    with pytest.raises(PlanError, match=f"^{name}: has more entries"):
        load_plan(document)


def test_anchor_keys_may_be_strings_and_what_may_be_left_out_has_its_default() -> None:
    assert PLAN.competencies[0].anchors[3] == "Describes an own repair."
    assert PLAN.questions[2].rephrase is None and PLAN.questions[2].probes.max == 0
    assert PLAN.competencies[0].indicators[0].examples == ("I trued the wheel", "I took it apart, all of it")


@pytest.mark.parametrize(
    ("old", "new", "key", "message"),
    [
        ("schema: parley.plan/1", "schema: parley.plan/2", "schema", "parley.plan/1"),
        ("language: en", "language: no", "language", "quotation marks"),
        ("minutes: 15", "minutes: yes", "minutes", "whole number"),
        ("minutes: 15", "minutes: 0", "minutes", "greater than"),
        ("key: bike-mechanic", "key: bike mechanic", "key", "not allowed"),
        ("title: Bike Mechanic", "titel: Bike Mechanic", "titel", "not known"),
        ("      1: Names no own repair.\n", "", "competencies[0].anchors", "anchor 1 is missing"),
        ("      1: Names no", "      7: Names no", "competencies[0].anchors[7]", "less than or equal to 5"),
        ("key: customers", "key: craft", "competencies[1].key", "used twice"),
        ("key: explains", "key: own_repair", "competencies[1].indicators[0].key", "used twice"),
        ("level: 4", "level: 6", "competencies[0].indicators[1].level", "less than or equal to 5"),
        ("[I trued the wheel,", "[1,200,", "competencies[0].indicators[0].examples[0]", "comma"),
        ("key: costly_repair", "key: hard_repair", "questions[1].key", "used twice"),
        ("kind: behavioural", "kind: riddle", "questions[0].kind", "behavioural"),
        ("competencies: [craft]", "competencies: [kraft]", "questions[0].competencies[0]", "no competency"),
        ("    minutes: 4", "    minutes: soon", "questions[0].minutes", "number"),
        ("required: true", 'required: "yes"', "questions[0].required", "true or false"),
        ("max: 2", "max: -1", "questions[0].probes.max", "greater than"),
        ("title: Bike Mechanic", 'title: "Bike\\0"', "title", "character zero"),
        (
            "for: checks_result",
            "for: explains",
            "questions[0].probes.authored[1].for",
            "no indicator of a competency of this question",
        ),
        ("about: workshop", "abuot: workshop", "facts[0].abuot", "not known"),
    ],
)
def test_a_broken_rule_is_named_with_line_and_key(old: str, new: str, key: str, message: str) -> None:
    problem = problem_of(old, new)
    assert problem.key == key
    assert message in problem.message
    assert problem.line is not None
    assert f"line {problem.line}" in str(problem) and key in str(problem)


def test_the_line_is_the_one_where_the_mistake_stands() -> None:
    assert problem_of("for: checks_result", "for: nothing").line == line_of("for: checks_result")
    assert problem_of("language: en", "language: no").line == 4
    assert problem_of("about: workshop", "abuot: workshop").line == line_of("about: workshop")


def test_a_missing_key_is_named_with_the_line_of_what_it_is_missing_from() -> None:
    problem = problem_of("    text: Tell me about the hardest repair that you have done.\n", "")
    assert problem.key == "questions[0].text"
    assert problem.line == line_of("- key: hard_repair")


@pytest.mark.parametrize(
    ("old", "new", "word"),
    [
        ("title: Bike Mechanic", "title: A\ntitle: B", "twice"),
        ("title: Bike Mechanic", "title: &a A\nkey2: *a", "aliases"),
        ("title: Bike Mechanic", "title: [", "YAML"),
        ("title: Bike Mechanic", "title: !!python/object/apply:os.system [id]", "YAML"),
        ("title: Bike Mechanic", "title: A\n? [a, b]\n: c", "plain word"),
    ],
)
def test_ambiguous_or_dangerous_yaml_is_refused_with_its_line(old: str, new: str, word: str) -> None:
    problem = problem_of(old, new)
    assert word in str(problem)
    assert problem.line


@pytest.mark.parametrize(
    "text", ["", "# nothing", "- a\n- b", "plan", "1", "\x00", "[" * 5_000, "a: " * 300_000]
)
def test_what_is_no_plan_at_all_is_refused(text: str) -> None:
    with pytest.raises(PlanError):
        load_plan_yaml(text)


@given(st.text(max_size=300))
def test_any_text_is_a_plan_or_a_plan_error(text: str) -> None:
    with pytest.raises(PlanError):
        load_plan_yaml(text)


@given(st.integers(0, len(PLAN_TEXT)), st.integers(0, 40), st.text(max_size=10))
def test_any_damage_to_a_file_is_still_a_plan_or_a_plan_error(start: int, length: int, extra: str) -> None:
    try:
        load_plan_yaml(PLAN_TEXT[:start] + extra + PLAN_TEXT[start + length :])
    except PlanError as error:
        assert error.message


def test_a_document_that_is_no_mapping_is_refused() -> None:
    with pytest.raises(PlanError):
        load_plan([])  # type: ignore[arg-type]


def test_the_example_of_the_documentation_is_a_plan() -> None:
    page = (Path(__file__).parents[2] / "docs" / "plan-format.md").read_text(encoding="utf-8")
    example = page.split("```yaml\n")[1].split("```")[0]
    assert load_plan_yaml(example).key == "bike-mechanic"
