"""What is missing in a plan, or untied to the posting, is said with its place."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from interviews.engine import plan_review
from interviews.engine.plan import Plan
from interviews.engine.plan_review import Remark, needed_minutes, protected_wording, review_plan, stands_in
from interviews.engine.plan_wording import DOUBLE, LEADING, LONG, YES_NO, find_faults, likely_language
from tests.engine.helpers import PLAN

POSTING = "In our shop you repair everything\nfrom cargo bikes  to racers. We sell, too."


def remarks_at(key: str, plan: Plan, posting: str | None = POSTING) -> list[Remark]:
    return [remark for remark in review_plan(plan, posting) if remark.key == key]


def with_question(number: int, **fields: Any) -> Plan:
    questions = list(PLAN.questions)
    questions[number] = replace(questions[number], **fields)
    return replace(PLAN, questions=tuple(questions))


class TestWhatIsMissing:
    def test_a_required_question_that_rates_nothing_is_a_problem(self) -> None:
        (remark,) = remarks_at("questions[0].competencies", with_question(0, competencies=()))
        assert remark.level == "problem"

    def test_why_somebody_wants_the_job_need_not_be_rated(self) -> None:
        plan = with_question(0, competencies=(), kind="motivation")
        assert [r.level for r in remarks_at("questions[0].competencies", plan)] == ["advice"]

    def test_a_scale_that_no_question_asks_about_is_a_problem(self) -> None:
        (remark,) = remarks_at("competencies[1]", with_question(1, competencies=()))
        assert (remark.level, "Customers" in remark.message) == ("problem", True)

    def test_an_indicator_that_no_probe_is_for_is_advised_about(self) -> None:
        plan = with_question(1, probes=replace(PLAN.questions[1].probes, authored=()))
        (remark,) = remarks_at("competencies[1].indicators[0]", plan)
        assert (remark.level, "Explains in plain words" in remark.message) == ("advice", True)
        assert remarks_at("competencies[1].indicators[0]", PLAN) == []

    def test_a_missing_rephrase_is_advised_about(self) -> None:
        assert [r.level for r in remarks_at("questions[2].rephrase", PLAN)] == ["advice"]
        assert remarks_at("questions[0].rephrase", PLAN) == []

    def test_probes_of_which_none_is_asked_are_advised_about(self) -> None:
        plan = with_question(0, probes=replace(PLAN.questions[0].probes, max=0))
        assert remarks_at("questions[0].probes.max", plan)

    def test_a_closing_without_words_is_a_problem(self) -> None:
        assert remarks_at("closing", replace(PLAN, closing="Bye."))
        assert remarks_at("closing", PLAN) == []


class TestTheTieToThePosting:
    def test_a_source_stands_in_the_posting_whatever_its_spaces_quotes_and_case(self) -> None:
        assert remarks_at("questions[0].source", PLAN) == []
        assert stands_in("the \u201cbest\u201d shop", 'THE  "best"\nshop')

    def test_a_source_that_does_not_stand_in_the_posting_is_a_problem(self) -> None:
        (remark,) = remarks_at("questions[0].source", PLAN, "Another text.")
        assert remark.level == "problem"

    def test_a_question_without_a_source_is_advised_about(self) -> None:
        assert [r.level for r in remarks_at("questions[1].source", PLAN)] == ["advice"]

    def test_a_plan_without_a_job_has_nothing_to_be_tied_to(self) -> None:
        assert not [r for r in review_plan(PLAN, None) if r.key.endswith("source")]


class TestTheWholePlan:
    def test_minutes_over_the_budget_are_a_problem(self) -> None:
        assert needed_minutes(PLAN) == 15
        assert remarks_at("minutes", PLAN) == []
        (remark,) = remarks_at("minutes", replace(PLAN, minutes=14))
        assert "15 minutes" in remark.message

    @pytest.mark.parametrize(("count", "levels"), [(1, ["problem"]), (2, []), (10, []), (11, ["advice"])])
    def test_few_questions_and_many_are_remarked_on(self, count: int, levels: list[str]) -> None:
        plan = replace(PLAN, questions=(PLAN.questions[0],) * count)
        assert [r.level for r in remarks_at("questions", plan)] == levels

    def test_the_same_question_twice_is_a_problem_at_the_second(self) -> None:
        plan = with_question(2, text="Tell me about the hardest repair you have done!")
        (remark,) = [r for r in remarks_at("questions[2].text", plan) if r.level == "problem"]
        assert "question 1" in remark.message

    def test_an_interview_in_another_language_than_its_posting_is_advised_about(self) -> None:
        posting = "Wir suchen für die Werkstatt eine Person, die mit uns arbeitet und das Rad nicht fürchtet."
        assert [r.level for r in remarks_at("language", PLAN, posting)] == ["advice"]

    def test_questions_in_another_language_than_the_plans_are_a_problem(self) -> None:
        assert [r.level for r in remarks_at("language", replace(PLAN, language="de"))] == ["problem"]

    def test_a_language_without_a_pack_is_a_problem(self) -> None:
        assert "greets in English" in remarks_at("language", replace(PLAN, language="nl"))[0].message

    def test_a_weight_is_shown_as_advice(self) -> None:
        craft = replace(PLAN.competencies[0], weight=2, weight_reason="Half of the day.")
        plan = replace(PLAN, competencies=(craft, PLAN.competencies[1]))
        (remark,) = remarks_at("competencies[0].weight", plan)
        assert (remark.level, "counts 2 times" in remark.message) == ("advice", True)

    def test_problems_come_before_advice(self) -> None:
        levels = [remark.level for remark in review_plan(replace(PLAN, minutes=5), "Something else.")]
        assert levels == sorted(levels, reverse=True)
        assert set(levels) == {"problem", "advice"}


def test_protected_topics_are_found_in_questions_rephrases_and_probes(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(plan_review, "protected_topics", lambda text, _: ("age",) * ("hand" in text))
    assert list(protected_wording(PLAN)) == [("questions[0].probes.authored[0].text", ("age",))]
    (remark,) = remarks_at("questions[0].probes.authored[0].text", PLAN)
    assert (remark.level, "asks about age" in remark.message) == ("problem", True)


class TestWording:
    @pytest.mark.parametrize(
        ("language", "text", "fault"),
        [
            ("en", "Do you have experience with Python?", YES_NO),
            ("en", "Imagine a fire. Would you run?", YES_NO),
            ("de", "Haben Sie Erfahrung mit Python?", YES_NO),
            ("es", "¿Tiene experiencia con Python?", YES_NO),
            ("fr", "Avez-vous de l'expérience avec Python ?", YES_NO),
            ("cs", "Máte zkušenosti s Pythonem?", YES_NO),
            ("en", "What did you do? What would you do today?", DOUBLE),
            ("en", "Tell me what broke and how you mended it.", DOUBLE),
            ("de", "Was ging kaputt und wie haben Sie es repariert?", DOUBLE),
            ("en", "You would agree that customers come first, so what do you do?", LEADING),
            ("en", "How do you feel about " + "very " * 40 + "long questions?", LONG),
        ],
    )
    def test_a_fault_is_named(self, language: str, text: str, fault: str) -> None:
        assert list(find_faults(text, language)) == [fault]

    @pytest.mark.parametrize(
        ("language", "text"),
        [
            ("en", "Could you tell me about a repair that failed?"),
            ("en", "Which bicycle do you ride yourself, and why?"),
            ("en", "A rider calls. The brake squeaks. How do you find out what is wrong?"),
            ("en", "Tell me about a time when you and your team were late."),
            ("de", "Können Sie mir eine schwierige Reparatur beschreiben?"),
            ("de", "Erzählen Sie von einer Reparatur, die misslang."),
            ("es", "¿Puede describir una reparación difícil?"),
            ("fr", "Pouvez-vous me décrire une réparation difficile ?"),
            ("cs", "Můžete mi popsat náročnou opravu?"),
        ],
    )
    def test_a_good_question_has_none(self, language: str, text: str) -> None:
        assert list(find_faults(text, language)) == []

    @pytest.mark.parametrize(
        ("text", "language"),
        [
            ("Tell me what you did with the bike that you have, and how.", "en"),
            ("Erzählen Sie, wie Sie mit der Kundin und dem Rad umgegangen sind, das nicht fuhr.", "de"),
            ("Cuénteme cómo reparó la bicicleta de la clienta y qué hizo con los frenos.", "es"),
            ("Racontez comment vous avez réparé le vélo de votre cliente et les freins du magasin.", "fr"),
            (
                "Popište, jak jste opravil kolo, které se rozbilo, a co na to řekla paní, že je to pro ni.",
                "cs",
            ),
            ("Python, Django, Kubernetes", ""),
            ("", ""),
        ],
    )
    def test_a_language_is_told_by_its_common_words(self, text: str, language: str) -> None:
        assert likely_language(text) == language
