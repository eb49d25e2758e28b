"""Where sentences end, in each language, and what of an interview is known before it."""

from __future__ import annotations

import pytest

from interviews.engine.plan import load_plan_yaml
from interviews.speech.sentences import split_sentences
from interviews.speech.texts import known_sentences
from tests.interviews.makers import PLAN

SPLIT = {
    "en": ["I work, e.g. for Dr. Smith, with Node.js 3.5.", "What then?", "Yes."],
    "de": ["Sie haben z. B. am 3. Mai mit Nr. 4 gearbeitet.", "Und dann?"],
    "es": ["¿Qué hizo usted?", "Cuéntenos de la Sra. López, p. ej. en casa."],
    "fr": ["Avez-vous vu M. Dupont ?", "Et ensuite, p. ex. à Paris ?"],
    "cs": ["Pracoval jste 3. května s Ing. Novákem?", "Co bylo např. dál?"],
}


@pytest.mark.parametrize("language", SPLIT)
def test_a_text_is_split_where_its_sentences_end(language: str) -> None:
    assert split_sentences(" ".join(SPLIT[language]), language) == tuple(SPLIT[language])


def test_what_has_no_end_is_a_sentence_and_nothing_is_none() -> None:
    assert split_sentences("We were at this question:", "en") == ("We were at this question:",)
    assert split_sentences("", "de") == () == split_sentences("  \n ", "en")


def test_everything_that_a_plan_may_say_is_known_and_what_comes_first_is_first() -> None:
    known = known_sentences(load_plan_yaml(PLAN), job_title="Baker", company_name="Crumb and Sons")
    assert known[1].startswith("I am an AI interviewer, speaking for Crumb and Sons about the Baker role")
    assert known.index("Which bread did you bake first?") < known.index(
        "What do you do when a batch is burnt?"
    )
    for sentence in ("Here is another one.", "Please go on.", "Thank you.", "A person reads this."):
        assert sentence in known
    assert not [sentence for sentence in known if "{" in sentence]
