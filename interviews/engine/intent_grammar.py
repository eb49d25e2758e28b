"""A language pack's patterns, compiled: what requests look like, and what shows that somebody answers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from interviews.engine.intent_examples import Examples, learn
from interviews.engine.intent_patterns import MARK, compile_patterns, literal_words
from interviews.engine.intent_text import fold, mend, spelling_index, without_stammer
from interviews.engine.languages import language_pack

Pattern = re.Pattern[str]
# Takes the place of what was recognised, so that the words around it do not become neighbours.
GONE = " |"
# What may be said before a question about the job without a lead such as "can I ask".
MOST_BEFORE_QUESTION = 4


@dataclass(frozen=True)
class Grammar:
    """The patterns of one language. All texts are folded, with a space before each word."""

    language: str
    fillers: Pattern
    courtesies: Pattern
    tells: Pattern
    others: Pattern
    habits: Pattern
    anywhere: Mapping[str, Pattern]
    orders: Mapping[str, Pattern]
    subjects: Pattern
    bare: Mapping[str, Pattern]
    job: Mapping[str, Pattern]
    confirm: Mapping[str, Pattern]
    returns: Pattern
    known: frozenset[str]
    spellings: Mapping[str, str]

    def words(self, text: str) -> str:
        """Return the text folded and mended, a space before each word."""
        folded = fold(text, self.language).split()
        return without_stammer("".join(f" {mend(word, self.known, self.spellings)}" for word in folded))

    def features(self, text: str) -> str:
        """Return the words that examples are compared by: without fillers, with the question mark."""
        return self.plain(self.words(text)) + " ?" * ("?" in text)

    def plain(self, words: str) -> str:
        """Return the words without fillers."""
        return without_stammer(self.fillers.sub("", words))

    def marked(self, words: str) -> str:
        """Return the words with a mark on those for people and things outside the interview, and on habits."""
        for pattern in (self.others, self.habits):
            words = pattern.sub(
                lambda match: match[0].replace(f" {MARK}", " ").replace(" ", f" {MARK}"), words
            )
        return words

    def requests(self, words: str) -> list[str]:
        """Return the intents of the requests within the words."""
        ordered = [name for name, order in self.orders.items() if self._is_order(order, words)]
        return [*ordered, *(name for name, asked in self.anywhere.items() if asked.search(words))]

    def _is_order(self, order: Pattern, words: str) -> bool:
        before = (words[: match.start()].rpartition(" ")[2] for match in order.finditer(words))
        return any(not self.subjects.fullmatch(f" {word}") for word in before)

    def rest(self, words: str) -> str:
        """Return what is left beside requests and courtesies."""
        for pattern in (*self.anywhere.values(), *self.orders.values(), self.job["leads"], self.courtesies):
            words = pattern.sub(GONE, words)
        return self.fillers.sub("", words)

    def is_all(self, said: Pattern, words: str) -> bool:
        """Return whether the words consist of what the pattern names and of fillers and courtesies."""
        rest = said.sub(GONE, words)
        if rest == words:
            return False
        rest = self.courtesies.sub(GONE, self.fillers.sub("", rest))
        return not rest.replace(GONE, "").strip()

    def made_of(self, words: str) -> list[str]:
        """Return the intents of which the words consist, beside courtesies; none when more is left."""
        found: list[str] = []
        rest = self.courtesies.sub(GONE, words)
        for intent, said in self.bare.items():
            rest, count = said.subn(GONE, rest)
            found += [intent] * bool(count)
        rest = self.fillers.sub("", rest)
        return [] if rest.replace(GONE, "").strip() else found

    def later(self, words: str, intent: str, found: Iterable[str]) -> str:
        """Return which of "repeat" and "rephrase" was said last where both were, else the intent."""
        pair = [name for name in ("repeat", "rephrase") if name in found]
        if intent not in pair:
            return intent
        return max(pair, key=lambda name: max(match.start() for match in self._places(name, words)))

    def _places(self, intent: str, words: str) -> Iterator[re.Match[str]]:
        for patterns in (self.anywhere, self.orders):
            if intent in patterns:
                yield from patterns[intent].finditer(words)

    def asks(self, words: str, text: str) -> bool:
        """Return whether there is a question mark, or what leads to a question: "I'd like to know"."""
        return "?" in text or bool(self.job["leads"].search(words))

    def is_job_question(self, words: str, asks: bool) -> bool:
        """Return whether the words ask about the job; `asks`: there is a question mark."""
        if self.job["spoils"].search(words):
            return False
        if lead := self.job["leads"].search(words):
            rest = words[lead.end() :]
            return bool(self.job["topics"].search(rest))
        begin = self.job["begins"].search(words)
        if not begin or len(self.rest(words[: begin.start()]).split()) > MOST_BEFORE_QUESTION:
            return False
        asked = words[begin.start() :]
        return bool(self.job["topics"].search(asked) or (asks and self.job["addressed"].search(asked)))


@lru_cache(maxsize=8)
def examples(language: str) -> Examples:
    """Return what the examples of a language that has a pack teach."""
    own = grammar(language)
    return learn(language_pack(language, "examples"), lambda text: own.features(text))


@lru_cache(maxsize=8)
def grammar(language: str) -> Grammar:
    """Return the compiled grammar of a language that has a pack."""
    pack = language_pack(language, "intents")
    lists = pack["words"]

    def compiled(patterns: Iterable[str]) -> Pattern:
        return compile_patterns(patterns, lists, language)

    def section(patterns: Mapping[str, Iterable[str]]) -> dict[str, Pattern]:
        return {name: compiled(listed) for name, listed in patterns.items()}

    known = frozenset(literal_words(_strings(pack), language))
    return Grammar(
        language=language,
        known=known,
        spellings=spelling_index(known),
        job=section({**pack["job_question"], "topics": ["<topic>"]}),
        **{
            name: compiled(pack[name])
            for name in ("fillers", "courtesies", "tells", "habits", "others", "returns", "subjects")
        },
        **{name: section(pack[name]) for name in ("anywhere", "orders", "bare", "confirm")},
    )


def _strings(data: Any) -> Iterable[str]:
    """Yield every pattern within a pack."""
    if isinstance(data, str):
        yield data
        return
    for part in data.values() if isinstance(data, Mapping) else data:
        yield from _strings(part)
