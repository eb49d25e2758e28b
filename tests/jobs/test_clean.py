"""HTML of strangers as plain text."""

from __future__ import annotations

import pytest

from jobs.scraping.clean import MAX_TEXT, html_to_text, plain_line, plain_text


class TestWhatIsRead:
    def test_words_in_elements_that_nobody_knows_are_read(self) -> None:
        assert (
            html_to_text("<p>Bake <dough-name>rye <font>bread</font></dough-name>.</p>") == "Bake rye bread."
        )

    @pytest.mark.parametrize("name", ["script", "style", "template", "svg"])
    def test_what_holds_no_words_for_people_is_left_out(self, name: str) -> None:
        assert html_to_text(f"<p>Bake<{name}><b>oven</b></{name}> bread</p>") == "Bake bread"

    def test_a_comment_or_an_instruction_does_not_end_the_text(self) -> None:
        assert html_to_text("<p>Bake <!-- much -->bread<?php more ?> daily</p>") == "Bake bread daily"

    def test_signs_that_begin_no_element_are_text(self) -> None:
        assert html_to_text("<p>3 < 4 <3 a&b</p>") == "3 < 4 <3 a&b"

    def test_what_was_escaped_twice_is_read_as_markup(self) -> None:
        assert html_to_text("&amp;lt;p&amp;gt;Bake&amp;lt;/p&amp;gt;bread") == "Bake\n\nbread"

    @pytest.mark.parametrize("markup", ["", " ", "<p></p>", "<!-- -->", "<script>x</script>", "\x00"])
    def test_nothing_gives_nothing(self, markup: str) -> None:
        assert html_to_text(markup) == ""


class TestBounds:
    @pytest.mark.parametrize(
        "markup",
        [
            "<div>" * 80_000,
            "<ul><li>" * 40_000,
            # Each paragraph would open all of them again.
            "<p>" + "".join(f"<b id={number}>" for number in range(3_000)) + "</p><p>x" * 3_000,
        ],
        ids=["blocks", "lists", "formatting"],
    )
    def test_markup_made_to_grow_stays_within_bounds(self, markup: str) -> None:
        assert len(html_to_text(f"Bread {markup}")) <= MAX_TEXT

    def test_white_space_of_all_kinds_is_one_space(self) -> None:
        assert plain_line(" rye\u00a0\u2003bread\x1f\n\tdaily ") == "rye bread daily"
        assert plain_text(" rye \u00a0bread \r\n\x1d\u2003daily") == "rye bread\ndaily"
