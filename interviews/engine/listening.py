"""What an utterance does: it is a request, words for a question that was asked, or the answer to this one."""

from __future__ import annotations

from interviews.engine.effects import Effect, Record
from interviews.engine.events import Heard, Reading
from interviews.engine.guard import discloses_protected
from interviews.engine.halves import remember
from interviews.engine.intents import ANSWER, classify, confirmation, returns
from interviews.engine.moves import close, go_on, probe, repeat
from interviews.engine.pacing import is_time_up
from interviews.engine.plan import Plan, Question
from interviews.engine.probing import next_probe, shown_in
from interviews.engine.requests import REQUESTS
from interviews.engine.scene import Scene, Step
from interviews.engine.state import State

CORRECTION = "correction"
# A model may take no more than this for a request: a longer utterance has content that must not be lost.
REQUEST_WORDS = 15
# And only for one that leaves the interview where it is: a model owns no transition.
READABLE = frozenset(
    [
        "repeat",
        "rephrase",
        "think",
        "hear_check",
        "time_check",
        "person",
        "job_question",
        "correction",
        "distress",
    ]
)
# So few words during a break say that it is over.
RETURN_WORDS = 6
# Something private is told in few words; one more mention in a long answer is no reason to interrupt it.
DISCLOSURE_WORDS = 30
# What is kept of the answer so far, to be understood together.
ANSWER_CHARS = 12_000


def on_heard(scene: Scene, event: Heard) -> Step:
    """Record what was said and do what follows from it."""
    if not event.text.strip():
        return scene.state, []
    if scene.state.phase == "new":
        return scene.state, [scene.record("other", event.text)]
    if event.partial:
        return _words_so_far(scene, event)
    if is_time_up(scene.plan, scene.state, scene.now):
        return _last_words(scene, event)
    if event.over and classify(event.text, scene.plan.language) != "stop":
        return _late_words(scene, event)
    if scene.state.phase == "confirming_stop":
        return _on_confirmation(scene, event)
    return _on_break(scene, event) if scene.state.phase == "on_break" else _on_utterance(scene, event)


def _words_so_far(scene: Scene, event: Heard) -> Step:
    """Words that a crash cut off are part of the answer, and nothing is said to them: half a sentence that
    looks like a request is none."""
    question = scene.question
    if question is None or scene.state.phase != "asking":
        return scene.state, [scene.record("other", event.text)]
    if event.over or classify(event.text, scene.plan.language) != ANSWER:
        return _late_words(scene, event)
    return _take_in(scene, question, event).state, [scene.record("answer", event.text)]


def _last_words(scene: Scene, event: Heard) -> Step:
    """Past the hard limit what was still said is kept, and the interview closes."""
    after, kept = _late_words(scene, event)
    state, effects = close(Scene(scene.plan, after, scene.now), "time_up")
    return state, [*kept, *effects]


def _late_words(scene: Scene, event: Heard) -> Step:
    """Words spoken over the next question belong to the one before; nothing is said to them."""
    current = scene.state.entry
    question = event.over or (current.question if current else "")
    if classify(event.text, scene.plan.language) != ANSWER or scene.state.find_entry(question) is None:
        return scene.state, [Record("other", event.text)]
    after = _credit_late(scene, question, event.text) if event.over else scene.state
    return after.with_entry(question, answered=True), [Record("answer", event.text, question)]


def _credit_late(scene: Scene, key: str, text: str) -> State:
    entry = scene.state.find_entry(key)
    question = next((question for question in scene.plan.questions if question.key == key), None)
    if entry is None or question is None:
        return scene.state
    shown = tuple(dict.fromkeys((*entry.shown, *shown_in(scene.plan, question, text))))
    return scene.state.with_entry(key, words=entry.words + len(text.split()), shown=shown)


def _on_confirmation(scene: Scene, event: Heard) -> Step:
    scene, text = scene.after(phase="asking"), event.text
    said = confirmation(text, scene.plan.language)
    if said is None and classify(text, scene.plan.language) not in ("stop", "done"):
        return _on_utterance(scene, event)
    if said == "no":
        state, again = repeat(scene)
        return state, [scene.record("other", text), scene.say_phrase("going_on"), *again]
    state, effects = close(scene, "left")
    return state, [scene.record("other", text), *effects]


def _on_break(scene: Scene, event: Heard) -> Step:
    intent = classify(event.text, scene.plan.language)
    if intent in ("think", "break"):
        return scene.state, [scene.record("other", event.text)]
    scene = scene.after(phase="asking")
    is_short = intent in (ANSWER, "hear_check", "done") and len(event.text.split()) <= RETURN_WORDS
    if not is_short and not returns(event.text, scene.plan.language):
        return _on_utterance(scene, event)
    state, again = repeat(scene)
    return state, [scene.record("other", event.text), scene.say_phrase("welcome_back"), *again]


def _on_utterance(scene: Scene, event: Heard) -> Step:
    scene = scene.after(rung=0, patient=False, unanswered_in_a_row=0, unclear=0)
    intent = intent_of(scene.plan, event.text, event.reading)
    if intent == CORRECTION:
        return _on_correction(scene, event)
    request = REQUESTS.get(intent)
    if request is None:
        return _on_answer(scene, event)
    state, effects = request(scene, event.text)
    return state, [scene.record("other", event.text), *effects]


def intent_of(plan: Plan, text: str, reading: Reading | None) -> str:
    """Return the intent by the rules; a model may find a short, harmless request where they see an answer."""
    by_rule = classify(text, plan.language)
    if by_rule != ANSWER or reading is None or len(text.split()) > REQUEST_WORDS:
        return by_rule
    return reading.intent if reading.intent in READABLE else ANSWER


def _on_correction(scene: Scene, event: Heard) -> Step:
    """A correction is part of the answer that was given last; before any it is the answer."""
    answered = [entry.question for entry in scene.state.entries if entry.answered]
    if not answered:
        return _on_answer(scene, event)
    return scene.state, [Record("answer", event.text, answered[-1]), scene.say_phrase("correction")]


def _on_answer(scene: Scene, event: Heard) -> Step:
    question, before = scene.question, scene.state
    assert question is not None
    effects: list[Effect] = [scene.record("answer", event.text)]
    scene = _take_in(scene, question, event)
    if _volunteers(scene, event.text):
        effects.append(scene.say_phrase("off_limits"))
        scene = scene.after(deflected=True)
    after, more = _follow_up(scene, question, event.reading)
    return remember(after, before, event.text), [*effects, *more]


def _volunteers(scene: Scene, text: str) -> bool:
    """Whether something that plays no part is what this is about; in a long answer it comes up in passing."""
    is_short = len(text.split()) <= DISCLOSURE_WORDS and not scene.state.deflected
    return is_short and discloses_protected(text, scene.plan.language)


def _take_in(scene: Scene, question: Question, event: Heard) -> Scene:
    entry = scene.state.entry
    assert entry is not None
    known = scene.plan.indicators_of(question)
    read = [key for key in event.reading.shown if key in known] if event.reading else []
    return scene.with_entry(
        answer=f"{entry.answer}\n{event.text}".strip()[:ANSWER_CHARS],
        answered=True,
        skipped=None,
        words=entry.words + len(event.text.split()),
        shown=tuple(dict.fromkeys((*entry.shown, *shown_in(scene.plan, question, event.text), *read))),
    )


def _follow_up(scene: Scene, question: Question, reading: Reading | None) -> Step:
    if scene.state.return_to is None:
        follow_up = next_probe(scene.plan, scene.state, question, scene.now, reading)
        if follow_up is not None:
            return probe(scene, follow_up)
    return go_on(scene, "next_question")
