"""What holds for every sequence of events."""

from __future__ import annotations

import json
from collections import Counter

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from interviews.engine.effects import Effect, Finish, Record, Say
from interviews.engine.events import (
    Event,
    Heard,
    Left,
    MomentRequested,
    NotUnderstood,
    RepeatRequested,
    Resumed,
    Silence,
    Started,
    Tick,
)
from interviews.engine.intents import classify
from interviews.engine.machine import step
from interviews.engine.progress import progress
from interviews.engine.state import from_dict, new_state, to_dict
from tests.engine.helpers import PLAN

QUESTIONS = {question.key: question for question in PLAN.questions}
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
]
WORDS = st.one_of(
    st.sampled_from(REQUESTS), st.text(max_size=40), st.integers(1, 90).map(lambda n: "word " * n)
)
EVENTS: st.SearchStrategy[Event] = st.one_of(
    st.builds(Started, typed=st.booleans()),
    st.builds(Heard, WORDS, over=st.sampled_from(["", "", "", *QUESTIONS, "unknown"])),
    st.builds(Silence, st.integers(-5, 200_000)),
    st.builds(Resumed, typed=st.booleans()),
    st.sampled_from([RepeatRequested(), MomentRequested(), NotUnderstood(), Tick()]),
)
MANY = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])


class AnyInterview(RuleBasedStateMachine):
    """Plays random events and checks what was said after each."""

    def __init__(self) -> None:
        super().__init__()
        self.state, self.now = new_state(PLAN), 0
        self.said: list[Say] = []
        self.finished = False

    def _play(self, event: Event) -> list[Effect]:
        self.state, effects = step(PLAN, self.state, event, self.now)
        assert not (self.finished and effects)
        self.said += [effect for effect in effects if isinstance(effect, Say)]
        self.finished = self.finished or any(isinstance(effect, Finish) for effect in effects)
        return effects

    @rule(event=EVENTS, pause_ms=st.integers(-1_000, 90_000))
    def something_happens(self, event: Event, pause_ms: int) -> None:
        self.now += pause_ms
        effects = self._play(event)
        if isinstance(event, Heard) and effects:
            assert isinstance(effects[0], Record) and effects[0].text == event.text
        assert sum(isinstance(effect, Record) for effect in effects) <= 1

    @rule(words=st.integers(1, 80))
    def an_answer_is_given(self, words: int) -> None:
        self.now += 400 * words
        self._play(Heard("word " * words))

    @invariant()
    def core_questions_come_once_in_order_and_word_for_word(self) -> None:
        asked = [say for say in self.said if say.kind == "core"]
        keys = [say.question for say in asked]
        assert keys == [key for key in QUESTIONS if key in keys]
        assert all(say.text == QUESTIONS[str(say.question)].text for say in asked)
        assert tuple(keys) == self.state.asked

    @invariant()
    def no_required_question_is_passed_over(self) -> None:
        passed = [q.key for q in PLAN.questions[: self.state.position + 1] if q.required]
        assert set(passed) <= set(self.state.asked)

    @invariant()
    def probes_are_bounded_authored_and_never_asked_twice(self) -> None:
        probes = [say for say in self.said if say.kind == "probe"]
        count = Counter(str(say.question) for say in probes)
        assert all(n <= QUESTIONS[key].probes.max for key, n in count.items())
        authored = {(key, p.indicator, p.text) for key, q in QUESTIONS.items() for p in q.probes.authored}
        assert {(str(say.question), say.probe_for, say.text) for say in probes} <= authored
        assert len({(say.question, say.text) for say in probes}) == len(probes)

    @invariant()
    def the_state_survives_its_json_form(self) -> None:
        assert from_dict(json.loads(json.dumps(to_dict(self.state)))) == self.state

    @invariant()
    def progress_tells_nothing_of_what_comes(self) -> None:
        shown = progress(PLAN, self.state, self.now)
        assert shown.question_text in {"", *(QUESTIONS[key].text for key in self.state.asked)}
        assert shown.finished == self.finished
        assert 0 <= shown.question_number <= shown.question_count and shown.minutes_left >= 0

    @invariant()
    def the_end_can_be_reached_by_leaving_and_by_time(self) -> None:
        if not self.finished:
            assert step(PLAN, self.state, Left(), self.now)[1] == [Finish("left")]
        if not self.finished and self.state.phase != "new":
            later = self.now + 10 * 60 * 60_000
            assert isinstance(step(PLAN, self.state, Tick(), later)[1][-1], Finish)


AnyInterview.TestCase.settings = settings(MANY, max_examples=300, stateful_step_count=25)
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
    assert finishes in ([], [len(first) - 1])


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
        assert {q.key for q in PLAN.questions if q.required} <= set(state.asked)
    else:
        assert reason.reason == "time_up" and now >= PLAN.minutes * 60_000


@settings(MANY, max_examples=300)
@given(st.text(max_size=400), st.sampled_from(["en", "de-AT", "", "../../x", "zz"]))
def test_any_text_has_an_intent(text: str, language: str) -> None:
    assert classify(text, language)
