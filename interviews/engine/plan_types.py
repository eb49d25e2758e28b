"""The frozen dataclasses of an interview plan, `parley.plan/1`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import AfterValidator, ConfigDict, Field, StrictBool, StrictFloat, StrictInt, StringConstraints

SCHEMA = "parley.plan/1"
REQUIRED_ANCHORS = (1, 3, 5)
_CONFIG = ConfigDict(extra="forbid")


# More than any interview has. Whoever checks or rehearses a plan without limits could be busy for minutes.
MOST_QUESTIONS, MOST_COMPETENCIES, MOST_INDICATORS = 50, 50, 30
MOST_PROBES, MOST_EXAMPLES, MOST_FACTS = 30, 50, 200


def _not_blank(text: str) -> str:
    if not text.strip():
        raise ValueError("must not be empty")
    if "\0" in text:
        raise ValueError("must not hold the character zero, which no database stores")
    return text


Key = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9_-]*$", max_length=100)]
# Kept code point for code point: the texts of a plan are asked word for word.
Text = Annotated[str, StringConstraints(max_length=2000), AfterValidator(_not_blank)]
Title = Annotated[str, StringConstraints(max_length=300), AfterValidator(_not_blank)]
Language = Annotated[str, StringConstraints(pattern=r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*$", max_length=35)]
Level = Annotated[StrictInt, Field(ge=1, le=5)]
Weight = Annotated[StrictInt | StrictFloat, Field(gt=0, le=10)]
QuestionMinutes = Annotated[StrictInt | StrictFloat, Field(gt=0, le=240)]
QuestionKind = Literal["behavioural", "situational", "knowledge", "motivation", "logistics"]


@dataclass(frozen=True, kw_only=True)
class Indicator:
    """Something observable that a verbatim quote can show; showing it supports at least `level`."""

    __pydantic_config__ = _CONFIG

    key: Key
    text: Text
    examples: Annotated[tuple[Text, ...], Field(max_length=MOST_EXAMPLES)] = ()
    level: Level


@dataclass(frozen=True, kw_only=True)
class Competency:
    """What is rated, with the anchors of its scale (1, 3 and 5; 2 and 4 may be left out).

    All weigh the same unless `weight_reason` says why not (OPM, Structured Interviews: A Practical Guide).
    """

    __pydantic_config__ = _CONFIG

    key: Key
    name: Title
    definition: Text
    anchors: dict[Annotated[int, Field(ge=1, le=5)], Text]
    indicators: Annotated[tuple[Indicator, ...], Field(min_length=1, max_length=MOST_INDICATORS)]
    weight: Weight = 1
    weight_reason: Text | None = None


@dataclass(frozen=True, kw_only=True)
class AuthoredProbe:
    """A follow-up, asked when the indicator it is `for` has not been shown."""

    __pydantic_config__ = _CONFIG

    indicator: Annotated[Key, Field(alias="for")]
    text: Text


@dataclass(frozen=True, kw_only=True)
class Probes:
    """The follow-ups of a question, in order of importance, of which at most `max` are asked."""

    __pydantic_config__ = _CONFIG

    max: Annotated[StrictInt, Field(ge=0, le=10)] = 0
    authored: Annotated[tuple[AuthoredProbe, ...], Field(max_length=MOST_PROBES)] = ()


@dataclass(frozen=True, kw_only=True)
class Question:
    """A core question: asked of everyone, word for word; `minutes` include its probes."""

    __pydantic_config__ = _CONFIG

    key: Key
    kind: QuestionKind
    text: Text
    rephrase: Text | None = None
    competencies: Annotated[tuple[Key, ...], Field(max_length=MOST_COMPETENCIES)] = ()
    minutes: QuestionMinutes
    required: StrictBool = True
    source: Text | None = None
    probes: Probes = Probes()


@dataclass(frozen=True, kw_only=True)
class Fact:
    """Something the agent may tell about the job when it is asked about it."""

    __pydantic_config__ = _CONFIG

    about: Title
    answer: Text


@dataclass(frozen=True, kw_only=True)
class Plan:
    """A whole interview: what is asked, in which order, within how many minutes, and how it is rated."""

    __pydantic_config__ = _CONFIG

    schema: Literal["parley.plan/1"]
    key: Key
    title: Title
    language: Language
    minutes: Annotated[StrictInt, Field(ge=1, le=240)]
    competencies: Annotated[tuple[Competency, ...], Field(min_length=1, max_length=MOST_COMPETENCIES)]
    questions: Annotated[tuple[Question, ...], Field(min_length=1, max_length=MOST_QUESTIONS)]
    facts: Annotated[tuple[Fact, ...], Field(max_length=MOST_FACTS)] = ()
    closing: Text

    def indicators_of(self, question: Question) -> dict[str, Indicator]:
        """Return the indicators of the question's competencies by key."""
        return {
            indicator.key: indicator
            for competency in self.competencies
            if competency.key in question.competencies
            for indicator in competency.indicators
        }
