"""Tips are arithmetic on words and times: what they count, what they say, and that they never fail."""

from __future__ import annotations

import string
import unicodedata
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from interviews.engine.languages import LANGUAGES
from interviews.practice.measure import PARTS, measure
from interviews.practice.packs import read_pack
from interviews.practice.tips import Tip, tips_for
from interviews.rehearsal.wording import sentences

KINDS = ("behavioural", "situational", "knowledge", "motivation", "logistics")
STORIES = {
    "en": (
        "Two years ago, at my last company, invoices took four days.",
        "My task was to make that faster.",
        "I measured every step and rewrote the slowest one.",
        "In the end it went from 4 days to 6 hours.",
    ),
    "de": (
        "Vor zwei Jahren, in meiner letzten Firma, dauerten Rechnungen vier Tage.",
        "Meine Aufgabe war es, das zu beschleunigen.",
        "Ich habe jeden Schritt gemessen und den langsamsten umgebaut.",
        "Am Ende waren es statt 4 Tagen noch 6 Stunden.",
    ),
    "es": (
        "Hace dos años, en mi última empresa, las facturas tardaban cuatro días.",
        "Mi tarea era acelerarlo.",
        "Medí cada paso y reescribí el más lento.",
        "Al final pasamos de 4 días a 6 horas.",
    ),
    "fr": (
        "Il y a deux ans, dans mon ancienne entreprise, les factures prenaient quatre jours.",
        "Ma mission était d'accélérer cela.",
        "J'ai mesuré chaque étape et j'ai refait la plus lente.",
        "Finalement, nous sommes passés de 4 jours à 6 heures.",
    ),
    "cs": (
        "Před dvěma lety ve firmě trvaly faktury čtyři dny.",
        "Mým úkolem bylo to zrychlit.",
        "Změřil jsem každý krok a přepsal jsem ten nejpomalejší.",
        "Nakonec to místo 4 dnů trvalo 6 hodin.",
    ),
}
FILLERS = {
    "en": ("Um, I was, like, tired, uh, you know, very.", {"um": 1, "uh": 1, "like": 1, "you know": 1}),
    "de": ("Ähm, das war sozusagen neu, äh, halt, neu.", {"äh": 2, "sozusagen": 1, "halt": 1}),
    "es": ("Eh, era, o sea, difícil, eh.", {"eh": 2, "o sea": 1}),
    "fr": ("Euh, c'était en fait, voilà, difficile.", {"euh": 1, "en fait": 1, "voilà": 1}),
    "cs": ("Ehm, bylo to prostě, jako, těžké.", {"ehm": 1, "prostě": 1, "jako": 1}),
}

answers = st.one_of(
    st.text(max_size=400),
    st.lists(
        st.sampled_from([*" ".join(" ".join(story) for story in STORIES.values()).split(), "um,", "100%"])
    ).map(" ".join),
)
languages = st.one_of(st.sampled_from([*LANGUAGES, "de-AT", "nl", "", "xx-YY"]), st.text(max_size=8))


def tips(text: str, language: str = "en", **more: Any) -> dict[str, Tip]:
    fields: dict[str, Any] = {"kind": "behavioural", "minutes": 3, **more}
    return {tip.name: tip for tip in tips_for(text, language, **fields)}


def words(count: int) -> str:
    return " ".join(["bread"] * count)


class TestAnyAnswer:
    @settings(max_examples=300, deadline=None)
    @given(
        answers,
        languages,
        st.one_of(st.sampled_from(KINDS), st.text(max_size=5)),
        st.floats(min_value=0, max_value=240),
        st.one_of(st.none(), st.integers(min_value=-(2**40), max_value=2**40)),
    )
    def test_gets_tips_without_fail_and_the_same_each_time(
        self, text: str, language: str, kind: str, minutes: float, spoken_ms: int | None
    ) -> None:
        first = tips_for(text, language, kind=kind, minutes=minutes, spoken_ms=spoken_ms)
        assert first == tips_for(text, language, kind=kind, minutes=minutes, spoken_ms=spoken_ms)
        assert first
        assert len({tip.name for tip in first}) == len(first)
        assert {tip.level for tip in first} <= {"good", "hint"}
        assert all(tip.message.strip() and "{" not in tip.message for tip in first)

    @given(
        st.text(alphabet=string.whitespace + string.punctuation.replace("_", "")), st.sampled_from(LANGUAGES)
    )
    def test_without_a_word_gets_one_hint_to_begin(self, text: str, language: str) -> None:
        [tip] = tips_for(text, language, kind="behavioural", minutes=3, spoken_ms=60_000)
        assert (tip.name, tip.level) == ("start", "hint")

    @settings(deadline=None)
    @given(answers, answers, st.sampled_from(LANGUAGES))
    def test_never_loses_words_by_going_on(self, text: str, more: str, language: str) -> None:
        before = measure(text, language, kind="behavioural")
        after = measure(f"{text}\n{more}", language, kind="behavioural")
        assert after.words >= before.words

    @pytest.mark.parametrize("language", LANGUAGES)
    def test_is_judged_alike_however_its_letters_are_composed(self, language: str) -> None:
        story = " ".join(STORIES[language])
        composed, apart = (unicodedata.normalize(form, story) for form in ("NFC", "NFD"))
        assert measure(composed, language, kind="behavioural").parts == PARTS
        assert measure(apart, language, kind="behavioural").parts == PARTS


class TestLength:
    @pytest.mark.parametrize(("count", "level"), [(39, "hint"), (40, "good"), (390, "good"), (391, "hint")])
    def test_is_measured_against_the_minutes_of_the_question(self, count: int, level: str) -> None:
        assert tips(words(count))["length"].level == level

    def test_names_what_was_counted(self) -> None:
        assert "Words: 12." in tips(words(12))["length"].message
        assert "a minute of speech is about 130" in tips(words(12))["length"].message

    def test_of_a_practical_question_may_be_a_sentence(self) -> None:
        assert tips("Yes, from the first of May.", kind="logistics")["length"].level == "good"

    @pytest.mark.parametrize(("spoken_ms", "level"), [(180_000, "good"), (180_001, "hint")])
    def test_of_what_was_spoken_is_the_time_that_it_took(self, spoken_ms: int, level: str) -> None:
        assert tips(words(391), spoken_ms=spoken_ms)["length"].level == level

    def test_writes_numbers_as_the_language_does(self) -> None:
        assert "2.5 min" in tips(words(100), minutes=2.5)["length"].message
        assert "2,5 min" in tips(words(100), "de", minutes=2.5)["length"].message


class TestStructure:
    @pytest.mark.parametrize("language", LANGUAGES)
    def test_finds_the_four_parts_of_a_story(self, language: str) -> None:
        story = STORIES[language]
        assert tips(" ".join(story), language)["structure"].level == "good"
        for part, sentence in zip(PARTS, story, strict=True):
            assert part in (measure(sentence, language, kind="behavioural").parts or ())

    @pytest.mark.parametrize("language", LANGUAGES)
    def test_suggests_the_end_where_it_is_missing(self, language: str) -> None:
        tip = tips(" ".join(STORIES[language][:3]), language)["structure"]
        names = read_pack(language).texts["parts"]
        assert tip.level == "hint"
        assert tip.message.count(names["result"]) == 1
        assert tip.message.index(names["situation"]) < tip.message.index(names["result"])

    def test_is_said_as_a_guess(self) -> None:
        message = tips(" ".join(STORIES["en"][:3]))["structure"].message
        assert message == (
            "You seem to have said what the situation was, what you had to do and what you did yourself. "
            "You could add how it ended."
        )

    @pytest.mark.parametrize("language", LANGUAGES)
    def test_is_found_in_no_talk_about_nobody(self, language: str) -> None:
        talk = {
            "en": "Good communication is everything. One must stay professional and listen.",
            "de": "Gute Kommunikation ist alles. Man muss professionell bleiben und zuhören.",
            "es": "La buena comunicación lo es todo. Hay que ser profesional y escuchar.",
            "fr": "La bonne communication est essentielle. Il faut rester professionnel et écouter.",
            "cs": "Dobrá komunikace je všechno. Člověk musí zůstat profesionální a naslouchat.",
        }
        assert measure(talk[language], language, kind="behavioural").parts == ()

    @pytest.mark.parametrize("language", LANGUAGES)
    def test_is_not_found_in_what_a_weak_candidate_of_a_rehearsal_says(self, language: str) -> None:
        """Lines that were written for something else: nobody says what they did, or how it ended."""
        lines = sentences(language)
        talk = [*lines["vague"], *lines["ramble"]]
        assert len(talk) > 10
        parts = [measure(line, language, kind="behavioural").parts or () for line in talk]
        assert [found for found in parts if {"action", "result"} & set(found)] == []

    @pytest.mark.parametrize("kind", KINDS[1:])
    def test_is_looked_for_in_stories_only(self, kind: str) -> None:
        assert "structure" not in tips(" ".join(STORIES["en"]), kind=kind)


class TestPace:
    @pytest.mark.parametrize(("pace", "level"), [(109, "hint"), (110, "good"), (170, "good"), (171, "hint")])
    def test_has_a_calm_range(self, pace: int, level: str) -> None:
        assert tips(words(pace), spoken_ms=60_000)["pace"].level == level

    @pytest.mark.parametrize("language", LANGUAGES)
    def test_has_a_range_of_its_own_in_each_language(self, language: str) -> None:
        low, high = read_pack(language).calm
        assert 80 <= low < read_pack(language).speech < high <= 170
        assert tips(words(high + 1), language, spoken_ms=60_000)["pace"].level == "hint"

    @pytest.mark.parametrize(
        ("count", "spoken_ms"), [(100, None), (100, 0), (100, -5), (100, 9_999), (19, 60_000)]
    )
    def test_is_not_told_without_a_time_or_words_enough(self, count: int, spoken_ms: int | None) -> None:
        assert "pace" not in tips(words(count), spoken_ms=spoken_ms)


class TestFillers:
    @pytest.mark.parametrize("language", LANGUAGES)
    def test_are_counted_by_name(self, language: str) -> None:
        text, counts = FILLERS[language]
        assert dict(measure(text, language, kind="behavioural").fillers) == counts

    def test_are_no_fillers_where_the_words_mean_something(self) -> None:
        text = "I like bread. You know the kind of oven that I mean. It is a basically new sort of oven."
        assert measure(text, "en", kind="behavioural").fillers == ()

    @pytest.mark.parametrize(("count", "level"), [(6, "good"), (7, "hint")])
    def test_are_worth_a_hint_above_the_usual(self, count: int, level: str) -> None:
        tip = tips(f"{'um ' * count}{words(100 - count)}", spoken_ms=60_000)["fillers"]
        assert tip.level == level
        assert f"um {count}" in tip.message

    def test_are_praised_for_their_absence_in_speech_only(self) -> None:
        assert tips(words(60), spoken_ms=30_000)["fillers"].level == "good"
        assert "fillers" not in tips(words(60))
