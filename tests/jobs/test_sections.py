"""Parts of a posting's text by its headings, and the language it is written in."""

from __future__ import annotations

import pytest

from jobs.scraping.languages import detect_language
from jobs.scraping.sections import split_sections


@pytest.mark.parametrize(
    ("requirements", "company"),
    [
        ("Requirements", "About us"),
        ("What you'll bring", "Who we are"),
        ("We are looking for somebody with", "About Heron"),
        ("Dein Profil", "Über uns"),
        ("Das bringst du mit:", "Wer wir sind"),
        ("Requisitos mínimos", "Sobre nosotros"),
        ("Es requereix", "Qui som?"),
        ("Votre profil", "À propos de Heron"),
        ("Požadujeme", "O nás"),
        ("Co od tebe očekáváme", "Kdo jsme"),
        ("Požiadavky na zamestnanca", "O spoločnosti"),
        ("Nasze wymagania", "O firmie"),
        ("Requisitos", "Sobre a empresa"),
        ("Requisiti", "Chi siamo"),
        ("Functie-eisen", "Over ons"),
        ("Kvalifikationer", "Om oss"),
        ("Vi forventer", "Om os"),
        ("応募資格", "会社概要"),
        ("\N{BRAIN} Dein Profil", "\N{HOUSE BUILDING} Wer wir sind?"),
        ("2. Jaké máme požadavky?", "3. Kdo jsme"),
    ],
)
def test_headings_of_many_languages_name_the_parts(requirements: str, company: str) -> None:
    wanted = f"{requirements}\n\n• Salt\n• Patience"
    text = f"Intro.\n\n{wanted}\n\nOther heading\n\n• No\n\n{company}\n\nNine herons."

    sections = split_sections(text, "Heron")

    assert (sections.requirements, sections.company_info) == ("• Salt\n• Patience", "Nine herons.")


def test_a_heading_may_stand_on_the_line_before_its_text() -> None:
    assert (
        split_sections("Requirements:\nSalt\nPatience of a heron").requirements == "Salt\nPatience of a heron"
    )


def test_short_lines_within_a_part_do_not_end_it() -> None:
    text = "Requirements\n\nA driving licence\nExperience with boats\nOars\n\nWhat we offer\n\nFish"

    assert split_sections(text).requirements == "A driving licence\nExperience with boats\nOars"


def test_a_label_with_its_value_is_no_heading() -> None:
    assert split_sections("Experience level: Senior\nRole: Pilot").requirements == ""


def test_both_of_two_parts_of_one_kind_are_kept() -> None:
    text = "Requirements\n\n• Salt\n\nBenefits\n\n• Fish\n\nNice to have\n\n• Oars"

    assert split_sections(text).requirements == "• Salt\n\n• Oars"


@pytest.mark.parametrize("text", ["", "Just text.", "Requirements", "• Requirements\n• x", "A" * 60_000])
def test_a_text_without_headings_has_no_parts(text: str) -> None:
    sections = split_sections(text)

    assert (sections.requirements, sections.company_info) == ("", "")


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("We look for somebody who knows the river and everyone who crosses it in the morning.", "en"),
        ("Wir suchen jemanden, der den Fluss kennt und alle, die ihn am Morgen überqueren.", "de"),
        ("Hledáme někoho, kdo zná řeku a všechny, kteří ji každé ráno překračují na člunu.", "cs"),
        ("Busquem algú que conegui el riu i totes les persones que el travessen al matí.", "ca"),
        ("Buscamos a alguien que conozca el río y a todos los que lo cruzan por la mañana.", "es"),
        ("川と、毎朝川を渡るすべての人を知っている方を募集しています。経験は問いません。未経験の方も歓迎します。"
         "船の免許は入社後に取得できます。まずはお気軽にご応募ください。", "ja"),
        ("Ferry", ""),
        ("", ""),
        ("12 34 " * 30, ""),
    ],
)  # fmt: skip
def test_the_language_of_a_text_is_told_when_it_is_long_enough(text: str, language: str) -> None:
    assert detect_language(text) == language
