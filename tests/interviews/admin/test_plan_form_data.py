"""A plan's document and the fields of its form say the same."""

from __future__ import annotations

from itertools import cycle
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from interviews.admin.plan_form_acts import apply_act
from interviews.admin.plan_form_data import (
    LISTS,
    MOST_ENTRIES,
    Fields,
    count_entries,
    from_fields,
    make_key,
    names_in,
    to_fields,
    to_number,
)
from interviews.admin.plan_form_errors import find_problems
from interviews.engine.plan import dump_plan, load_plan
from tests.engine.helpers import PLAN

WRITABLE = st.characters(exclude_categories=("Cs",), exclude_characters="\0")
TEXTS = st.text(WRITABLE, min_size=1, max_size=30).filter(str.strip)
LINES = TEXTS.filter(lambda text: "\n" not in text)
KEYS = st.from_regex(r"[A-Za-z0-9][A-Za-z0-9_-]{0,8}", fullmatch=True)
MINUTES = st.integers(1, 240) | st.floats(0.01, 240)


def distinct(keys: st.SearchStrategy[str], low: int, high: int) -> st.SearchStrategy[list[str]]:
    return st.lists(keys, min_size=low, max_size=high, unique=True)


@st.composite
def plans(draw: st.DrawFn) -> dict[str, Any]:
    """Any valid plan whose examples are single lines."""
    indicator_keys = draw(distinct(KEYS, 3, 6))
    shares = [indicator_keys[0::3], indicator_keys[1::3], indicator_keys[2::3]]
    competency_keys = draw(distinct(KEYS, 1, 3))
    competencies = [draw(competency(key, share)) for key, share in zip(competency_keys, shares, strict=False)]
    questions = [draw(question(key, competencies)) for key in draw(distinct(KEYS, 1, 4))]
    document = {
        "schema": "parley.plan/1",
        "key": draw(KEYS),
        "title": draw(TEXTS),
        "language": draw(st.sampled_from(["en", "de-AT", "nl"])),
        "minutes": draw(st.integers(1, 240)),
        "competencies": competencies,
        "questions": questions,
        "facts": draw(st.lists(st.fixed_dictionaries({"about": TEXTS, "answer": TEXTS}), max_size=2)),
        "closing": draw(TEXTS),
    }
    return dump_plan(load_plan(document))


@st.composite
def competency(draw: st.DrawFn, key: str, indicators: list[str]) -> dict[str, Any]:
    optional = draw(st.sets(st.sampled_from(["2", "4"])))
    levels = sorted({"1", "3", "5"} | optional)
    weight = draw(st.none() | st.fixed_dictionaries({"weight": st.floats(0.1, 10), "weight_reason": TEXTS}))
    return {
        "key": key,
        "name": draw(TEXTS),
        "definition": draw(TEXTS),
        "anchors": {level: draw(TEXTS) for level in levels},
        "indicators": [
            {
                "key": indicator,
                "text": draw(TEXTS),
                "examples": draw(st.lists(LINES, max_size=3)),
                "level": draw(st.integers(1, 5)),
            }
            for indicator in indicators
        ],
        **(weight or {}),
    }


@st.composite
def question(draw: st.DrawFn, key: str, competencies: list[dict[str, Any]]) -> dict[str, Any]:
    rated = draw(st.lists(st.sampled_from(competencies), max_size=3, unique_by=lambda c: c["key"]))
    indicators = [i["key"] for c in rated for i in c["indicators"]]
    probe = st.fixed_dictionaries({"for": st.sampled_from(indicators or [""]), "text": TEXTS})
    return {
        "key": key,
        "kind": draw(st.sampled_from(["behavioural", "situational", "logistics"])),
        "text": draw(TEXTS),
        "rephrase": draw(st.none() | TEXTS),
        "competencies": [c["key"] for c in rated],
        "minutes": draw(MINUTES),
        "required": draw(st.booleans()),
        "source": draw(st.none() | TEXTS),
        "probes": {
            "max": draw(st.integers(0, 10)),
            "authored": draw(st.lists(probe, max_size=3)) if indicators else [],
        },
    }


def fields_of_plan() -> Fields:
    return to_fields(dump_plan(PLAN))


def document_after(*acts: str) -> dict[str, Any]:
    fields = fields_of_plan()
    for act in acts:
        assert apply_act(fields, act)
    return from_fields(fields).document


def problems_with(**values: str) -> dict[str, list[str]]:
    fields = fields_of_plan() | {name.replace("_", "-", 1): [value] for name, value in values.items()}
    return find_problems(from_fields(fields))[1]


@settings(max_examples=150, deadline=None)
@given(plans())
def test_a_plan_comes_back_from_its_form_as_it_was(document: dict[str, Any]) -> None:
    assert from_fields(to_fields(document)).document == document


@given(
    st.dictionaries(
        st.sampled_from(
            ["questions", "q1-probes", "competencies", "c1-indicators", "removed", "q1-competencies"]
        )
        | st.from_regex(r"[qcf]1(?:[pi]1)?-(?:text|for|level|minutes|key|weight|anchor3)", fullmatch=True),
        st.lists(st.sampled_from(["q1", "q1p1", "c1", "c1i1", "f1", "x", "", "3", "nan", "<b>"]), max_size=4),
    )
)
def test_whatever_is_sent_is_read_without_a_fall(fields: Fields) -> None:
    for act in ("add:questions", "add:q1-probes", "remove:q1", "up:c1", "down:nothing", "add:x", ""):
        apply_act(fields, act)
    find_problems(from_fields(fields))


class TestReferences:
    def test_keys_are_made_of_names_and_stay_when_these_change(self) -> None:
        fields = fields_of_plan()
        name = apply_act(fields, "add:competencies")
        fields[f"{name}-name"] = ["Naïve Größe & Co"]
        first = from_fields(fields).document["competencies"][2]["key"]
        assert first == "naive_grosse_co"
        fields |= {f"{name}-key": [first], f"{name}-name": ["Something else"]}
        assert from_fields(fields).document["competencies"][2]["key"] == first

    def test_no_key_is_made_twice(self) -> None:
        assert make_key("Craft", ["craft", "craft_2"], "x") == "craft_3"
        assert make_key("日本", [], "question_4") == "question_4"
        assert make_key("one two three four five six", [], "x") == "one_two_three_four_five"

    def test_a_new_indicator_can_be_asked_for_before_it_has_a_key(self) -> None:
        fields = fields_of_plan()
        indicator, probe = apply_act(fields, "add:c1-indicators"), apply_act(fields, "add:q1-probes")
        fields |= {
            f"{indicator}-text": ["Cleans up"],
            f"{probe}-for": [indicator],
            f"{probe}-text": ["And then?"],
        }
        plan, problems = find_problems(from_fields(fields))
        assert problems == {}
        assert plan is not None and plan.questions[0].probes.authored[-1].indicator == "cleans_up"

    def test_what_refers_to_something_taken_away_is_to_be_mended(self) -> None:
        fields = fields_of_plan()
        apply_act(fields, "remove:c1i2")
        assert list(find_problems(from_fields(fields))[1]) == ["q1p2-for"]

    def test_a_question_forgets_a_scale_that_is_taken_away(self) -> None:
        assert document_after("remove:c2")["questions"][1]["competencies"] == []


class TestTheButtons:
    def test_a_question_moves_up_and_down(self) -> None:
        assert [q["key"] for q in document_after("up:q2", "down:q3")["questions"]] == [
            "costly_repair",
            "hard_repair",
            "next_season",
            "favourite_bike",
        ]

    def test_the_first_stays_first_and_the_last_last(self) -> None:
        assert document_after("up:q1", "down:q4")["questions"] == dump_plan(PLAN)["questions"]

    def test_moving_passes_over_what_was_taken_away(self) -> None:
        keys = [q["key"] for q in document_after("remove:q2", "up:q3")["questions"]]
        assert keys == ["favourite_bike", "hard_repair", "next_season"]

    def test_what_was_taken_away_comes_back_with_all_it_held(self) -> None:
        removed = document_after("remove:c1")
        assert [c["key"] for c in removed["competencies"]] == ["customers"]
        assert document_after("remove:c1", "undo:c1") == dump_plan(PLAN)

    def test_probes_move_and_go_within_their_question(self) -> None:
        probes = document_after("down:q1p1", "remove:q1p3")["questions"][0]["probes"]["authored"]
        assert [probe["for"] for probe in probes] == ["checks_result", "own_repair"]

    def test_a_new_scale_comes_with_something_to_look_for(self) -> None:
        fields = fields_of_plan()
        name = apply_act(fields, "add:competencies")
        assert names_in(fields, f"{name}-indicators") == [f"{name}i1"]

    def test_a_name_is_not_used_again(self) -> None:
        fields = fields_of_plan()
        apply_act(fields, "remove:q4")
        assert apply_act(fields, "add:questions") == "q5"

    @pytest.mark.parametrize(
        "act", ["add:q9-probes", "add:q1-indicators", "add:title", "remove:q9", "jump:q1", ""]
    )
    def test_other_acts_do_nothing(self, act: str) -> None:
        fields = fields_of_plan()
        assert apply_act(fields, act) == ""
        assert fields == fields_of_plan()


class TestProblems:
    def test_a_good_form_has_none(self) -> None:
        assert problems_with() == {}

    @pytest.mark.parametrize(
        ("field", "value", "words"),
        [
            ("title", " ", "Write something"),
            ("minutes", "many", "minutes as a number"),
            ("q1_minutes", "", "a number"),
            ("q1_minutes", "0", "greater than 0"),
            ("q2_text", "", "Write something"),
            ("q1_kind", "odd", "Choose a kind"),
            ("q1_max", "11", "less than or equal to 10"),
            ("q1p2_text", "", "Write something"),
            ("q1p2_for", "", "Choose what"),
            ("q1p2_for", "c2i1", "Choose what"),
            ("c1_anchor3", " ", "level 3"),
            ("c1_weight", "2", "Say why"),
            ("c1i1_text", "", "Write something"),
            ("c1i1_level", "9", "less than or equal to 5"),
            ("f1_answer", "", "Write something"),
            ("closing", "", "Write something"),
        ],
    )
    def test_a_mistake_is_said_at_its_field(self, field: str, value: str, words: str) -> None:
        problems = problems_with(**{field: value})
        place = "c1-weight_reason" if field == "c1_weight" else field.replace("_", "-", 1)
        assert list(problems) == [place]
        assert words in problems[place][0]

    def test_several_mistakes_are_said_at_once(self) -> None:
        assert set(problems_with(title="", q1_text="", c2_name="")) == {"title", "q1-text", "c2-name"}

    def test_a_plan_without_questions_or_scales_is_none(self) -> None:
        fields = fields_of_plan() | {"questions": [], "competencies": []}
        assert list(find_problems(from_fields(fields))[1]) == ["competencies", "questions"]

    def test_keys_that_were_tampered_with_are_refused(self) -> None:
        assert problems_with(q2_key="hard_repair") == {"q2": ["the key 'hard_repair' is used twice"]}


def test_no_more_can_be_added_than_a_form_can_hold() -> None:
    fields = fields_of_plan()
    lists = [*LISTS, "q1-probes", "c1-indicators"]
    for _, name in zip(range(MOST_ENTRIES), cycle(lists)):
        apply_act(fields, f"add:{name}")
        assert count_entries(fields) <= MOST_ENTRIES
    assert count_entries(fields) > MOST_ENTRIES - 2


@pytest.mark.parametrize(
    ("typed", "number"),
    [("5", 5), ("2,5", 2.5), (" 7 ", 7), ("nan", "nan"), ("1e999", "1e999"), ("x", "x"), ("", "")],
)
def test_a_number_is_read_as_people_type_it(typed: str, number: object) -> None:
    assert to_number(typed) == number
