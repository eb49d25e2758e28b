"""How employers are named after addresses."""

from __future__ import annotations

import pytest

from jobs.scraping.slugs import company_found


@pytest.mark.parametrize(
    ("slug", "name"),
    [
        ("rio-works", "Rio Works"),
        ("RioWorks", "Rio Works"),
        ("Rio%20Works", "Rio Works"),
        ("uscareers-rio-works", "Rio Works"),
        ("careers", "Careers"),
        ("", ""),
    ],
)
def test_a_slug_alone_is_a_guess(slug: str, name: str) -> None:
    assert (company_found(slug).value, company_found(slug).confidence) == (name, 0.3)


@pytest.mark.parametrize(
    ("slug", "text", "name"),
    [
        ("rioworks", "Who works at RIO Works? RIO Works is a crew, rioworks.example its site.", "RIO Works"),
        ("rio-works-inc", "About Rio Works, Inc. and the bridge", "Rio Works, Inc"),
        ("kvarner", "We are KVARNER", "KVARNER"),
    ],
)
def test_the_text_of_the_posting_spells_the_name(slug: str, text: str, name: str) -> None:
    assert (company_found(slug, text).value, company_found(slug, text).confidence) == (name, 0.6)


@pytest.mark.parametrize("text", ["we are rio\nworks", "frioworks", "", "RIO"])
def test_other_words_do_not(text: str) -> None:
    assert company_found("rioworks", text).confidence == 0.3


def test_a_hostile_slug_takes_no_time_and_raises_nothing() -> None:
    assert company_found("(a+)+$" * 1000, "a" * 50_000).confidence == 0.3
