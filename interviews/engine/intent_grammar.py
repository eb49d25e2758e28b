"""A language pack's patterns: what requests look like, and what shows that somebody answers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from interviews.engine.intent_examples import Examples, learn
from interviews.engine.intent_index import AnyOf, Index
from interviews.engine.intent_needs import Needs, either, needed_words
from interviews.engine.intent_patterns import MARK, PIECE, literal_words, pattern_source
from interviews.engine.intent_text import fold, mend, spelling_index, without_stammer
from interviews.engine.languages import language_pack

# Takes the place of what was recognised, so that the words around it do not become neighbours.
GONE = " |"
# How many words may stand before a question about the job.
MOST_BEFORE_QUESTION = 4
LISTS = ("fillers", "courtesies", "tells", "habits", "others", "returns", "subjects")
SECTIONS = ("anywhere", "orders", "bare", "confirm", "job")
NOTHING = AnyOf()


@dataclass(frozen=True, slots=True)
class Grammar:
    """The patterns of a language that may match an utterance. Texts are folded, a space before each word."""

    fillers: AnyOf
    courtesies: AnyOf
    tells: AnyOf
    habits: AnyOf
    others: AnyOf
    returns: AnyOf
    subjects: AnyOf
    anywhere: Mapping[str, AnyOf]
    orders: Mapping[str, AnyOf]
    bare: Mapping[str, AnyOf]
    confirm: Mapping[str, AnyOf]
    job: Mapping[str, AnyOf]

    def plain(self, words: str) -> str:
        """Return the words without fillers."""
        return without_stammer(self.fillers.sub("", words))

    def marked(self, words: str) -> str:
        """Return the words with a mark on people and things outside the interview, and on habits."""
        for pattern in (self.others, self.habits):
            words = pattern.sub(
                lambda match: match[0].replace(f" {MARK}", " ").replace(" ", f" {MARK}"), words
            )
        return words

    def requests(self, words: str) -> list[str]:
        """Return the intents of the requests within the words."""
        ordered = [name for name, order in self.orders.items() if self._is_order(order, words)]
        return [*ordered, *(name for name, asked in self.anywhere.items() if asked.search(words))]

    def _is_order(self, order: AnyOf, words: str) -> bool:
        before = (words[: match.start()].rpartition(" ")[2] for match in order.finditer(words))
        return any(not self.subjects.fullmatch(f" {word}") for word in before)

    def rest(self, words: str) -> str:
        """Return what is left beside requests and courtesies."""
        for pattern in (*self.anywhere.values(), *self.orders.values(), self._job("leads"), self.courtesies):
            words = pattern.sub(GONE, words)
        return self.fillers.sub("", words)

    def is_all(self, said: AnyOf, words: str) -> bool:
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
            before, rest = rest, said.sub(GONE, rest)
            found += [intent] * (rest != before)
        rest = self.fillers.sub("", rest)
        return [] if rest.replace(GONE, "").strip() else found

    def later(self, words: str, intent: str, found: Iterable[str]) -> str:
        """Return which of "repeat" and "rephrase" was said last where both were, else the intent."""
        pair = [name for name in ("repeat", "rephrase") if name in found]
        if intent not in pair:
            return intent
        return max(pair, key=lambda name: max(self._places(name, words)))

    def _places(self, intent: str, words: str) -> Iterator[int]:
        for patterns in (self.anywhere, self.orders):
            yield from (match.start() for match in patterns.get(intent, NOTHING).finditer(words))

    def asks(self, words: str, text: str) -> bool:
        """Return whether there is a question mark, or what leads to a question: "I'd like to know"."""
        return "?" in text or bool(self._job("leads").search(words))

    def is_job_question(self, words: str, asks: bool) -> bool:
        """Return whether the words ask about the job; `asks`: there is a question mark."""
        if not self._names_job(words, asks) or self._job("spoils").search(words):
            return False
        lead, begin = self._job("leads").search(words), self._job("begins").search(words)
        first = lead or begin
        if not first or len(self.rest(words[: first.start()]).split()) > MOST_BEFORE_QUESTION:
            return False
        if lead:
            return bool(self._job("topics").search(words[lead.end() :]))
        return self._names_job(words[first.start() :], asks)

    def _names_job(self, words: str, asks: bool) -> bool:
        is_addressed = asks and self._job("addressed").search(words)
        return bool(is_addressed or self._job("topics").search(words))

    def _job(self, name: str) -> AnyOf:
        return self.job.get(name, NOTHING)


@dataclass(frozen=True)
class Lexicon:
    """Everything of one language: its words and its patterns by the words that they need."""

    language: str
    known: frozenset[str]
    spellings: Mapping[str, str]
    names: Mapping[str, tuple[str, ...]]
    index: Index

    def words(self, text: str) -> str:
        """Return the text folded and mended, a space before each word."""
        folded = fold(text, self.language).split()
        return without_stammer("".join(f" {mend(word, self.known, self.spellings)}" for word in folded))

    def grammar(self, words: str) -> Grammar:
        """Return the patterns that may match these words, or what is left of them."""
        found = self.index.select(words.split())
        sections = {
            section: {n: found[f"{section}.{n}"] for n in self.names[section] if f"{section}.{n}" in found}
            for section in SECTIONS
        }
        return Grammar(**{name: found.get(name, NOTHING) for name in LISTS}, **sections)  # type: ignore[arg-type]

    def features(self, text: str) -> str:
        """Return the words that examples are compared by: without fillers, with the question mark."""
        words = self.words(text)
        return self.grammar(words).plain(words) + " ?" * ("?" in text)


@lru_cache(maxsize=8)
def examples(language: str) -> Examples:
    """Return what the examples of a language that has a pack teach."""
    return learn(language_pack(language, "examples"), lexicon(language).features)


@lru_cache(maxsize=8)
def lexicon(language: str) -> Lexicon:
    """Return the lexicon of a language that has a pack."""
    pack = language_pack(language, "intents")
    known = frozenset(literal_words(_strings(pack), language))
    sections = {**pack, "job": {**pack["job_question"], "topics": pack["words"]["topic"]}}
    named = {f"{part}.{name}": listed for part in SECTIONS for name, listed in sections[part].items()}
    return Lexicon(
        language=language,
        known=known,
        spellings=spelling_index(known),
        names={part: tuple(sections[part]) for part in SECTIONS},
        index=_index(pack, {**{name: pack[name] for name in LISTS}, **named}, language),
    )


def _index(pack: Mapping[str, Any], lists: Mapping[str, list[str]], language: str) -> Index:
    """Of the words that a pattern needs it is found by those that are rarest in the pack."""
    counts = Counter(
        word
        for text in _strings(pack)
        for piece in PIECE.finditer(text)
        for word in fold(piece[0], language).split()
    )

    @cache
    def weight(need: str) -> int:
        if not need.endswith("*"):
            return 1 + counts[need]
        return 1 + sum(n for word, n in counts.items() if word.startswith(need[:-1]))

    @cache
    def of_list(name: str) -> Needs:
        listed = pack["words"][name]
        patterns = [listed] if isinstance(listed, str) else listed
        return either(needed_words(pattern, of_list, language, weight) for pattern in patterns)

    def entry(pattern: str) -> tuple[str, Needs]:
        needs = needed_words(pattern, of_list, language, weight)
        if not needs:
            raise ValueError(f"This pattern matches without any word of its own: {pattern}")
        return pattern_source(pattern, pack["words"], language), needs

    return Index({name: [entry(pattern) for pattern in listed] for name, listed in lists.items()})


def _strings(data: Any) -> Iterable[str]:
    """Yield every pattern within a pack."""
    if isinstance(data, str):
        yield data
        return
    for part in data.values() if isinstance(data, Mapping) else data:
        yield from _strings(part)
