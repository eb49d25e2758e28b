"""The interview as a state machine: `step` takes one event and says what to do; no clock, no I/O."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from interviews.engine.effects import Effect, Finish, Record
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
from interviews.engine.facts import find_fact
from interviews.engine.intents import ANSWER, classify, confirmation
from interviews.engine.moves import ask, close, go_on, probe, repeat, rephrase
from interviews.engine.pacing import is_time_up, minutes_left
from interviews.engine.phrases import disclosure
from interviews.engine.plan import Plan
from interviews.engine.probing import next_probe, shown_in
from interviews.engine.scene import Scene, Step
from interviews.engine.silence import is_due
from interviews.engine.speakable import speakable
from interviews.engine.state import State, current_question

# How many questions in a row may meet nothing but silence before nobody is taken to be there.
UNANSWERED_LIMIT = 2
# How often in a row to ask for speech again that gave no text: noise must not start a quarrel.
UNCLEAR_LIMIT = 2
NAME_CHARS, TITLE_CHARS = 60, 100


def step(plan: Plan, state: State, event: Event, now: int) -> Step:
    """Return the state after `event` at `now` (ms since the interview started) and what to do, in order.

    Never raises. After `Finish` there are no effects; without effects the state may be the same.
    """
    scene = Scene(plan, state, now)
    if state.phase == "finished" or (state.phase == "new" and not isinstance(event, BEFORE_START)):
        return state, []
    after, effects = TRANSITIONS[type(event)](scene, event)
    if after == state and not effects:
        return state, []
    return replace(after, last_event_ms=max(now, state.last_event_ms)), effects


def _on_started(scene: Scene, event: Started) -> Step:
    if scene.state.phase != "new":
        return scene.state, []
    greeting = disclosure(
        scene.plan.language,
        name=speakable(event.candidate_name, NAME_CHARS),
        title=speakable(event.job_title, TITLE_CHARS),
        company=speakable(event.company_name, TITLE_CHARS),
    )
    opening: list[Effect] = [
        scene.say("disclosure", greeting, interruptible=False),
        scene.say_phrase("first_question"),
    ]
    state, asking = ask(scene.after(phase="asking", typed=event.typed), 0)
    return state, opening + asking


def _on_resumed(scene: Scene, event: Resumed) -> Step:
    if scene.state.phase == "new":
        return _on_started(scene, Started(typed=event.typed))
    away = max(0, scene.now - scene.state.last_event_ms)
    scene = scene.after(typed=event.typed, away_ms=scene.state.away_ms + away)
    if is_time_up(scene.plan, scene.state, scene.now):
        return close(scene, "time_up")
    state, again = repeat(scene)
    return state, [scene.say_phrase("welcome_back"), *again]


def _on_heard(scene: Scene, event: Heard) -> Step:
    if not event.text.strip():
        return scene.state, []
    if scene.state.phase == "new":
        return scene.state, [scene.record("other", event.text)]
    if event.over and classify(event.text, scene.plan.language) != "stop":
        return _on_late_words(scene, event)
    if scene.state.phase == "confirming_stop":
        return _on_confirmation(scene, event.text)
    return _on_utterance(scene, event.text)


def _on_late_words(scene: Scene, event: Heard) -> Step:
    """Words spoken over the next question belong to the one before; nothing is said to them."""
    if classify(event.text, scene.plan.language) != ANSWER or event.over not in scene.state.asked:
        return scene.state, [Record("other", event.text)]
    return _credit(scene, event.over).state, [Record("answer", event.text, event.over)]


def _on_utterance(scene: Scene, text: str) -> Step:
    scene = scene.after(rung=0, patient=False, unanswered_in_a_row=0, unclear=0)
    request = REQUESTS.get(classify(text, scene.plan.language))
    if request is None:
        return _on_answer(scene, text)
    state, effects = request(scene, text)
    return state, [scene.record("other", text), *effects]


def _on_confirmation(scene: Scene, text: str) -> Step:
    scene = scene.after(phase="asking")
    said = confirmation(text, scene.plan.language)
    if said is None and classify(text, scene.plan.language) not in ("stop", "done"):
        return _on_utterance(scene, text)
    if said == "no":
        state, again = repeat(scene)
        return state, [scene.record("other", text), scene.say_phrase("going_on"), *again]
    state, effects = close(scene, "left")
    return state, [scene.record("other", text), *effects]


def _on_answer(scene: Scene, text: str) -> Step:
    question, state = current_question(scene.plan, scene.state), scene.state
    assert question is not None
    shown = dict.fromkeys((*state.shown, *shown_in(scene.plan, question, text)))
    answer = scene.record("answer", text)
    scene = _credit(scene, question.key).after(shown=tuple(shown), words=state.words + len(text.split()))
    follow_up = next_probe(scene.plan, scene.state, question, scene.now)
    after, effects = go_on(scene, "next_question") if follow_up is None else probe(scene, follow_up)
    return after, [answer, *effects]


def _credit(scene: Scene, question: str) -> Scene:
    answered = scene.state.answered
    return scene if question in answered else scene.after(answered=(*answered, question))


def _on_not_understood(scene: Scene, event: NotUnderstood) -> Step:
    if scene.state.unclear >= UNCLEAR_LIMIT:
        return scene.state, []
    scene = scene.after(unclear=scene.state.unclear + 1)
    return scene.state, [scene.say_phrase("not_understood", kind="nudge")]


def _on_silence(scene: Scene, event: Silence) -> Step:
    if not is_due(scene.state, event.ms, scene.now):
        return scene.state, []
    if scene.state.phase == "confirming_stop":
        return repeat(scene)
    climbed = scene.after(rung=scene.state.rung + 1, patient=False)
    return LADDER[min(scene.state.rung, len(LADDER) - 1)](climbed)


def _nudge(scene: Scene) -> Step:
    return scene.state, [scene.say_phrase("still_there", kind="nudge")]


def _offer(scene: Scene) -> Step:
    question = current_question(scene.plan, scene.state)
    if question and question.rephrase and not scene.state.rephrased and not scene.state.probed:
        return rephrase(scene)
    return scene.state, [scene.say_phrase("offer_skip", kind="nudge")]


def _give_up(scene: Scene) -> Step:
    question = current_question(scene.plan, scene.state)
    if question and question.key not in scene.state.answered:
        scene = scene.after(unanswered_in_a_row=scene.state.unanswered_in_a_row + 1)
    if scene.state.unanswered_in_a_row >= UNANSWERED_LIMIT:
        return close(scene, "no_answer")
    return go_on(scene, "moving_on")


def _on_repeat_requested(scene: Scene, event: RepeatRequested) -> Step:
    return repeat(scene)


def _on_moment_requested(scene: Scene, event: MomentRequested) -> Step:
    return scene.after(rung=0, patient=True).state, []


def _on_tick(scene: Scene, event: Tick) -> Step:
    if is_time_up(scene.plan, scene.state, scene.now):
        return close(scene, "time_up")
    return scene.state, []


def _on_left(scene: Scene, event: Left) -> Step:
    return scene.after(phase="finished").state, [Finish("left")]


def _confirm_stop(scene: Scene, text: str) -> Step:
    return scene.after(phase="confirming_stop").state, [scene.say_phrase("confirm_stop")]


def _done(scene: Scene, text: str) -> Step:
    """ "That is all" ends an answer that was given; without one it is about the whole interview."""
    question = current_question(scene.plan, scene.state)
    if question and question.key in scene.state.answered:
        return go_on(scene, "next_question")
    return _confirm_stop(scene, text)


def _time_check(scene: Scene, text: str) -> Step:
    minutes = minutes_left(scene.plan, scene.state, scene.now)
    return scene.state, [scene.say_phrase("time_left" if minutes > 1 else "time_left_one", minutes=minutes)]


def _job_question(scene: Scene, text: str) -> Step:
    fact = find_fact(scene.plan, text)
    return scene.state, [scene.say("fact", fact.answer) if fact else scene.say_phrase("no_fact")]


# What each event does. `step` looks here and nowhere else.
TRANSITIONS: dict[type, Callable[[Scene, Any], Step]] = {
    Started: _on_started,
    Resumed: _on_resumed,
    Heard: _on_heard,
    NotUnderstood: _on_not_understood,
    Silence: _on_silence,
    RepeatRequested: _on_repeat_requested,
    MomentRequested: _on_moment_requested,
    Tick: _on_tick,
    Left: _on_left,
}
# Before the start there is nothing to repeat, to wait for or to run out of.
BEFORE_START = (Started, Resumed, Heard, Left)
# What each request does; every other utterance is an answer.
REQUESTS: dict[str, Callable[[Scene, str], Step]] = {
    "repeat": lambda scene, text: repeat(scene),
    "rephrase": lambda scene, text: rephrase(scene),
    "think": lambda scene, text: (scene.after(patient=True).state, []),
    "skip": lambda scene, text: go_on(scene, "skipped"),
    "stop": _confirm_stop,
    "done": _done,
    "hear_check": lambda scene, text: (scene.state, [scene.say_phrase("hear_check")]),
    "time_check": _time_check,
    "person": lambda scene, text: (scene.state, [scene.say_phrase("person")]),
    "job_question": _job_question,
}
# What silence does, rung by rung.
LADDER: tuple[Callable[[Scene], Step], ...] = (_nudge, _offer, _give_up)
