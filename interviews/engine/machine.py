"""The interview as a state machine: `step` takes one event and says what to do; no clock, no I/O."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from interviews.engine.credit import RETURNS, credit_absence, spend
from interviews.engine.effects import Effect, Finish, Record, Say
from interviews.engine.events import (
    CandidateBack,
    Event,
    Heard,
    Left,
    NotUnderstood,
    Pressed,
    Resumed,
    Silence,
    SpeechBack,
    SpeechLost,
    Started,
    Tick,
)
from interviews.engine.halves import forget, join, keep_goodbye, record_half
from interviews.engine.listening import on_heard
from interviews.engine.moves import ask, close, go_on, repeat, rephrase
from interviews.engine.pacing import is_time_up
from interviews.engine.phrases import count_said, disclosure
from interviews.engine.plan import Plan
from interviews.engine.requests import CONTROLS
from interviews.engine.scene import Scene, Step
from interviews.engine.silence import is_due
from interviews.engine.speakable import speakable
from interviews.engine.state import State

# How many questions in a row may meet nothing but silence before nobody is taken to be there.
UNANSWERED_LIMIT = 2
# How often in a row to ask for speech again that gave no text: noise must not start a quarrel.
UNCLEAR_LIMIT = 2
NAME_CHARS, TITLE_CHARS = 60, 100
# Who was out of reach for less than this has hardly noticed it, and is not welcomed back, ms.
UNNOTICED_MS = 8_000
# Percent of a plan's minutes; more than five times as long is a mistake of whoever asks for it.
MAX_EXTRA_TIME = 400


def step(plan: Plan, state: State, event: Event, now: int) -> Step:
    """Return the state after `event` at `now` (ms since the interview started) and what to do, in order.

    Never raises. After `Finish` there is nothing but the rest of an answer to record; without effects the
    state may be the same.
    """
    if isinstance(event, Heard) and (halves := join(plan, state, event)) is not None:
        return _on_second_half(plan, state, event, halves, now)
    if state.phase == "finished" or (state.phase == "new" and not isinstance(event, BEFORE_START)):
        return state, []
    if isinstance(event, Silence) and not is_due(state, event.ms, now):
        return state, []
    scene = Scene(plan, credit_absence(state, event, now), now)
    if state.phase != "new" and not isinstance(event, LAST_WORDS) and is_time_up(plan, scene.state, now):
        after, effects = close(scene, "time_up")
    else:
        after, effects = TRANSITIONS[type(event)](scene, event)
    if after == scene.state and not effects and not isinstance(event, RETURNS):
        return state, []
    said = [effect.text for effect in effects if isinstance(effect, Say)]
    after = replace(after, said=count_said(plan.language, after.said, said))
    return spend(scene.state, forget(state, after, effects), now), effects


def _on_second_half(plan: Plan, state: State, event: Heard, halves: tuple[State, Heard], now: int) -> Step:
    """What was decided after the first half was not heard: decide anew, by all that was said.

    Whoever goes on over the goodbye is asked nothing more, but is heard.
    """
    before, whole = halves
    after, effects = step(plan, before, whole, now)
    recorded = record_half(effects, event.text)
    if state.phase != "finished":
        return after, recorded
    return keep_goodbye(state, after, event.over), [e for e in recorded if isinstance(e, Record)]


def _on_started(scene: Scene, event: Started) -> Step:
    if scene.state.phase != "new":
        return scene.state, []
    scene = scene.after(
        phase="asking",
        typed=event.typed,
        practice=event.practice,
        extra_time=max(0, min(event.extra_time, MAX_EXTRA_TIME)),
        last_event_ms=max(0, scene.now),
    )
    greeting = disclosure(
        scene.plan.language,
        practice=event.practice,
        name=speakable(event.candidate_name, NAME_CHARS),
        title=speakable(event.job_title, TITLE_CHARS),
        company=speakable(event.company_name, TITLE_CHARS),
    )
    opening: list[Effect] = [
        scene.say("disclosure", greeting, interruptible=False),
        scene.say_phrase("first_question_typed" if event.typed else "first_question"),
    ]
    state, asking = ask(scene, 0)
    return state, opening + asking


def _on_resumed(scene: Scene, event: Resumed) -> Step:
    if scene.state.phase == "new":
        return _on_started(scene, Started(typed=event.typed))
    state, again = repeat(scene.after(typed=event.typed))
    return state, [scene.say_phrase("welcome_back"), *again]


def _on_candidate_back(scene: Scene, event: CandidateBack) -> Step:
    if event.question_waits:
        return scene.state, []
    if event.away_ms >= UNNOTICED_MS:
        state, again = repeat(scene)
        return state, [scene.say_phrase("welcome_back"), *again]
    return repeat(scene) if event.ask_again and scene.state.phase == "asking" else (scene.state, [])


def _on_speech_lost(scene: Scene, event: SpeechLost) -> Step:
    return scene.state, [scene.say_phrase("trouble_speaking" if event.part == "voice" else "trouble_hearing")]


def _on_speech_back(scene: Scene, event: SpeechBack) -> Step:
    return repeat(scene) if event.ask_again and scene.state.phase == "asking" else (scene.state, [])


def _on_not_understood(scene: Scene, event: NotUnderstood) -> Step:
    if scene.state.unclear >= UNCLEAR_LIMIT:
        return scene.state, []
    scene = scene.after(unclear=scene.state.unclear + 1)
    return scene.state, [scene.say_phrase("not_understood", kind="nudge")]


def _on_silence(scene: Scene, event: Silence) -> Step:
    if scene.state.phase == "on_break":
        return scene.state, [scene.say_phrase("break_goes_on", kind="nudge")]
    if scene.state.phase == "confirming_stop":
        return repeat(scene)
    climbed = scene.after(rung=scene.state.rung + 1, patient=False)
    return LADDER[min(scene.state.rung, len(LADDER) - 1)](climbed)


def _nudge(scene: Scene) -> Step:
    return scene.state, [scene.say_phrase("still_there", kind="nudge")]


def _reword(scene: Scene) -> Step:
    """Other words help with a question; a probe is not asked twice unless somebody wants it."""
    question, entry = scene.question, scene.state.entry
    if question and entry and question.rephrase and not entry.rephrased and not entry.probes:
        return rephrase(scene)
    return _offer_skip(scene.after(rung=scene.state.rung + 1))


def _offer_skip(scene: Scene) -> Step:
    return scene.state, [scene.say_phrase("offer_skip", kind="nudge")]


def _give_up(scene: Scene) -> Step:
    entry = scene.state.entry
    if entry and not entry.answered:
        scene = scene.with_entry(skipped="silence")
        scene = scene.after(unanswered_in_a_row=scene.state.unanswered_in_a_row + 1)
    if scene.state.unanswered_in_a_row >= UNANSWERED_LIMIT:
        return close(scene, "no_answer")
    return go_on(scene, "moving_on")


def _on_pressed(scene: Scene, event: Pressed) -> Step:
    """A control says nothing; whatever was being confirmed or waited for gives way to it."""
    control = CONTROLS.get(event.control)
    if control is None:
        return scene.state, []
    return control(scene.after(phase="asking", rung=0, patient=False), "")


def _on_tick(scene: Scene, event: Tick) -> Step:
    return scene.state, []


def _on_left(scene: Scene, event: Left) -> Step:
    return scene.after(phase="finished", ended="left").state, [Finish("left")]


# What each event does. `step` looks here and nowhere else; past the hard limit all but LAST_WORDS close.
TRANSITIONS: dict[type, Callable[[Scene, Any], Step]] = {
    Started: _on_started,
    Resumed: _on_resumed,
    CandidateBack: _on_candidate_back,
    SpeechLost: _on_speech_lost,
    SpeechBack: _on_speech_back,
    Heard: on_heard,
    NotUnderstood: _on_not_understood,
    Silence: _on_silence,
    Pressed: _on_pressed,
    Tick: _on_tick,
    Left: _on_left,
}
# Before the start there is nothing to repeat, to wait for or to run out of.
BEFORE_START = (Started, Resumed, Heard, Left)
LAST_WORDS = (Heard, Left)
# What silence does, rung by rung.
LADDER: tuple[Callable[[Scene], Step], ...] = (_nudge, _reword, _offer_skip, _give_up)
