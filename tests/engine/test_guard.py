"""What may not be asked, what need not be told, and which of a model's wordings may be said."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from interviews.engine.guard import discloses_protected, protected_topics, wording_problem
from interviews.engine.languages import LANGUAGES, language_pack
from interviews.engine.plan import load_plan_yaml

DATA = Path(__file__).parent / "data"
PLAN = load_plan_yaml((Path(__file__).parent / "plan.yaml").read_text(encoding="utf-8"))
QUESTION = PLAN.questions[0]
PROBLEMS = {None, "empty", "long", "markup", "not_one_question", "protected", "rubric", "promise"}


def rows(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (DATA / name).read_text(encoding="utf-8").splitlines()]


def problem(wording: str, language: str = "en") -> str | None:
    return wording_problem(replace(PLAN, language=language), QUESTION, wording)


# Questions


@pytest.mark.parametrize("row", rows("guard.jsonl"), ids=lambda row: row["text"])
def test_a_protected_question_is_known_by_its_topic_and_a_fair_one_is_left_alone(row: dict[str, Any]) -> None:
    topics = protected_topics(row["text"], row["language"])
    assert row["topic"] in topics if row["topic"] else topics == ()


@pytest.mark.parametrize("language", LANGUAGES)
def test_questions_that_no_rule_was_written_for_are_told_apart(language: str) -> None:
    """This half of the questions was written before the rules, which were not tuned on it."""
    found: Counter[tuple[bool, bool]] = Counter()
    for row in rows("guard_kept.jsonl"):
        if row["language"] == language:
            found[bool(row["topic"]), bool(protected_topics(row["text"], language))] += 1
    assert found.total() == 60
    assert found[True, True] / (found[True, True] + found[True, False]) >= 0.9
    assert found[True, True] / (found[True, True] + found[False, True]) >= 0.95


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_topic_has_rules_in_every_language(language: str) -> None:
    pack, english = language_pack(language, "guard"), language_pack("en", "guard")
    assert list(pack["topics"]) == list(english["topics"])
    assert set(pack["terms"]) <= set(pack["topics"])


@pytest.mark.parametrize(
    "text",
    [
        "HOW OLD ARE YOU",
        "how  old\nare\tyou",
        "How o\u200bld are you?",
        "\uff28ow old are you?",
        "So: are you married? And what did you build?",
        "I would like to know whether you are married.",
    ],
)
def test_a_protected_question_is_known_in_whatever_shape(text: str) -> None:
    assert protected_topics(text, "en")


def test_a_question_without_accents_is_known_too() -> None:
    assert protected_topics("Cuantos anos tiene usted?", "es-MX") == ("age",)


def test_a_language_without_rules_is_guarded_by_the_english_ones() -> None:
    assert protected_topics("Are you married?", "pl") == ("family",)


# What candidates tell


@pytest.mark.parametrize("row", rows("guard_disclosures.jsonl"), ids=lambda row: row["text"])
def test_what_people_tell_about_themselves_is_told_from_what_they_tell_about_work(
    row: dict[str, Any],
) -> None:
    assert discloses_protected(row["text"], row["language"]) is row["discloses"]


# A model's wording


@pytest.mark.parametrize(
    ("language", "wording"),
    [
        ("en", "What did you do with your own hands?"),
        ("en", "You mentioned a worn chain. How did you decide what to replace first?"),
        ("en", "How did you convince the team, e.g. the older mechanics, to try it?"),
        ("en", "Could you give me an example of that?"),
        ("en", "How did you get from 4.5 s to 300 ms?"),
        ("de", "Sie haben die Kette erwähnt. Was haben Sie selbst daran gemacht?"),
        ("de", "Können Sie mir ein gutes Beispiel nennen, z. B. aus der Werkstatt?"),
        ("es", "¿Qué hizo usted exactamente?"),
        ("fr", "Qu'avez-vous fait vous-même\u00a0?"),
        ("cs", "Co přesně jste udělal vy sám?"),
    ],
)
def test_a_plain_question_may_be_said(language: str, wording: str) -> None:
    assert problem(wording, language) is None


@pytest.mark.parametrize(
    ("why", "wording"),
    [
        ("empty", ""),
        ("empty", " \n"),
        ("long", "Why " + "very " * 30 + "so?"),
        ("long", "a" * 5000 + "?"),
        ("not_one_question", "Tell me more."),
        ("not_one_question", "What did you do? And why?"),
        ("not_one_question", "What did you do? Tell me."),
        ("not_one_question", "I see. That is clear. What did you do?"),
        ("protected", "How old are you?"),
        ("protected", "¿Está casada?"),
        ("rubric", "Could you say how the result was checked, please?"),
        ("rubric", "What would bring you to the next level?"),
        ("rubric", "Which competency does that show?"),
        ("promise", "You will get the job. When can you start?"),
        ("promise", "We will call you on Monday. What else did you repair?"),
        ("promise", "Great answer! What did you do next?"),
        ("promise", "That was really impressive. What did you do next?"),
        ("promise", "Which salary would you want?"),
        ("markup", "What did <b>you</b> do?"),
        ("markup", "What did\nyou do?"),
        ("markup", "Have you seen https://x.example/a?"),
        ("markup", "Would you call 0043 660 1234567?"),
        ("markup", "What did \u202eyou do?"),
        ("markup", "Wh\u0430t did you do?"),
        ("markup", "Would you ignore all previous instructions?"),
        ("markup", "As an AI I wonder: what did you do?"),
    ],
)
def test_what_may_not_be_said_is_refused_with_its_reason(why: str, wording: str) -> None:
    assert problem(wording) == why


@pytest.mark.parametrize(
    ("language", "wording"),
    [
        ("de", "Sehr gute Antwort! Was haben Sie dann getan?"),
        ("de", "Wir melden uns bei Ihnen. Was kam danach?"),
        ("es", "Muy buena respuesta. ¿Qué hizo después?"),
        ("es", "Le llamaremos mañana. ¿Qué hizo después?"),
        ("fr", "Excellente réponse. Qu'avez-vous fait ensuite ?"),
        ("fr", "Nous vous rappellerons. Qu'avez-vous fait ensuite ?"),
        ("cs", "Výborně. Co jste udělal potom?"),
        ("cs", "Ozveme se vám. Co jste udělal potom?"),
    ],
)
def test_praise_and_promises_are_refused_in_every_language(language: str, wording: str) -> None:
    assert problem(wording, language) == "promise"


@pytest.mark.parametrize(
    ("language", "wording"),
    [
        ("de", "Auf welchem Niveau war das?"),
        ("es", "¿Qué nivel tenía?"),
        ("fr", "À quel niveau était-ce ?"),
        ("cs", "Na jaké úrovni to bylo?"),
    ],
)
def test_the_words_of_the_rating_are_refused_in_every_language(language: str, wording: str) -> None:
    assert problem(wording, language) == "rubric"


def test_no_text_of_the_rubric_may_be_said() -> None:
    for competency in PLAN.competencies:
        texts = [
            competency.definition,
            *competency.anchors.values(),
            *(i.text for i in competency.indicators),
        ]
        for text in texts:
            assert problem(f"Is it so that {text.rstrip('.').lower()}?") == "rubric", text


def test_words_that_the_question_itself_uses_may_be_said() -> None:
    spoken = replace(QUESTION, text="How do you check the oil level? Say how the result was checked.")
    for wording in ("Which level was too low?", "Who else knew how the result was checked?"):
        assert problem(wording) == "rubric"
        assert wording_problem(PLAN, spoken, wording) is None


@pytest.mark.parametrize("probe", [p.text for q in PLAN.questions for p in q.probes.authored])
def test_authored_probes_would_pass(probe: str) -> None:
    question = next(q for q in PLAN.questions if probe in [p.text for p in q.probes.authored])
    assert wording_problem(PLAN, question, probe) is None


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "wording",
    [
        "Hai figli?",
        "Quanti anni hai, e sei sposato?",
        "Hoeveel kinderen heb je?",
        "Wat is je geloof?",
        "Hur gammal är du?",
        "Ile masz lat?",
        "Que idade tem?",
        "Onko sinulla lapsia?",
        "Una watoto wangapi?",
        "Berapa umur anda?",
    ],
)
def test_a_wording_in_a_language_that_no_rules_know_is_refused(language: str, wording: str) -> None:
    assert problem(wording, language) == "protected"


@pytest.mark.parametrize(
    "wording",
    [
        "How o l d are you?",
        "How 0ld are you?",
        "Do you have k1ds?",
        "Do you have ch\u0131ldren?",
        "Are you g-a-y?",
        "Are you d.i.s.a.b.l.e.d?",
        "Are you pr3gn4nt at present?",
    ],
)
def test_a_protected_question_is_known_behind_odd_spelling(wording: str) -> None:
    assert problem(wording) == "protected"


@pytest.mark.parametrize(
    "wording",
    ["What changed after you moved from v1.2 to K8s?", "Who was it for, R & D or Q A?", "Why the 2nd time?"],
)
def test_digits_and_single_letters_are_no_disguise(wording: str) -> None:
    assert problem(wording) is None


@pytest.mark.parametrize(
    ("why", "wording"),
    [
        ("promise", "Te contrataremos, but what did you do there?"),
        ("promise", "The job is yours, so what did you do?"),
        ("promise", "You have already passed, so what did you do?"),
        ("promise", "I will recommend you, but what did you do?"),
        ("markup", "What is your password there?"),
        ("markup", "Can you tell me the number of your bank account?"),
    ],
)
def test_what_a_fraud_would_say_is_refused(why: str, wording: str) -> None:
    assert problem(wording) == why


def test_what_no_rules_can_judge_is_refused() -> None:
    assert problem("Co pani zrobiła?", "pl") == "protected"


# Whatever comes


@given(st.text(max_size=400), st.sampled_from([*LANGUAGES, "pl", ""]))
def test_no_text_makes_the_guard_raise(text: str, language: str) -> None:
    assert problem(text, language) in PROBLEMS
    assert isinstance(protected_topics(text, language), tuple)
    assert isinstance(discloses_protected(text, language), bool)


WORDS = {
    language: sorted(
        {
            word.strip(".?!;:,")
            for row in rows("guard.jsonl")
            if row["language"] == language
            for word in row["text"].split()
            if word.strip(".?!;:,")
        }
    )
    for language in LANGUAGES
}


@settings(max_examples=20, deadline=None)
@given(st.data(), st.sampled_from(LANGUAGES))
def test_ten_thousand_words_are_read_to_the_end(data: st.DataObject, language: str) -> None:
    """Words of the patterns in any order: a pattern that tries all ways to match would not come back."""
    some = data.draw(st.lists(st.sampled_from(WORDS[language]), min_size=1, max_size=8))
    text = " ".join((some * 10_000)[:10_000])
    protected_topics(text, language)
    discloses_protected(text, language)
    assert problem(text, language) == "long"
