"""What was answered in practice, question by question, with tips; and how one try differs from another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from interviews.engine.plan import Question, load_plan
from interviews.engine.state import from_dict
from interviews.models import PracticeInterview, PracticeTurn
from interviews.practice.comparison import Row, compare
from interviews.practice.measure import Measure, measure
from interviews.practice.tips import Tip, tips_for, tips_of
from interviews.services.retries import heard_questions, whole_of
from interviews.services.words import MAX_CHARS

# The question itself stands above them; requests and their answers are no part of it.
SHOWN = ("probe", "answer")
VOICE = PracticeInterview.Mode.VOICE


@dataclass(frozen=True, slots=True)
class Answer:
    """One question that was asked; `turns` are the follow-ups and all that was answered."""

    interview: PracticeInterview
    question: Question
    turns: tuple[PracticeTurn, ...]
    measured: Measure
    tips: tuple[Tip, ...]

    @property
    def is_empty(self) -> bool:
        """Whether nothing was answered."""
        return not self.measured.words

    @property
    def retries(self) -> list[PracticeInterview]:
        """The other tries at this question, oldest first."""
        return list(self.interview.retries.filter(retry_question=self.question.key).order_by("pk"))


@dataclass(frozen=True, slots=True)
class Tries:
    """One question, answered again: the first answer, the one before, and the newest."""

    first: Answer
    before: Answer
    now: Answer
    count: int
    rows: tuple[Row, ...]


def answers_of(*, interview: PracticeInterview) -> tuple[Answer, ...]:
    """Return the questions that were asked, in order, with what was answered."""
    questions = {question.key: question for question in load_plan(interview.plan_document).questions}
    asked = dict.fromkeys(heard_questions(interview=interview).values_list("question", flat=True))
    heard = list(interview.turns.filter(started_ms__isnull=False).order_by("number"))
    return tuple(_answer(interview, questions[key], heard) for key in asked if key in questions)


def tries_of(*, retry: PracticeInterview) -> Tries | None:
    """Return what a retry is compared with; None when its question was not asked in it."""
    whole = whole_of(retry)
    # Tries that nothing was said in are no answers to compare with.
    others = whole.retries.filter(retry_question=retry.retry_question, pk__lt=retry.pk).order_by("pk")
    answers = [_only(each, retry.retry_question) for each in (whole, *others, retry)]
    first, *later, now = answers
    if first is None or now is None:
        return None
    said = [answer for answer in later if answer is not None and not answer.is_empty]
    compared = [first, *said[-1:], now]
    rows = compare([answer.measured for answer in compared])
    return Tries(first=first, before=compared[-2], now=now, count=len(said) + 1, rows=rows)


def tips_while_typing(*, interview: PracticeInterview, text: str) -> tuple[Tip, ...]:
    """Return tips on the answer to the current question, `text` being its newest part. Nothing is stored."""
    entry = from_dict(interview.state).entry
    current = _only(interview, entry.question) if entry else None
    if current is None:
        return ()
    whole = "\n".join([_words(current.turns), text[:MAX_CHARS]])
    question = current.question
    return tips_for(whole, interview.language, kind=question.kind, minutes=question.minutes)


def tips_on_last_answer(*, interview: PracticeInterview) -> Answer | None:
    """Return the question that was answered last, with its tips; None before the first answer."""
    answered = [answer for answer in answers_of(interview=interview) if not answer.is_empty]
    return answered[-1] if answered else None


def _only(interview: PracticeInterview, key: str) -> Answer | None:
    return next((each for each in answers_of(interview=interview) if each.question.key == key), None)


def _answer(interview: PracticeInterview, question: Question, heard: Sequence[PracticeTurn]) -> Answer:
    turns = tuple(turn for turn in heard if turn.question == question.key and turn.kind in SHOWN)
    measured = measure(_words(turns), interview.language, kind=question.kind, spoken_ms=_spoken_ms(turns))
    tips = tips_of(measured, interview.language, kind=question.kind, minutes=question.minutes)
    return Answer(interview, question, turns, measured, tips)


def _answers(turns: Sequence[PracticeTurn]) -> list[PracticeTurn]:
    return [turn for turn in turns if turn.kind == "answer"]


def _words(turns: Sequence[PracticeTurn]) -> str:
    return "\n".join(turn.text for turn in _answers(turns))


def _spoken_ms(turns: Sequence[PracticeTurn]) -> int | None:
    """How long it took to say all of it; None when a part was typed, which takes another kind of time."""
    answers = _answers(turns)
    if any(turn.mode != VOICE for turn in answers):
        return None
    return sum((turn.ended_ms or 0) - (turn.started_ms or 0) for turn in answers) or None
