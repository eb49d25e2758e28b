"""One employer, one position, one posting: found again however it is spelled."""

# ruff: noqa: RUF001

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jobs.scraping.names import company_key, position_key, text_key

TEXT = "Saltmarsh Works keeps the low fields dry and looks for somebody who keeps the pumps running. " * 3


@pytest.mark.parametrize(
    "name",
    [
        "SALTMARSH WORKS",
        "Saltmarsh Works Ltd.",
        "Saltmarsh Works, Inc.",
        "Saltmarsh Works (Pty) Ltd",
        "Saltmarsh Works GmbH & Co. KG",
        "Saltmarsh Works S.A. de C.V.",
        "Saltmarsh Works S. A.",
        "Saltmarsh Works S.p.A.",
        "Saltmarsh Works Sp. z o.o.",
        "Saltmarsh Works s.r.o.",
        "Saltmarsh Works A/S",
        "Saltmarsh Works Oy",
        "Saltmarsh Works B.V.",
        "Saltmarsh Works Co., Ltd.",
        "PT Saltmarsh Works Tbk",
        "Saltmarsh Works Pte. Ltd.",
        "株式会社Saltmarsh Works",
        "Sáltmarsh  Wörks AG",
        "Ｓａｌｔｍａｒｓｈ Works",
    ],
)
def test_case_accents_and_legal_forms_make_no_other_employer(name: str) -> None:
    assert company_key(name) == "saltmarsh works"


@pytest.mark.parametrize("name", ["AG", "Ltd", "Co.", "株式会社"])
def test_an_employer_that_is_called_like_a_legal_form_keeps_its_name(name: str) -> None:
    assert company_key(name)


@pytest.mark.parametrize(
    ("one", "other"),
    [("Saltmarsh Works", "Saltmarsh Farms"), ("C&A", "CA"), ("Ромашка", "Василек"), ("Node.js", "Node")],
)
def test_two_employers_stay_two(one: str, other: str) -> None:
    assert company_key(one) != company_key(other)


@pytest.mark.parametrize("name", ["", "  ", "!!!", "\u200b"])
def test_what_has_no_letters_has_no_key(name: str) -> None:
    assert company_key(name) == ""


@given(st.text(max_size=400))
def test_any_name_has_a_short_key_and_the_key_is_its_own(name: str) -> None:
    key = company_key(name)

    assert len(key) <= 300
    assert key == key.casefold()


@pytest.mark.parametrize("title", ["Pump Engineer (m/w/d)", "PUMP ENGINEER [ref 12]", "Pump-Engineer w/m/d"])
def test_what_boards_put_around_a_title_makes_no_other_position(title: str) -> None:
    assert position_key(title, "Saltmarsh Works Ltd") == position_key("Pump Engineer", "Saltmarsh Works")


def test_a_position_needs_a_title_and_an_employer() -> None:
    assert position_key("Pump Engineer", "") == position_key("", "Saltmarsh Works") == ""
    assert position_key("Pump Engineer", "A") != position_key("Pump Engineer", "B")


def test_line_breaks_and_case_make_no_other_text() -> None:
    assert text_key(TEXT) == text_key(TEXT.upper().replace(". ", ".\n\n"))
    assert text_key(TEXT) != text_key(TEXT + "And one more.")


def test_a_short_text_tells_no_two_postings_apart() -> None:
    assert text_key("Apply now.") == ""
