"""Czech postings are drafted in Czech, in sentences that stay correct around the posting's own words."""

from __future__ import annotations

import re
from collections.abc import Iterator

from interviews.drafting.library import SPECIAL, WORDING, families, load_family, load_part

# "jste řešil", "udělala byste", "co byste řekli": one person is addressed, and the ending would tell of whom.
GENDERED = re.compile(
    r"\b(?:jste|a?byste|kdybyste)(?: (?!jestli\b)\w+){0,2} (?!jestli\b)\w+l[aiy]?\b"
    r"|\b(?!jestli\b)\w+l[aiy]? (?:jste|a?byste|kdybyste)\b"
    r"|\w\(a\)|\w/[ay]\b|\bsám\b|\bsama\b|\brád\b|\bráda\b",
    re.IGNORECASE,
)


def library_texts() -> Iterator[tuple[str, str]]:
    """Every sentence of the library that is spoken, with its key."""
    for name in (*(family.name for family in families("cs")), *SPECIAL):
        for competency in load_family("cs", name).competencies:
            for question in (*competency["questions"], *competency["practice"]):
                yield question["key"], question["text"]
                yield question["key"], question["rephrase"]
            for indicator in competency["indicators"]:
                yield from ((indicator["key"], indicator[k]) for k in ("probe", "probe_if") if k in indicator)
    for number, form in enumerate(load_part("cs", WORDING)["requirements"]):
        for text in (*form["hiring"], *form["practice"], form["rephrase"], form["practice_rephrase"]):
            yield f"requirements.{number}", text


def test_nothing_spoken_supposes_that_the_candidate_is_a_man_or_a_woman() -> None:
    assert [(key, text) for key, text in library_texts() if GENDERED.search(text)] == []
