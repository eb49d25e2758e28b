"""What changed in a plan, what it sounds like, and how its minutes are used, as recruiters read it."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from dataclasses import replace
from typing import Any

import pytest

from interviews.admin.plan_budget import budget
from interviews.admin.plan_diff import describe_changes
from interviews.admin.plan_preview import preview
from interviews.engine.plan import dump_plan
from tests.engine.helpers import PLAN

Edit = Callable[[dict[str, Any]], object]


def changes(edit: Edit) -> list[str]:
    """The sentences, with what words became in brackets."""
    old = dump_plan(PLAN)
    new = deepcopy(old)
    edit(new)
    return [
        change.text + "".join(f" [{part.text}]" for part in change.parts if part.kind == "new")
        for change in describe_changes(old, new)
    ]


def swap(items: list[Any]) -> None:
    items[0], items[1] = items[1], items[0]


class TestChanges:
    def test_an_unchanged_plan_has_none(self) -> None:
        assert changes(lambda plan: None) == []

    @pytest.mark.parametrize(
        ("edit", "said"),
        [
            (lambda p: p.update(minutes=20), "The plan: minutes of the whole interview: 20 instead of 15."),
            (lambda p: p.update(title="Bicycle Mechanic"), "The plan, title: [Bicycle ]"),
            (
                lambda p: p["questions"].pop(2),
                "Question removed: “Which bicycle do you ride yourself, and why?”",
            ),
            (lambda p: p["questions"][0].update(minutes=2.5), "Question 1: minutes: 2.5 instead of 4."),
            (
                lambda p: p["questions"][0].update(required=False),
                "Question 1: always asked: no instead of yes.",
            ),
            (lambda p: p["questions"][0].update(kind="knowledge"), "Question 1, kind: [knowledge]"),
            (lambda p: p["questions"][2].update(rephrase="Why?"), "Question 3, in other words: [Why?]"),
            (lambda p: p["questions"][0].update(competencies=[]), "Question 1: rates nothing now."),
            (
                lambda p: p["questions"][0]["probes"].update(max=1),
                "Question 1: at most 1 instead of 2 follow-ups are asked.",
            ),
            (
                lambda p: p["questions"][1]["probes"]["authored"].pop(),
                "Question 2: follow-up removed: “In which words would you say it?”",
            ),
            (
                lambda p: p["questions"][1]["probes"]["authored"].append({"for": "explains", "text": "And?"}),
                "Question 2: follow-up added: “And?”",
            ),
            (
                lambda p: swap(p["questions"][0]["probes"]["authored"]),
                "Question 1: its follow-ups come in another order.",
            ),
            (
                lambda p: p["questions"][0]["probes"]["authored"][0].update({"for": "checks_result"}),
                "Question 1: a follow-up asks for something else.",
            ),
            (lambda p: swap(p["competencies"]), "The rating scales come in another order."),
            (lambda p: p["competencies"][1].update(name="Guests"), "Scale “Guests”, name: [Guests]"),
            (
                lambda p: p["competencies"][1]["anchors"].update({"4": "Well."}),
                "Scale “Customers”, level 4: [Well.]",
            ),
            (
                lambda p: p["competencies"][0]["indicators"][0].update(level=2),
                "Scale “Craft”: “Says what they repaired themselves.” supports level 2 instead of 3.",
            ),
            (
                lambda p: p["competencies"][1]["indicators"][0].update(examples=[]),
                "Scale “Customers”: other examples of “Explains in plain words.”.",
            ),
            (lambda p: p["facts"].pop(), "Fact removed: location"),
            (lambda p: p["facts"][0].update(answer="It has six."), "Fact “workshop”: [It ] [six.]"),
            (lambda p: p["facts"].append({"about": "pay", "answer": "Good."}), "Fact added: pay: “Good.”"),
            (lambda p: p.update(closing="Bye."), "Closing words: [Bye.]"),
        ],
    )
    def test_each_is_one_sentence(self, edit: Edit, said: str) -> None:
        assert changes(edit) == [said]

    def test_a_weight_comes_with_its_reason(self) -> None:
        weight = {"weight": 2, "weight_reason": "Half of the day."}
        said = changes(lambda plan: plan["competencies"][0].update(weight))
        assert said == [
            "Scale “Craft”: weight: 2 instead of 1.",
            "Scale “Craft”, reason of the weight: [Half of the day.]",
        ]

    def test_a_question_that_is_moved_and_reworded_is_both(self) -> None:
        def edit(plan: dict[str, Any]) -> None:
            swap(plan["questions"])
            plan["questions"][0]["text"] = "What do you say?"

        assert [text.partition(" [")[0] for text in changes(edit)] == [
            "Question 1:",
            "The questions come in another order.",
        ]

    def test_a_new_scale_and_indicator_are_named(self) -> None:
        def edit(plan: dict[str, Any]) -> None:
            plan["competencies"].append({**deepcopy(plan["competencies"][0]), "key": "care", "name": "Care"})
            plan["competencies"][0]["indicators"][0]["key"] = "other"

        assert changes(edit) == [
            "Scale “Craft”: no longer looked for: “Says what they repaired themselves.”",
            "Scale “Craft”: now looked for: “Says what they repaired themselves.”",
            "Rating scale added: Care",
        ]


class TestPreview:
    def test_every_question_is_heard_word_for_word_in_order_with_all_its_follow_ups(self) -> None:
        lines = preview(PLAN, job_title="Bike Mechanic", company_name="Spokes")
        assert [line.text for line in lines if line.question] == [q.text for q in PLAN.questions]
        assert [line.text for line in lines if line.is_maybe] == [
            probe.text for q in PLAN.questions for probe in q.probes.authored
        ]
        assert "Spokes" in lines[0].text
        assert lines[-1].text == PLAN.closing

    def test_nothing_is_left_out_when_the_minutes_do_not_suffice(self) -> None:
        lines = preview(replace(PLAN, minutes=1), job_title="", company_name="")
        assert [line.number for line in lines if line.question] == [1, 2, 3, 4]

    def test_what_is_rated_is_not_heard(self) -> None:
        heard = " ".join(line.text for line in preview(PLAN, job_title="", company_name=""))
        for competency in PLAN.competencies:
            assert competency.definition not in heard


class TestBudget:
    def test_questions_lie_one_after_the_other(self) -> None:
        shown = budget(dump_plan(PLAN))
        assert [segment.start for segment in shown.segments] == [0, 4, 8, 11]
        assert (shown.questions, shown.needed, shown.limit, shown.over) == (14, 15, 15, 0)

    def test_what_is_too_much_is_said(self) -> None:
        shown = budget(dump_plan(replace(PLAN, minutes=10)))
        assert (shown.over, shown.scale) == (5, 15)

    @pytest.mark.parametrize("minutes", ["soon", "", -3, 1000])
    def test_what_is_no_number_of_minutes_counts_nothing(self, minutes: object) -> None:
        document = dump_plan(PLAN)
        document["questions"][0]["minutes"] = minutes
        assert budget(document).needed == 11
