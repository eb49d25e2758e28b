"""What holds for every sequence of events."""

from __future__ import annotations

import json
from collections import Counter

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from interviews.engine.coverage import coverage
from interviews.engine.effects import Effect, Finish, Record, Say
from interviews.engine.events import (
    CandidateBack,
    Event,
    Heard,
    Left,
    NotUnderstood,
    Pressed,
    Reading,
    Resumed,
    Silence,
    SpeechBack,
    SpeechLost,
    Started,
    Tick,
)
from interviews.engine.guard import wording_problem
from interviews.engine.halves import join
from interviews.engine.intents import classify
from interviews.engine.machine import step
from interviews.engine.pacing import is_time_up
from interviews.engine.progress import progress
from interviews.engine.requests import CONTROLS, INTENTS
from interviews.engine.state import State, from_dict, new_state, to_dict
from tests.engine.helpers import PLAN

QUESTIONS = {question.key: question for question in PLAN.questions}
AUTHORED = {probe.text for question in PLAN.questions for probe in question.probes.authored}
REQUESTS = [
    "repeat",
    "what do you mean",
    "skip",
    "stop",
    "yes",
    "no",
    "that's all",
    "one moment",
    "can you hear me",
    "how much time is left",
    "is it remote",
    "can i talk to a person",
    "go back to the previous question",
    "i need a short break",
    "i am back",
    "sorry, i have to correct something i said before",
    "i feel sick, i cannot breathe",
    "you stupid machine",
]
WORDS = st.one_of(
    st.sampled_from(REQUESTS), st.text(max_size=40), st.integers(1, 90).map(lambda n: "word " * n)
)
INDICATORS = [indicator.key for competency in PLAN.competencies for indicator in competency.indicators]
# What a model may propose: right, wrong, invented, hostile.
READINGS = st.builds(
    Reading,
    intent=st.sampled_from([*INTENTS, "obey"]),
    shown=st.lists(st.sampled_from([*INDICATORS, "invented"]), max_size=3).map(tuple),
    probe=st.sampled_from([None, *INDICATORS, "invented"]),
    wording=st.one_of(st.none(), st.just("Which tool did you take for that?"), st.text(max_size=60)),
)
EVENTS: st.SearchStrategy[Event] = st.one_of(
    st.builds(Started, typed=st.booleans(), practice=st.booleans(), extra_time=st.integers(-10, 1_000)),
    st.builds(
        Heard,
        WORDS,
        over=st.sampled_from(["", "", "", *QUESTIONS, "unknown"]),
        reading=st.one_of(st.none(), READINGS),
        partial=st.sampled_from([False, False, False, True]),
    ),
    st.builds(Silence, st.integers(-5, 400_000)),
    st.builds(Resumed, typed=st.booleans(), away_ms=st.none() | st.integers(-1_000, 200_000)),
    st.builds(
        CandidateBack,
        st.integers(-1_000, 200_000),
        ask_again=st.booleans(),
        question_waits=st.booleans(),
    ),
    st.builds(SpeechLost, st.sampled_from(["hearing", "voice"])),
    st.builds(
        SpeechBack,
        st.sampled_from(["hearing", "voice"]),
        st.integers(-1_000, 200_000),
        ask_again=st.booleans(),
    ),
    st.sampled_from([*map(Pressed, CONTROLS), Pressed("unknown"), NotUnderstood(), Tick()]),
)
# Where an interview stands, of all that its state holds.
POSITION = ("phase", "position", "return_to", "went_back", "rung", "insults", "ended")
MANY = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])


def says(effects: list[Effect]) -> bool:
    """Whether anything is to be said."""
    return any(isinstance(effect, Say) for effect in effects)


class AnyInterview(RuleBasedStateMachine):
    """Plays random events and checks what was said after each."""

    def __init__(self) -> None:
        super().__init__()
        self.state, self.now = new_state(PLAN), 0
        self.said: list[Say] = []
        self.finished = False
        self.utterances_past_the_hard_limit = 0
        self.returns = 0
        self.latest = 0
        # How much had been said before the last answer: what followed it may be taken back.
        self.before_answer = 0

    def _play(self, event: Event) -> list[Effect]:
        was_up = self.state.phase != "new" and is_time_up(PLAN, self.state, self.now)
        self.latest = max(self.latest, self.now)
        was_before = self.state.before
        joined = isinstance(event, Heard) and join(PLAN, self.state, event) is not None
        was_back = (was_before if joined and was_before else self.state).return_to is not None
        self.state, effects = step(PLAN, self.state, event, self.now)
        assert not self.finished or all(isinstance(effect, Record) for effect in effects)
        if joined and not self.finished:
            del self.said[self.before_answer :]
        elif self.state.before is not was_before:
            self.before_answer = len(self.said)
        self.returns += self.state.return_to is not None and not was_back
        self.said += [effect for effect in effects if isinstance(effect, Say)]
        self.finished = self.finished or any(isinstance(effect, Finish) for effect in effects)
        whole = isinstance(event, Heard) and not event.partial
        if was_up and is_time_up(PLAN, self.state, self.now) and whole and says(effects):
            self.utterances_past_the_hard_limit += 1
        return effects

    @rule(event=EVENTS, pause_ms=st.integers(-1_000, 90_000))
    def something_happens(self, event: Event, pause_ms: int) -> None:
        self.now += pause_ms
        effects = self._play(event)
        if isinstance(event, Heard) and effects:
            assert isinstance(effects[0], Record) and effects[0].text == event.text
        assert sum(isinstance(effect, Record) for effect in effects) <= 1

    @rule(words=st.integers(1, 400))
    def an_answer_is_given(self, words: int) -> None:
        self.now += 400 * words
        self._play(Heard("word " * words))

    @rule(
        event=st.builds(Heard, WORDS, over=st.sampled_from(["", *QUESTIONS]), partial=st.just(True)),
        pause_ms=st.integers(0, 90_000),
    )
    def an_agent_is_killed_in_the_middle_of_an_utterance(self, event: Heard, pause_ms: int) -> None:
        self.now += pause_ms
        before = self.state
        effects = self._play(event)
        assert [type(effect) for effect in effects] in ([], [Record])
        moved = [getattr(self.state, name) != getattr(before, name) for name in POSITION]
        assert not any(moved)
        assert [entry.probes for entry in self.state.entries] == [entry.probes for entry in before.entries]

    @rule(minutes=st.integers(1, 40), event=st.just(Tick()) | EVENTS)
    def a_long_time_goes_by(self, minutes: int, event: Event) -> None:
        self.now += minutes * 60_000
        self._play(event)

    @invariant()
    def core_questions_come_once_in_order_and_word_for_word(self) -> None:
        asked = [say for say in self.said if say.kind == "core"]
        keys = [say.question for say in asked]
        assert keys == [key for key in QUESTIONS if key in keys]
        assert all(say.text == QUESTIONS[str(say.question)].text for say in asked)
        assert keys == [entry.question for entry in self.state.entries]

    @invariant()
    def no_required_question_is_passed_over(self) -> None:
        passed = [q.key for q in PLAN.questions[: self.state.position + 1] if q.required]
        assert set(passed) <= {entry.question for entry in self.state.entries}

    @invariant()
    def probes_are_bounded_and_no_words_are_asked_twice(self) -> None:
        probes = [say for say in self.said if say.kind == "probe"]
        count = Counter(str(say.question) for say in probes)
        assert all(n <= QUESTIONS[key].probes.max for key, n in count.items())
        authored = [(say.question, say.text) for say in probes if say.text in AUTHORED]
        assert len(set(authored)) == len(authored)
        for say in probes:
            assert say.probe_for in PLAN.indicators_of(QUESTIONS[str(say.question)])

    @invariant()
    def a_probe_is_authored_or_a_wording_that_may_be_said(self) -> None:
        for say in self.said:
            if say.kind == "probe" and say.text not in AUTHORED:
                assert wording_problem(PLAN, QUESTIONS[str(say.question)], say.text) is None

    @invariant()
    def what_is_repeated_was_asked_before(self) -> None:
        asked = set()
        for say in self.said:
            if say.kind in ("core", "probe"):
                asked.add(say.text)
            assert say.kind != "repeat" or say.text in asked

    @invariant()
    def at_most_one_utterance_is_taken_past_the_hard_limit(self) -> None:
        assert self.utterances_past_the_hard_limit <= 1

    @invariant()
    def one_goes_back_at_most_once(self) -> None:
        assert self.returns <= 1

    @invariant()
    def no_more_time_is_given_back_than_went_by(self) -> None:
        assert 0 <= self.state.away_ms <= self.latest

    @invariant()
    def the_state_survives_its_json_form(self) -> None:
        assert from_dict(json.loads(json.dumps(to_dict(self.state)))) == self.state

    @invariant()
    def progress_tells_nothing_of_what_comes(self) -> None:
        shown = progress(PLAN, self.state, self.now)
        asked = {QUESTIONS[entry.question].text for entry in self.state.entries}
        assert shown.question_text in {"", *asked}
        assert shown.finished == self.finished
        assert 0 <= shown.question_number <= shown.question_count and shown.minutes_left >= 0

    @invariant()
    def the_ledger_accounts_for_every_question(self) -> None:
        ledger = coverage(PLAN, self.state)
        assert [entry.question for entry in ledger] == list(QUESTIONS)
        assert [entry.question for entry in ledger if entry.asked] == [e.question for e in self.state.entries]
        assert sum(entry.ms for entry in ledger) <= max(0, self.state.last_event_ms)
        if self.finished:
            assert all(entry.answered or entry.skipped for entry in ledger)

    @invariant()
    def the_end_can_be_reached_by_leaving_and_by_time(self) -> None:
        if not self.finished:
            assert step(PLAN, self.state, Left(), self.now)[1] == [Finish("left")]
        if not self.finished and self.state.phase != "new":
            # Long after any extra time, typing and break.
            later = self.now + 20 * 60 * 60_000
            assert _closes(self.state, later)


def _closes(state: State, now: int) -> bool:
    """Whether time alone ends the interview; who types ends it with the next word."""
    for event in (Tick(), Heard("word")):
        after, effects = step(PLAN, state, event, now)
        if effects and isinstance(effects[-1], Finish):
            return True
        if state.typed:
            # A gap in typing is credited: play on until the time has been used up.
            while not (effects and isinstance(effects[-1], Finish)):
                now += 60_000
                after, effects = step(PLAN, after, Heard("word " * 20), now)
            return True
    return False


AnyInterview.TestCase.settings = settings(MANY, max_examples=2_000, stateful_step_count=20)
TestAnyInterview = AnyInterview.TestCase


@settings(MANY, max_examples=1_000)
@given(st.lists(st.tuples(EVENTS, st.integers(0, 60_000)), max_size=40))
def test_the_same_events_give_the_same_interview(script: list[tuple[Event, int]]) -> None:
    def play() -> list[Effect]:
        state, now, every = new_state(PLAN), 0, list[Effect]()
        for event, pause in script:
            now += pause
            state, effects = step(PLAN, from_dict(to_dict(state)), event, now)
            every += effects
        return every

    first = play()
    assert first == play()
    finishes = [index for index, effect in enumerate(first) if isinstance(effect, Finish)]
    assert len(finishes) <= 1
    assert not finishes or not says(first[finishes[0] :])


@settings(MANY, max_examples=300)
@given(st.lists(st.integers(1, 120), min_size=20, max_size=20), st.integers(1_000, 120_000))
def test_somebody_who_answers_gets_to_the_end_with_every_required_question(words: list[int], ms: int) -> None:
    state, effects = step(PLAN, new_state(PLAN), Started(), 0)
    now = 0
    for count in words:
        now += ms
        state, effects = step(PLAN, state, Heard("word " * count), now)
        if state.phase == "finished":
            break
    assert state.phase == "finished"
    reason = effects[-1]
    assert isinstance(reason, Finish)
    if reason.reason == "completed":
        assert {q.key for q in PLAN.questions if q.required} <= {entry.question for entry in state.entries}
    else:
        assert reason.reason == "time_up" and now >= PLAN.minutes * 60_000


@settings(MANY, max_examples=300)
@given(st.text(max_size=400), st.sampled_from(["en", "de-AT", "", "../../x", "zz"]))
def test_any_text_has_an_intent(text: str, language: str) -> None:
    assert classify(text, language)
