"""What an utterance is: an answer, or one of the few requests that people make in an interview."""

from __future__ import annotations

from interviews.engine.intent_examples import Examples
from interviews.engine.intent_grammar import Grammar, examples, lexicon
from interviews.engine.languages import base_language

ANSWER = "answer"
# Whoever speaks longer answers; it also bounds the work on hostile text.
MAX_CHARS = 250
# What is asked for counts, where an utterance holds several: "I'm nervous, could we take a break?"
PRECEDENCE = (
    "abuse", "hear_check", "person", "break", "back", "stop", "correction", "done", "skip",
    "repeat", "rephrase", "job_question", "time_check", "distress", "think",
)  # fmt: skip
# How many words beside a request (an excuse, a reason) leave it a request.
ROOM = {
    "done": 4, "abuse": 6, "hear_check": 6, "think": 7, "time_check": 9, "distress": 9, "repeat": 10,
    "break": 12, "correction": 12, "job_question": 30,
}  # fmt: skip
ROOM_ELSE = 8
MOST_MADE_OF = 20
# What a sign that somebody tells of other times or people counts, in words.
TELLING, OUTSIDE = 15, 5
# By how much the examples must speak for an answer to outvote a request: one that is all that was said, or
# one with words beside it, less for each; and how much for a request that no pattern has. Question marks ask.
DOUBT_ALONE, DOUBT, DOUBT_A_WORD, LEAST_DOUBT = 0.7, 0.3, 0.05, 0.05
SURE = 0.3


def classify(text: str, language: str) -> str:
    """Return the intent of an utterance, of the closed list; what is not clearly a request is `answer`."""
    if len(text) > MAX_CHARS:
        return ANSWER
    known = lexicon(base_language(language))
    words = known.words(text)
    if not words.strip():
        return ANSWER
    own = known.grammar(words)
    return _bare(own, words) or _weighed(own, words, text, examples(known.language))


def _weighed(own: Grammar, words: str, text: str, taught: Examples) -> str:
    """Return what the patterns find, unless the examples clearly say otherwise."""
    plain = own.plain(words)
    scores = taught.scores(plain + " ?" * ("?" in text))
    likeliest = max((intent for intent in scores if intent != ANSWER), key=lambda intent: scores[intent])
    surplus = scores[likeliest] - scores[ANSWER]
    # As it was said, for words such as "well" that may mean something; then without what means nothing.
    for said in dict.fromkeys((words, plain)):
        if found := _request(own, said, "?" in text):
            intent, beside = found
            doubtful = surplus < -_doubt(beside)
            return ANSWER if doubtful and not own.asks(said, text) else intent
    return likeliest if surplus > SURE else ANSWER


def _doubt(beside: int) -> float:
    return max(DOUBT - DOUBT_A_WORD * beside, LEAST_DOUBT) if beside else DOUBT_ALONE


def confirmation(text: str, language: str) -> str | None:
    """Return "yes" or "no" when that is all the utterance says, else None."""
    own, words = _read(text, language)
    return next((word for word, said in own.confirm.items() if own.is_all(said, words)), None)


def returns(text: str, language: str) -> bool:
    """Return whether the utterance says no more than that somebody is back and ready to go on."""
    own, words = _read(text, language)
    return own.is_all(own.returns, words)


def _read(text: str, language: str) -> tuple[Grammar, str]:
    known = lexicon(base_language(language))
    words = known.words(text[: MAX_CHARS + 1])
    return known.grammar(words), words


def _bare(own: Grammar, words: str) -> str | None:
    """Return the intent of which the utterance consists, as it stands ("Sorry?") or without its fillers."""
    whole = (intent for intent in PRECEDENCE if intent in own.bare and own.bare[intent].fullmatch(words))
    return next(whole, None)


def _request(own: Grammar, words: str, asks: bool) -> tuple[str, int] | None:
    """Return the request within the words and how much is said beside it; None when that is too much."""
    words = own.marked(words)
    found = own.requests(words)
    if own.is_job_question(words, asks and not found):
        found.append("job_question")
    within = _least_beside(own, words, found) if found else None
    return within or _made_of(own, words)


def _least_beside(own: Grammar, words: str, found: list[str]) -> tuple[str, int] | None:
    rest = own.rest(words)
    telling = own.tells.count(rest) + own.habits.count(words)
    weight = len(rest.replace("|", " ").split()) + TELLING * telling
    outside = OUTSIDE * own.others.count(rest)
    for intent in sorted(set(found), key=PRECEDENCE.index):
        beside = weight if intent == "job_question" else weight + outside
        if beside <= ROOM.get(intent, ROOM_ELSE):
            return own.later(words, intent, found), beside
    return None


def _made_of(own: Grammar, words: str) -> tuple[str, int] | None:
    """Return the request of which the words consist; more words than a few consist of something else, too."""
    if words.count(" ") > MOST_MADE_OF:
        return None
    made_of = min(own.made_of(words), key=PRECEDENCE.index, default=None)
    return (made_of, 0) if made_of else None
