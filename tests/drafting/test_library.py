"""Every file of the library, in every language, keeps to the rules of docs/library.md."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest

from interviews.drafting.library import (
    DEFAULT,
    EXPERIENCE,
    MOTIVATION,
    NEEDED,
    SPECIAL,
    WORDING,
    WORDS,
    families,
    languages,
    load_family,
    load_part,
)
from interviews.drafting.matching import count_words
from interviews.drafting.questions import normalised
from interviews.engine.guard import protected_topics

NAMES = [*(family.name for family in families(DEFAULT)), *SPECIAL]
FILES = [
    (language, name)
    for language in languages()
    for name in (*(family.name for family in families(language)), *SPECIAL)
]
COMPETENCIES = [
    pytest.param(language, competency, id=f"{language}-{name}-{competency['key']}")
    for language, name in FILES
    for competency in load_family(language, name).competencies
]
# Hours and names for "role" and "company" only make the spoken text longer.
ROLE = {"role": "the Senior Product Manager role", "company": "Larchwood Freight", "title": "Nurse"}
POOLS = ("questions", "practice")


def spoken(competency: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Every text that is spoken, with where it stands."""
    for pool in POOLS:
        for question in competency[pool]:
            yield f"{question['key']}.text", question["text"].format(**ROLE)
            yield f"{question['key']}.rephrase", question["rephrase"].format(**ROLE)
    for indicator in competency["indicators"]:
        for key in ("probe", "probe_if"):
            if key in indicator:
                yield f"{indicator['key']}.{key}", indicator[key]


def structure(document: dict[str, Any]) -> list[Any]:
    """What a translation keeps."""
    return [
        (
            competency["key"],
            competency["topic"],
            sorted(competency["anchors"]),
            [(i["key"], i["level"], len(i["examples"]), "probe_if" in i) for i in competency["indicators"]],
            [[(q["key"], q["kind"]) for q in competency[pool]] for pool in POOLS],
        )
        for competency in document["competencies"]
    ]


def test_the_common_families_of_jobs_are_there() -> None:
    asked = "engineering data sales support care retail trades administration management"
    assert set(asked.split()) <= set(NAMES)


@pytest.mark.parametrize("language", languages())
def test_a_language_has_what_every_draft_needs(language: str) -> None:
    assert all(load_part(language, name) for name in NEEDED)
    assert load_part(language, WORDS).keys() == load_part(DEFAULT, WORDS).keys()
    assert load_part(language, WORDS)["headings"].keys() == load_part(DEFAULT, WORDS)["headings"].keys()
    assert load_part(language, WORDING).keys() == load_part(DEFAULT, WORDING).keys()


@pytest.mark.parametrize(("language", "name"), FILES)
def test_a_family_is_the_english_one_in_another_language(language: str, name: str) -> None:
    assert name in NAMES
    assert structure(load_part(language, name)) == structure(load_part(DEFAULT, name))


@pytest.mark.parametrize("language", languages())
def test_no_key_of_a_language_is_used_twice(language: str) -> None:
    competencies = [c for _, name in FILES if _ == language for c in load_family(language, name).competencies]
    for keys in (
        [c["key"] for c in competencies],
        [i["key"] for c in competencies for i in c["indicators"]],
        [q["key"] for c in competencies for pool in POOLS for q in c[pool]],
    ):
        assert [key for key, count in Counter(keys).items() if count > 1] == []


@pytest.mark.parametrize("language", languages())
def test_no_question_of_practice_is_one_of_hiring(language: str) -> None:
    asked: dict[str, set[str]] = {pool: set() for pool in POOLS}
    for competency in (c for _, name in FILES if _ == language for c in load_family(_, name).competencies):
        for pool in POOLS:
            asked[pool] |= {normalised(q[k]) for q in competency[pool] for k in ("text", "rephrase")}
    assert asked["questions"] & asked["practice"] == set()


@pytest.mark.parametrize(("language", "name"), FILES)
def test_a_family_of_jobs_has_words_to_be_known_by_and_three_competencies(language: str, name: str) -> None:
    family = load_family(language, name)
    if name in SPECIAL:
        assert not family.keywords
    else:
        assert len(family.keywords) >= 10 and all(isinstance(word, str) for word in family.keywords)
        assert [word for word in family.keywords if not count_words([word], word.replace("*", ""))] == []
        assert len(family.competencies) >= 3


@pytest.mark.parametrize(("language", "competency"), COMPETENCIES)
def test_a_competency_has_a_scale_and_indicators_along_it(language: str, competency: dict[str, Any]) -> None:
    assert {1, 3, 5} <= set(competency["anchors"])
    indicators = competency["indicators"]
    assert 4 <= len(indicators) <= 5
    levels = [indicator["level"] for indicator in indicators]
    assert levels == sorted(levels) and {3, 4, 5} <= set(levels) and min(levels) >= 2
    situational = any(q["kind"] == "situational" for pool in POOLS for q in competency[pool])
    for indicator in indicators:
        wanted = {"key", "text", "level", "examples", "probe"} | ({"probe_if"} if situational else set())
        assert indicator.keys() == wanted, indicator["key"]
        assert len(indicator["examples"]) >= 2
        assert all(
            isinstance(example, str) and len(example.split()) <= 9 for example in indicator["examples"]
        )


@pytest.mark.parametrize(("language", "competency"), COMPETENCIES)
def test_a_competency_has_two_questions_for_hiring_and_two_for_practice(
    language: str, competency: dict[str, Any]
) -> None:
    if competency["topic"] == "experience":
        return  # asked about lines of the posting, worded in wording.yaml
    for pool in POOLS:
        assert len(competency[pool]) >= 2
        for question in competency[pool]:
            assert question.keys() == {"key", "kind", "text", "rephrase"}
            assert question["kind"] in {"behavioural", "situational", "knowledge", "motivation"}
            assert normalised(question["text"]) != normalised(question["rephrase"])


@pytest.mark.parametrize(("language", "competency"), COMPETENCIES)
def test_words_that_make_a_line_about_a_competency_are_specific(
    language: str, competency: dict[str, Any]
) -> None:
    words = competency["words"]
    assert all(isinstance(word, str) for word in words)
    # What is longer than a phrase, or shorter than a stem, is never found.
    assert [word for word in words if not count_words([word], word.replace("*", ""))] == []
    assert len(words) >= 8 or competency["topic"] in {"motivation", "experience"}


@pytest.mark.parametrize(("language", "competency"), COMPETENCIES)
def test_everything_spoken_is_short_one_question_and_plain(language: str, competency: dict[str, Any]) -> None:
    for where, text in spoken(competency):
        limit = 20 if ".probe" in where else 35
        assert len(text.split()) <= limit, where
        assert text.count("?") <= 1, where
        assert text.rstrip()[-1] in ".?" and "  " not in text, where
        assert not set("<>{}[]\n\t|`*_\\#@") & set(text), where


@pytest.mark.parametrize(("language", "competency"), COMPETENCIES)
def test_nothing_spoken_asks_about_what_the_law_protects(language: str, competency: dict[str, Any]) -> None:
    asked = {where: protected_topics(text, language) for where, text in spoken(competency)}
    assert {where: topics for where, topics in asked.items() if topics} == {}


@pytest.mark.parametrize(("language", "competency"), COMPETENCIES)
def test_no_two_probes_of_a_competency_are_the_same(language: str, competency: dict[str, Any]) -> None:
    for key in ("probe", "probe_if"):
        probes = [normalised(i[key]) for i in competency["indicators"] if key in i]
        assert len(probes) == len(set(probes))


@pytest.mark.parametrize("language", languages())
def test_motivation_asks_about_the_role_and_no_other_question_has_gaps(language: str) -> None:
    for name in (name for _, name in FILES if _ == language):
        for competency in load_family(language, name).competencies:
            for question in (q for pool in POOLS for q in competency[pool]):
                gaps = set(re.findall(r"\{\w*\}", question["text"] + question["rephrase"]))
                assert gaps <= ({"{role}", "{company}"} if name == MOTIVATION else set()), question["key"]


@pytest.mark.parametrize("language", languages())
def test_lines_of_a_posting_are_asked_about_in_two_ways(language: str) -> None:
    forms = load_part(language, WORDING)["requirements"]
    assert len(forms) >= 2
    for form in forms:
        worded = {"hiring", "practice", "rephrase", "practice_rephrase"}
        assert form.keys() <= worded | {"before", "starts", "has", "lacks", "lowercase"}
        for part in ("before", "starts", "has", "lacks"):
            assert all(isinstance(word, str) and re.compile(word) for word in form.get(part, ()))
        hiring = [*form["hiring"], form["rephrase"]]
        practice = [*form["practice"], form["practice_rephrase"]]
        assert len(form["hiring"]) >= 2 and len(form["practice"]) >= 2
        assert not set(map(normalised, hiring)) & set(map(normalised, practice))
        for text in hiring + practice:
            assert text.count("{words}") == 1 and text.count("?") <= 1
            assert len(text.split()) - 1 + 14 <= 35, text


@pytest.mark.parametrize("language", languages())
def test_facts_and_closings_have_the_same_gaps_in_every_language(language: str) -> None:
    wording, english = load_part(language, WORDING), load_part(DEFAULT, WORDING)
    assert [fact["field"] for fact in wording["facts"]] == [fact["field"] for fact in english["facts"]]
    assert all("{value}" in fact["answer"] for fact in wording["facts"])
    assert wording["job_types"].keys() == english["job_types"].keys()
    assert "{company}" in wording["closing"] and "{title}" in wording["role"]
    assert all("{" not in wording[key] for key in ("closing_nameless", "practice_closing", "this_role"))


@pytest.mark.parametrize("language", languages())
def test_the_expressions_for_lines_can_be_read(language: str) -> None:
    words = load_part(language, WORDS)
    parts = [words[k] for k in ("employer", "beginner", "dangling", "added", "not_heading")]
    parts += [part for k in ("never", "not_spoken", "not_asked") for part in words[k]]
    parts += words["headings"].values()
    assert all(re.compile(part) and not re.fullmatch(part, "") for part in parts)


def test_experience_is_asked_about_lines_only() -> None:
    (competency,) = load_family(DEFAULT, EXPERIENCE).competencies
    assert not competency["questions"] and not competency["practice"]
