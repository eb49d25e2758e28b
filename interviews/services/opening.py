"""Has the first words of an interview made into sound before they are needed.

The greeting names the candidate: it is no clip that is kept (`interviews.speech`), and nobody else's
interview has made it. The local speech server remembers for a while what it made; a provider would make it
anew, and is not asked.
"""

from __future__ import annotations

import logging

from interviews.engine.effects import Say
from interviews.engine.machine import step
from interviews.engine.plan import load_plan
from interviews.engine.state import from_dict
from interviews.models import AnyInterview
from interviews.services.plan_voice import sentences_of_interview
from interviews.services.turns import opening_event
from interviews.speech.languages import can_talk, speech_for
from interviews.speech.making import NotMade, make_clips, request_speech
from interviews.speech.sentences import split_sentences

log = logging.getLogger(__name__)


def prepare_opening(*, interview: AnyInterview) -> None:
    """Have the opening made: what names nobody is kept, the rest is said once by the local speech server."""
    language = load_plan(interview.plan_document).language
    speech = speech_for(language)
    if speech is None or not can_talk(language):
        return
    known = set(sentences_of_interview(interview=interview))
    spoken = [s for text in opening_texts(interview=interview) for s in split_sentences(text, language)]
    make_clips([sentence for sentence in spoken if sentence in known], language)
    if not speech.is_local:
        return
    try:
        for sentence in spoken:
            if sentence not in known:
                request_speech(sentence, speech)
    except NotMade as error:
        log.info("the opening was not prepared: %s", error)


def opening_texts(*, interview: AnyInterview) -> list[str]:
    """What the interviewer says first, to a candidate who comes or comes back."""
    plan = load_plan(interview.plan_document)
    state = from_dict(interview.state)
    _, effects = step(plan, state, opening_event(interview=interview), 0)
    return [effect.text for effect in effects if isinstance(effect, Say)]
