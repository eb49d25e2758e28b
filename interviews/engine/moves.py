"""What the interviewer can do next: ask, probe, repeat, rephrase, go on, close."""

from __future__ import annotations

from dataclasses import replace

from interviews.engine.effects import Finish, Say
from interviews.engine.pacing import is_time_up, next_position
from interviews.engine.scene import Scene, Step
from interviews.engine.state import current_question


def ask(scene: Scene, position: int) -> Step:
    """Ask the question at `position` for the first time, word for word."""
    question = scene.plan.questions[position]
    scene = scene.after(
        position=position,
        asked=(*scene.state.asked, question.key),
        probed=(),
        shown=(),
        words=0,
        rephrased=False,
    )
    scene = scene.after(rung=0, patient=False)
    return scene.state, [scene.say("core", question.text)]


def probe(scene: Scene, index: int) -> Step:
    """Ask the authored probe `index` of the current question."""
    scene = scene.after(probed=(*scene.state.probed, index))
    text, probe_for = last_asked(scene)
    return scene.state, [scene.say("probe", text, probe_for=probe_for)]


def repeat(scene: Scene) -> Step:
    """Say again what was asked last."""
    text, probe_for = last_asked(scene)
    scene = scene.after(phase="asking", rung=0, patient=False)
    return scene.state, [scene.say("repeat", text, probe_for=probe_for)]


def rephrase(scene: Scene) -> Step:
    """Ask the current question in its other words; what has none is repeated."""
    question = current_question(scene.plan, scene.state)
    if question is None or question.rephrase is None or scene.state.probed:
        return repeat(scene)
    return scene.after(rephrased=True).state, [scene.say("rephrase", question.rephrase)]


def last_asked(scene: Scene) -> tuple[str, str | None]:
    """Return the words of the question or probe that waits for an answer, and what the probe is for."""
    question = current_question(scene.plan, scene.state)
    assert question is not None
    if scene.state.probed:
        probe = question.probes.authored[scene.state.probed[-1]]
        return probe.text, probe.indicator
    return question.text, None


def go_on(scene: Scene, lead_in: str) -> Step:
    """Ask the next question, or close when there is none."""
    if is_time_up(scene.plan, scene.state, scene.now):
        return close(scene, "time_up")
    position = next_position(scene.plan, scene.state, scene.now)
    if position is None:
        return close(scene, "completed")
    lead = scene.say_phrase(lead_in)
    state, asking = ask(scene, position)
    return state, [replace(lead, question=scene.plan.questions[position].key), *asking]


def close(scene: Scene, reason: str) -> Step:
    """Say goodbye and end."""
    closing = Say("closing", scene.plan.closing)
    return scene.after(phase="finished").state, [closing, Finish(reason)]
