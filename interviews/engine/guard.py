"""The guard: what no interviewer may ask, what no candidate needs to tell, and what a model may not say.

The topics follow what these call none of an employer's business in an interview: the EEOC's guidance on
pre-employment inquiries (United States), sections 1 and 7 of the Allgemeines Gleichbehandlungsgesetz
(Germany), article 17 of the Estatuto de los Trabajadores (Spain), article L1132-1 of the Code du travail
(France), and section 30 of the zákoník práce with section 2 of the antidiskriminační zákon (Czechia).
Rules over words, kept as data in `languages/<language>/guard.yaml`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache

from interviews.engine.guard_disguise import has_strange_letters, is_foreign, undisguised
from interviews.engine.languages import LANGUAGES, base_language, language_pack
from interviews.engine.plan_types import Plan, Question

MAX_WORDS = 30
# Words may be joined by anything but blanks.
MAX_CHARS = 400
# A run of so many words shared with the plan's rubric is a leak, whatever stands around it.
SHARED_WORDS = 4
# Speech has no use for these: markup, addresses, long numbers, letters that only look like Latin ones.
_MARKUP = re.compile(
    r"[<>{}\[\]\\|`*_~^=@]|https?:|www\.|\w\.(?:com|org)\b|\d(?:[ .\-/()]?\d){4}", re.IGNORECASE
)
_INVISIBLE = ("Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp")
_SENTENCE_END = re.compile(r"[.?!;:\u2026]+")
# "marié(e)", "casado/a", "Partner*in", "vdaný/á": the second ending is left out.
_SECOND_ENDING = re.compile(
    r"\(\w{1,3}\)|(?<=\w)[/*:\u00b7](?:in|innen|e|ne|le|a|as|os|\u00e1|\u00fd|\u00e9)\b"
)
_WORD = re.compile(r"\w+")
_PART = re.compile(r"<(\w+)>")


def protected_topics(text: str, language: str) -> tuple[str, ...]:
    """Return the names of the protected topics that a question asks a candidate about."""
    base = base_language(language)
    sentences = _sentences(text)
    private = [sentence for sentence in sentences if _is_private(sentence, base)]
    asked = _rules(base, "topics")
    terms = _rules(base, "terms")
    return tuple(
        topic
        for topic, rule in asked.items()
        if any(rule.search(one) for one in sentences)
        or (topic in terms and any(terms[topic].search(one) for one in private))
    )


def discloses_protected(text: str, language: str) -> bool:
    """Tell whether somebody says such a thing about themselves."""
    return _says(text, language, "disclosures")


def wording_problem(plan: Plan, question: Question, wording: str) -> str | None:
    """Return why a model's wording of a probe may not be said, or None when it may.

    One of "empty", "long", "markup", "not_one_question", "protected" (also in a language without rules to
    tell it by, or another than the plan's), "rubric" and "promise".
    """
    if not wording.strip():
        return "empty"
    if len(wording) > MAX_CHARS or len(wording.split()) > MAX_WORDS:
        return "long"
    # In turn: what is odd is not looked at for what it might mean.
    checks: dict[str, Callable[[], bool]] = {
        "markup": lambda: _is_markup(wording) or _is_said(wording, "system"),
        "not_one_question": lambda: not _is_one_question(wording),
        "protected": lambda: _may_be_protected(wording, plan.language),
        "rubric": lambda: _tells_rubric(plan, question, wording),
        "promise": lambda: _is_said(wording, "promises"),
    }
    return next((name for name, is_broken in checks.items() if is_broken()), None)


def _is_said(text: str, part: str) -> bool:
    """Whether it is said in any language: a model may answer in another than the one it was asked in."""
    return any(_says(text, language, part) for language in LANGUAGES)


def _is_private(sentence: str, language: str) -> bool:
    """Whether it is said to the candidate and holds nothing of work or of other people."""
    addressed, work = (_rules(language, part)[""] for part in ("addressed", "work"))
    return bool(addressed.search(sentence)) and not work.search(sentence)


def _may_be_protected(wording: str, language: str) -> bool:
    """Whether it asks such a thing in any language, however it is written, or nobody can tell."""
    if not _is_known(language) or is_foreign(wording, language) or has_strange_letters(wording):
        return True
    return any(protected_topics(text, one) for text in undisguised(wording) for one in LANGUAGES)


def _is_known(language: str) -> bool:
    return language.lower().partition("-")[0] in LANGUAGES


def _is_markup(wording: str) -> bool:
    """Whether it is anything but plain text in Latin letters on one line."""
    odd = any(unicodedata.category(char) in _INVISIBLE for char in wording)
    foreign = any(char.isalpha() and "LATIN" not in unicodedata.name(char, "") for char in wording)
    return odd or foreign or bool(_MARKUP.search(wording))


def _is_one_question(wording: str) -> bool:
    """One question mark, at the end, and at most one sentence before the question."""
    text = wording.strip().rstrip("\"'\u201c\u201d\u00bb")
    # "z. B." and "e.g." end no sentence.
    ends = re.findall(r"\w{2}\s?[.!?\u2026]+(?=\s|$)", text)
    return text.endswith("?") and text.count("?") == 1 and len(ends) <= 2


def _tells_rubric(plan: Plan, question: Question, wording: str) -> bool:
    """Words of the rating, unless the question's own texts, which are spoken anyway, have them."""
    texts = (question.text, question.rephrase or "", *(probe.text for probe in question.probes.authored))
    own, said = _words(" ".join(texts)), " | ".join(_joined(text) for text in texts)
    asked = _joined(wording)
    if any(run in asked and run not in said for run in _rubric_runs(plan)):
        return True
    rule = _rules(base_language(plan.language), "rubric")[""]
    return any(rule.fullmatch(word) and word not in own for word in _words(wording))


def _rubric_runs(plan: Plan) -> Iterable[str]:
    """Every run of SHARED_WORDS words of the rubric; a shorter anchor or indicator is a run as a whole."""
    for competency in plan.competencies:
        indicators = competency.indicators
        for text in (competency.definition, *competency.anchors.values(), *(one.text for one in indicators)):
            yield from _runs(text, at_least=2)
        for example in (example for one in indicators for example in one.examples):
            yield from _runs(example, at_least=SHARED_WORDS)


@lru_cache(maxsize=4096)
def _runs(text: str, *, at_least: int) -> tuple[str, ...]:
    words = _words(text)
    if len(words) < at_least:
        return ()
    last = max(0, len(words) - SHARED_WORDS)
    return tuple(f" {' '.join(words[i : i + SHARED_WORDS])} " for i in range(last + 1))


def _joined(text: str) -> str:
    return f" {' '.join(_words(text))} "


def _says(text: str, language: str, part: str) -> bool:
    rule = _rules(base_language(language), part)[""]
    return any(rule.search(sentence) for sentence in _sentences(text))


@lru_cache(maxsize=64)
def _rules(language: str, part: str) -> Mapping[str, re.Pattern[str]]:
    """The compiled patterns of a part of the pack, by topic; a part without topics has one, named ""."""
    pack = language_pack(language, "guard")
    given = pack[part] if isinstance(pack[part], dict) else {"": pack[part]}
    return {
        topic: _compile([patterns] if isinstance(patterns, str) else patterns, pack["parts"])
        for topic, patterns in given.items()
    }


def _compile(patterns: Iterable[str], parts: Mapping[str, str]) -> re.Pattern[str]:
    text = "|".join(f"(?:{pattern})" for pattern in patterns)
    while _PART.search(text):
        text = _PART.sub(lambda match: parts[match[1]], text)
    return re.compile(rf"\b(?:{_plain(text)})\b")


def _sentences(text: str) -> list[str]:
    """The sentences as the patterns want them: folded words with single spaces."""
    sentences = _SENTENCE_END.split(_SECOND_ENDING.sub("", text))
    return [" ".join(_words(sentence)) for sentence in sentences]


def _words(text: str) -> list[str]:
    return _WORD.findall(_plain(text))


def _plain(text: str) -> str:
    """Lower case without accents, ligatures and format characters."""
    folded = text.casefold()
    if folded.isascii():
        return folded
    decomposed = unicodedata.normalize("NFKD", folded.replace("\u0153", "oe").replace("\u00e6", "ae"))
    return "".join(char for char in decomposed if unicodedata.category(char) not in ("Mn", "Cf"))
