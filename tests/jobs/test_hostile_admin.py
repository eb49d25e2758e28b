"""What the recruiters' pages do with what was made to hurt them."""

from __future__ import annotations

import json

from jobs.admin.page_text import MOST_LINES, readable_text
from jobs.models import Snapshot


class TestAnAnswerOfAnApiBesideTheFields:
    def test_an_answer_with_more_values_than_any_posting_is_shown_in_part(self) -> None:
        body = json.dumps({"title": "Pump Engineer", "numbers": list(range(1, 20_000))})

        text = readable_text(Snapshot(body=body))

        assert text.startswith("title: Pump Engineer")
        assert len(text.split("\n\n")) == MOST_LINES

    def test_values_stand_in_the_order_of_the_answer_however_deep_they_lie(self) -> None:
        body = '{"a": [1, {"b": "two"}], "c": ' + "[" * 900 + '"three"' + "]" * 900 + ', "d": 4}'

        assert readable_text(Snapshot(body=body)) == "a: 1\n\nb: two\n\nc: three\n\nd: 4"

    def test_hidden_characters_in_the_names_of_values_are_written_out(self) -> None:
        body = json.dumps({"ti\u202etle": "Pump Engineer"})

        assert readable_text(Snapshot(body=body)) == "ti[U+202E]tle: Pump Engineer"
