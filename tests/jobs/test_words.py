"""Words as patterns, and the texts that are looked for before them."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jobs.scraping.tables import load_table
from jobs.scraping.words import says

CLOSED = [pattern for language in load_table("gate")["closed"].values() for pattern in language]
STEMS = [stem for language in load_table("gate")["closed_stems"].values() for stem in language]


@pytest.mark.parametrize("pattern", CLOSED)
@settings(max_examples=25)
@given(data=st.data())
def test_whatever_a_pattern_matches_has_one_of_the_stems(pattern: str, data: st.DataObject) -> None:
    text = data.draw(st.from_regex(pattern, fullmatch=True))
    assert any(stem in text for stem in STEMS)


def test_every_stem_is_in_lower_case() -> None:
    assert [stem.casefold() for stem in STEMS] == STEMS


def test_a_stem_alone_says_nothing() -> None:
    assert not says("gate", "closed", "The oven is closed on Sundays, no longer on Mondays.")
