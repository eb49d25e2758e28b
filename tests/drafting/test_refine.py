"""A model may word a draft anew; what it may not say, or cannot show in the posting, is not believed."""

from __future__ import annotations

import json
from copy import deepcopy
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from interviews.drafting import accept_plan, draft_plan, plan_request
from interviews.drafting.library import load_family
from interviews.engine.plan import Plan, dump_plan, load_plan
from tests.drafting.test_drafting import JOB, assert_speakable, assert_tied

DRAFT = draft_plan(JOB)
LINE = "Monitor them and find the cause of incidents"
OWN = "Tell me about an incident in a service that you ran. How did you find the cause?"


def reply(**changes: Any) -> dict[str, Any]:
    """The draft as a model may return it, with its second question worded anew and `changes` to that."""
    document = dump_plan(DRAFT)
    document["questions"][1] |= {"text": OWN, "rephrase": None, "source": LINE} | changes
    return document


def accepted(document: object, **options: Any) -> Plan:
    plan = accept_plan(JOB, DRAFT, document, **options)
    assert load_plan(dump_plan(plan)) == plan
    return plan


def test_the_request_is_the_public_job_and_the_library_as_json() -> None:
    request = plan_request(JOB, DRAFT)
    assert request.keys() == {"task", "job", "library"} and request["task"] == "plan"
    assert request["job"] == JOB
    keys = {competency["key"] for competency in request["library"]}
    assert {competency.key for competency in DRAFT.competencies} <= keys
    assert json.loads(json.dumps(request))["library"][0]["questions"]


def test_the_request_for_practice_has_no_hiring_question() -> None:
    draft = draft_plan(JOB, practice=True)
    hiring, practice = (
        {q["text"] for c in plan_request(JOB, draft, practice=p)["library"] for q in c["questions"]}
        for p in (False, True)
    )
    assert hiring and practice and not hiring & practice


def test_nothing_that_is_done_to_a_request_reaches_the_library() -> None:
    plan_request(JOB, DRAFT)["library"][0]["indicators"].clear()
    assert load_family("en", "motivation").competencies[0]["indicators"]
    assert draft_plan(JOB) == DRAFT


def test_the_draft_itself_is_accepted() -> None:
    assert accepted(dump_plan(DRAFT)) == DRAFT


def test_a_question_that_a_model_worded_is_asked() -> None:
    plan = accepted(reply())
    assert plan.questions[1].text == OWN and plan.questions[1].source == LINE
    assert [q.text for q in plan.questions[2:]] == [q.text for q in DRAFT.questions[2:]]
    assert (plan.key, plan.minutes, plan.language, plan.facts, plan.closing) == (
        DRAFT.key, DRAFT.minutes, DRAFT.language, DRAFT.facts, DRAFT.closing,
    )  # fmt: skip


def test_a_probe_that_a_model_worded_is_asked() -> None:
    probe = {"for": DRAFT.questions[1].probes.authored[0].indicator, "text": "What did you yourself change?"}
    plan = accepted(reply(probes={"max": 2, "authored": [probe]}))
    assert [p.text for p in plan.questions[1].probes.authored] == ["What did you yourself change?"]


PROTECTED_PROBE = {"for": DRAFT.questions[1].probes.authored[0].indicator, "text": "Are you married?"}


@pytest.mark.parametrize(
    "changes",
    [
        {"source": "Monitor them and find the cause of accidents"},
        {"source": None},
        {"source": " "},
        {"text": "Do you have children, and who looks after them?"},
        {"text": "Tell me about <b>yourself</b>."},
        {"text": "Write to me at jobs@acme.example, will you?"},
        {"text": "Why do you want it? And when? And where?"},
        {"text": "word " * 40 + "?"},
        {"rephrase": "How old are you?"},
        {"text": "You will get the job if you tell me about an incident, will you not?"},
        {"probes": {"max": 2, "authored": [PROTECTED_PROBE]}},
    ],
)
def test_a_question_that_may_not_be_asked_gives_way_to_the_drafts(changes: dict[str, Any]) -> None:
    assert accepted(reply(**changes)).questions[1].text == DRAFT.questions[1].text


def test_a_question_without_a_counterpart_in_the_draft_is_dropped() -> None:
    document = reply()
    document["questions"][1] |= {
        "key": "new_one",
        "source": "not in the posting",
        "competencies": ["learning"],
    }
    document["competencies"].append({"key": "learning"})
    document["questions"][1]["probes"] = {"max": 0, "authored": []}
    assert [q.key for q in accepted(document).questions] == [
        q.key for q in (DRAFT.questions[0], *DRAFT.questions[2:])
    ]


def test_a_model_may_choose_another_competency_of_the_library() -> None:
    offered = {c["key"]: c for c in plan_request(JOB, DRAFT)["library"]}
    (other, *_) = (key for key in offered if key not in {c.key for c in DRAFT.competencies})
    document = reply(competencies=[other], probes={"max": 0, "authored": []})
    document["competencies"].append({"key": other, "name": "Obedience", "anchors": {"5": "Obeys."}})
    plan = accepted(document)
    (competency,) = (c for c in plan.competencies if c.key == other)
    assert competency.name == offered[other]["name"] and plan.questions[1].text == OWN


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("schema", "parley.plan/2"),
        ("key", "other"),
        ("language", "de"),
        ("minutes", 90),
        ("competencies", [{"key": "charm"}]),
        ("competencies", None),
        ("questions", []),
        ("questions", "all of them"),
        ("questions", [{"text": "Why?"}]),
    ],
)
def test_a_reply_that_changes_what_is_given_leaves_the_draft(key: str, value: object) -> None:
    assert accepted(reply() | {key: value}) == DRAFT


def test_a_reply_that_weighs_competencies_leaves_the_draft() -> None:
    document = reply()
    document["competencies"][0] |= {"weight": 3, "weight_reason": "because"}
    assert accepted(document) == DRAFT


def test_what_a_model_says_about_the_job_and_at_the_end_is_not_believed() -> None:
    document = reply() | {"facts": [{"about": "pay", "answer": "A million."}], "closing": "You are hired."}
    plan = accepted(document)
    assert plan.facts == DRAFT.facts and plan.closing == DRAFT.closing


def test_a_model_cannot_bring_questions_of_practice_into_hiring() -> None:
    (practised,) = (q for q in draft_plan(JOB, practice=True).questions if q.kind == "motivation")
    document = reply()
    document["questions"][0] |= {"text": practised.text}
    assert accepted(document).questions[0].text == DRAFT.questions[0].text


def test_more_questions_than_the_time_has_room_for_are_left_out() -> None:
    document = reply()
    extra = [
        deepcopy(question) | {"key": f"extra_{i}", "text": f"What came out of case {i}?"}
        for i, question in enumerate(document["questions"])
    ]
    document["questions"] += extra
    assert len(accepted(document).questions) == len(DRAFT.questions)


@pytest.mark.parametrize(
    "garbage", [None, "", "a plan", 5, [], {}, {"schema": "parley.plan/1"}, {"plan": {}}]
)
def test_garbage_leaves_the_draft(garbage: object) -> None:
    assert accepted(garbage) == DRAFT


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
PATHS = st.sampled_from(
    [
        *[(key,) for key in dump_plan(DRAFT)],
        *[("questions", 1, key) for key in dump_plan(DRAFT)["questions"][1]],
        ("questions", 1, "probes", "authored"),
        ("competencies", 0),
        ("competencies", 1, "key"),
    ]
)


@settings(deadline=None, max_examples=150)
@given(PATHS, JSON)
def test_whatever_a_model_replies_the_plan_can_be_asked(path: tuple[Any, ...], value: object) -> None:
    document: Any = reply()
    place = document
    for key in path[:-1]:
        place = place[key]
    place[path[-1]] = value
    plan = accepted(document)
    assert_speakable(plan)
    assert_tied(plan, JOB)
