"""An index finds what the alternation of all patterns would."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from interviews.engine.intent_index import AnyOf, Index
from interviews.engine.intent_needs import NONE, Needs, needed_words
from interviews.engine.intent_patterns import pattern_source

LISTS: dict[str, str | list[str]] = {"that": ["it", "the question"], "again": "(again|once more)"}
PATTERNS = [
    "repeat <that> [please]",
    "say .. again",
    "repeat*",
    "don't (know|get) [that]",
    "(stop|end) _ (interview|call)",
    "say it",
    "<again> please",
]
WORDS = ["repeat", "repeated", "it", "the", "question", "say", "again", "once", "more", "please", "dont"]
WORDS += ["don", "t", "know", "get", "that", "stop", "end", "interview", "call", "well"]


def of_list(name: str) -> Needs:
    listed = LISTS[name]
    patterns = [listed] if isinstance(listed, str) else listed
    return frozenset().union(*(needed_words(p, of_list, "en", lambda need: 1) for p in patterns))


def indexed(patterns: list[str]) -> Index:
    pairs = [
        (pattern_source(p, LISTS, "en"), needed_words(p, of_list, "en", lambda need: 1)) for p in patterns
    ]
    return Index({"all": pairs})


@given(st.lists(st.sampled_from(WORDS), max_size=14))
def test_the_index_finds_what_all_patterns_together_find(words: list[str]) -> None:
    text = "".join(f" {word}" for word in words)
    union = re.compile("|".join(f"(?:{pattern_source(p, LISTS, 'en')})" for p in PATTERNS))
    found = indexed(PATTERNS).select(words).get("all", AnyOf())
    assert [m.span() for m in found.finditer(text)] == [m.span() for m in union.finditer(text)]
    assert bool(found.search(text)) == bool(union.search(text))
    assert bool(found.fullmatch(text)) == bool(union.fullmatch(text))
    assert found.sub(" |", text) == union.sub(" |", text)
    assert found.count(text) == len(union.findall(text))


def test_a_pattern_needs_its_rarest_words() -> None:
    common = {"say": 100}
    needs = needed_words("say [it] (again|once more)", of_list, "en", lambda need: common.get(need, 1))
    assert needs == {"again", "once"} or needs == {"again", "more"}


def test_what_may_be_left_out_is_not_needed() -> None:
    assert needed_words("[please] ..", of_list, "en", lambda need: 1) == NONE
    assert needed_words("(please|_)", of_list, "en", lambda need: 1) == NONE
