"""What the interviewer can do next: ask, probe, repeat, rephrase, go on, go back, close."""

from __future__ import annotations

from dataclasses import replace

from interviews.engine.effects import Effect, Finish, Say
from interviews.engine.pacing import is_short_of_time, is_time_up, next_position
from interviews.engine.scene import Scene, Step
from interviews.engine.state import AskedProbe, Entry


def ask(scene: Scene, position: int) -> Step:
    """Ask the question at `position` for the first time, word for word."""
    question = scene.plan.questions[position]
    entries = (*scene.state.entries, Entry(question.key))
    scene = scene.after(position=position, entries=entries, rung=0, patient=False)
    return scene.state, [scene.say("core", question.text)]


def probe(scene: Scene, follow_up: AskedProbe) -> Step:
    """Ask a probe of the current question."""
    entry = scene.state.entry
    assert entry is not None
    scene = scene.with_entry(probes=(*entry.probes, follow_up))
    return scene.state, [scene.say("probe", follow_up.text, probe_for=follow_up.indicator)]


def repeat(scene: Scene) -> Step:
    """Say again what was asked last."""
    text, probe_for = last_asked(scene)
    scene = scene.after(phase="asking", rung=0, patient=False)
    return scene.state, [scene.say("repeat", text, probe_for=probe_for)]


def rephrase(scene: Scene) -> Step:
    """Ask the current question in its other words; what has none is repeated."""
    question, entry = scene.question, scene.state.entry
    if question is None or question.rephrase is None or (entry and entry.probes):
        return repeat(scene)
    return scene.with_entry(rephrased=True).state, [scene.say("rephrase", question.rephrase)]


def last_asked(scene: Scene) -> tuple[str, str | None]:
    """Return the words of the question or probe that waits for an answer, and what the probe is for."""
    question, entry = scene.question, scene.state.entry
    assert question is not None and entry is not None
    # Whoever went back is asked for the whole answer again, not for a detail of it.
    if entry.probes and scene.state.return_to is None:
        return entry.probes[-1].text, entry.probes[-1].indicator
    return question.text, None


def go_on(scene: Scene, lead_in: str) -> Step:
    """Ask the next question, or close when there is none; who went back returns to where they were."""
    if is_time_up(scene.plan, scene.state, scene.now):
        return close(scene, "time_up")
    if scene.state.return_to is not None:
        return _come_back(scene)
    position = next_position(scene.plan, scene.state, scene.now)
    if position is None:
        passed_over = scene.state.position + 1 < len(scene.plan.questions)
        return close(scene, "time_up" if passed_over else "completed")
    scene, lead = _lead_in(scene.with_entry(answer=""), lead_in)
    state, asking = ask(scene, position)
    return state, [replace(lead, question=scene.plan.questions[position].key), *asking]


def go_back(scene: Scene) -> Step:
    """Return to the question before, once in an interview."""
    if scene.state.went_back or len(scene.state.entries) < 2:
        state, again = repeat(scene)
        return state, [scene.say_phrase("no_way_back"), *again]
    keys = [question.key for question in scene.plan.questions]
    earlier = keys.index(scene.state.entries[-2].question)
    scene = scene.after(return_to=scene.state.position, position=earlier, went_back=True)
    state, again = repeat(scene)
    return state, [scene.say_phrase("going_back"), *again]


def close(scene: Scene, reason: str) -> Step:
    """Say goodbye and end."""
    closing = Say("closing", scene.plan.closing)
    return scene.after(phase="finished", ended=reason).state, [closing, Finish(reason)]


def _come_back(scene: Scene) -> Step:
    scene = scene.after(position=scene.state.return_to, return_to=None)
    state, again = repeat(scene)
    effects: list[Effect] = [scene.say_phrase("back_again"), *again]
    return state, effects


def _lead_in(scene: Scene, name: str) -> tuple[Scene, Say]:
    """The words before the next question; once, that time is short."""
    is_short = is_short_of_time(scene.plan, scene.state, scene.now)
    if name == "next_question" and is_short and not scene.state.hurried:
        return scene.after(hurried=True), scene.say_phrase("short_of_time")
    return scene, scene.say_phrase(name)
