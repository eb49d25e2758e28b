"""What others wrote is made fit to be spoken."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interviews.engine.languages import language_pack
from interviews.engine.phrases import phrase
from interviews.engine.speakable import plain_text, speakable


@pytest.mark.parametrize(
    ("text", "spoken"),
    [
        ("Nurse\u202e (night)\u200b", "Nurse (night)"),
        ("<b>Cook</b>\n\tat *Bistro*", "Cook at Bistro"),
        ("See https://x.example/{y} now", "See now"),
        ("one two three", "one two"),
        ("{name} [link]", "name link"),
    ],
)
def test_markup_and_hidden_characters_are_left_out(text: str, spoken: str) -> None:
    assert speakable(text, 9 if text.startswith("one") else 80) == spoken


@given(st.text(max_size=300), st.integers(0, 100))
def test_the_result_is_one_short_visible_line(text: str, limit: int) -> None:
    result = speakable(text, limit)
    assert len(result) <= limit
    assert not set("<>{}[]\n\r") & set(result)
    assert all(unicodedata.category(c)[0] != "C" for c in plain_text(text))


def test_every_phrase_can_be_said() -> None:
    values = {"name": "Ada", "title": "Cook", "company": "Bistro", "minutes": 3}
    for name in language_pack("en", "phrases"):
        text = phrase("en", name, 1, **values)
        assert text[0].isupper() and "{" not in text and "!" not in text
