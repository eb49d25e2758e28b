"""What the candidate may ask of the interviewer, in words or by a control, and what then happens."""

from __future__ import annotations

from collections.abc import Callable

from interviews.engine.facts import find_fact
from interviews.engine.moves import go_back, go_on, repeat, rephrase
from interviews.engine.pacing import minutes_left
from interviews.engine.scene import Scene, Step

# How many questions about the job are kept for the recruiter, and how much of each.
MAX_NOTED, NOTED_CHARS = 20, 300


def _skip(scene: Scene, text: str) -> Step:
    entry = scene.state.entry
    if entry is not None and not entry.answered:
        scene = scene.with_entry(skipped="candidate")
    return go_on(scene, "skipped")


def _wait_quietly(scene: Scene, text: str) -> Step:
    """Say nothing: who thinks aloud is not to be talked to. Who types sees that it was understood."""
    scene = scene.after(rung=0, patient=True)
    return scene.state, [scene.say_phrase("take_time")] if scene.state.typed else []


def _begin_break(scene: Scene, text: str) -> Step:
    return scene.after(phase="on_break", rung=0).state, [scene.say_phrase("break_begins")]


def _confirm_stop(scene: Scene, text: str) -> Step:
    return scene.after(phase="confirming_stop").state, [scene.say_phrase("confirm_stop")]


def _end_answer(scene: Scene, text: str) -> Step:
    """ "That is all" ends an answer that was given; without one it is about the whole interview."""
    entry = scene.state.entry
    if entry is not None and entry.answered:
        return go_on(scene, "next_question")
    return _confirm_stop(scene, text)


def _check_hearing(scene: Scene, text: str) -> Step:
    return scene.state, [scene.say_phrase("hear_check")]


def _check_time(scene: Scene, text: str) -> Step:
    minutes = minutes_left(scene.plan, scene.state, scene.now)
    name = {0: "time_left_none", 1: "time_left_one"}.get(minutes, "time_left")
    return scene.state, [scene.say_phrase(name, minutes=minutes)]


def _name_a_person(scene: Scene, text: str) -> Step:
    return scene.state, [scene.say_phrase("person_practice" if scene.state.practice else "person")]


def _answer_from_facts(scene: Scene, text: str) -> Step:
    fact = find_fact(scene.plan, text)
    if fact is not None:
        return scene.state, [scene.say("fact", fact.answer)]
    scene = scene.after(noted=(*scene.state.noted, text[:NOTED_CHARS])[-MAX_NOTED:])
    return scene.state, [scene.say_phrase("no_fact_practice" if scene.state.practice else "no_fact")]


def _comfort(scene: Scene, text: str) -> Step:
    return scene.after(patient=True).state, [scene.say_phrase("distress")]


def _stay_respectful(scene: Scene, text: str) -> Step:
    """Nobody is thrown out by a machine: who goes on insulting is asked whether they want to stop."""
    scene = scene.after(insults=scene.state.insults + 1)
    if scene.state.insults > 1:
        return _confirm_stop(scene, text)
    state, again = repeat(scene)
    return state, [scene.say_phrase("abuse"), *again]


# By intent; every other utterance is an answer, or a correction of one.
REQUESTS: dict[str, Callable[[Scene, str], Step]] = {
    "repeat": lambda scene, text: repeat(scene),
    "rephrase": lambda scene, text: rephrase(scene),
    "think": _wait_quietly,
    "skip": _skip,
    "back": lambda scene, text: go_back(scene),
    "hear_check": _check_hearing,
    "time_check": _check_time,
    "break": _begin_break,
    "stop": _confirm_stop,
    "person": _name_a_person,
    "job_question": _answer_from_facts,
    "distress": _comfort,
    "abuse": _stay_respectful,
    "done": _end_answer,
}
# The closed list of what an utterance can be.
INTENTS = ("answer", "correction", *REQUESTS)
# The controls of a page, by their names.
CONTROLS: dict[str, Callable[[Scene, str], Step]] = {
    **{name: REQUESTS[name] for name in ("repeat", "rephrase", "skip", "back", "break", "done")},
    "moment": _wait_quietly,
}
