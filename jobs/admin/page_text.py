"""A stored page as readable text, with what was found in it and what is suspicious marked."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice, pairwise
from typing import Any

from jobs.models import Job, Snapshot
from jobs.scraping.clean import BULLET, plain_text, unescape
from jobs.scraping.hostile import instruction_spans, reveal

# Characters of a page that are turned into text for the eye; what lies behind is in the raw source.
LONGEST_BODY = 400_000
# Values of an API's answer that are shown; a posting has some hundred.
MOST_LINES = 5_000
SHORTEST_SNIPPET = 2
# A page of hidden characters would otherwise be as many marks.
MOST_SPANS = 500
HIDDEN = re.compile(r"\[U\+[0-9A-F]{4,6}\]")
_UNSHOWN = re.compile(r"<(script|style|template)\b.*?(?:</\1\s*>|\Z)|<!--.*?(?:-->|\Z)", re.I | re.S)
# An attribute that holds a ">", as Stimulus writes them, would end its tag for the patterns below.
_ACTION = re.compile(r"->(?=[\w-]{1,60}#)")
_ITEM = re.compile(r"<li\b[^<>]*>", re.I)
_PARAGRAPH = re.compile(r"</?(?:p|h[1-6]|ul|ol|table|section|article|dl|blockquote)\b[^<>]*>", re.I)
_LINE = re.compile(r"</?(?:div|tr|dt|dd|br|header|footer|nav|main|title|option|button)\b[^<>]*>", re.I)
_INLINE = re.compile(r"</?(?:a|b|strong|i|em|u|span|small|sup|sub|mark|code|font)\b[^<>]*>", re.I)
_TAG = re.compile(r"</?[a-z!][^<>]*>", re.I)


@dataclass(frozen=True, slots=True)
class Segment:
    """A run of the page's text: the fields whose words it holds, and what is wrong with it."""

    text: str
    fields: tuple[str, ...] = ()
    starts: tuple[str, ...] = ()
    warning: str = ""


@dataclass(frozen=True, slots=True)
class Span:
    """From `start` to `end` in the text; `field` or `warning` says what stands there."""

    start: int
    end: int
    field: str = ""
    warning: str = ""


@dataclass(frozen=True, slots=True)
class Beside:
    """What stands beside the fields to check them against."""

    heading: str
    text: str
    note: str = ""


def text_beside(job: Job, snapshot: Snapshot | None) -> Beside:
    """The visible text of the page, with what only its data says; or what a person handed in instead."""
    text, words = readable_text(snapshot), reveal(job.description)
    if snapshot is None:
        return Beside("The text", words, "No page was read for this job: a person gave its text.")
    by_person = job.provenance.get("description", {}).get("source") == "person"
    if words and by_person and not snapshot.fields.get("description"):
        return Beside("The text that was handed in", words, "The page itself could not be read as a posting.")
    if 2 * len(text) < len(words):
        note = "Most of it is not in the page's visible text: it stands in its data, for search engines."
        return Beside("The page", f"{text}\n\n{words}".strip(), note)
    return Beside("The page", text)


def readable_text(snapshot: Snapshot | None) -> str:
    """The page's text with paragraphs and bullets; what cannot be seen is written out as [U+202E]."""
    if snapshot is None:
        return ""
    body = snapshot.body[:LONGEST_BODY]
    if body.lstrip()[:1] in {"{", "["}:
        try:
            return "\n\n".join(islice(_lines(json.loads(body)), MOST_LINES))
        except (ValueError, RecursionError):
            pass
    return _text(_UNSHOWN.sub(" ", _ACTION.sub("", body)))


def mark(text: str, snippets: Mapping[str, str]) -> list[Segment]:
    """Cut the text at everything worth a mark: fields' snippets, sentences to machines, hidden characters."""
    found = [_span(text, snippet, field) for field, snippet in snippets.items()]
    spans = [span for span in found if span]
    spans += [Span(start, end, warning="instructions") for start, end in instruction_spans(text)]
    spans += [Span(hit.start(), hit.end(), warning="hidden_characters") for hit in HIDDEN.finditer(text)]
    return list(_segments(text, spans[:MOST_SPANS]))


def _span(text: str, snippet: str, field: str) -> Span | None:
    """Where the snippet stands, whatever white space and bullets the page has between its words."""
    words = snippet.split()
    for count in (len(words), 8):
        if len("".join(words[:count])) < SHORTEST_SNIPPET:
            return None
        pattern = r"\s+(?:•\s+)?".join(re.escape(word) for word in words[:count])
        if hit := re.search(pattern, text, re.I):
            return Span(hit.start(), hit.end(), field)
    return None


def _segments(text: str, spans: list[Span]) -> Iterator[Segment]:
    edges = sorted({0, len(text), *(span.start for span in spans), *(span.end for span in spans)})
    for start, end in pairwise(edges):
        here = [span for span in spans if span.start <= start and end <= span.end]
        yield Segment(
            text=text[start:end],
            fields=tuple(span.field for span in here if span.field),
            starts=tuple(span.field for span in here if span.field and span.start == start),
            warning=next((span.warning for span in here if span.warning), ""),
        )


def _lines(value: Any) -> Iterator[str]:
    """An API's answer as "name: value" lines; without recursion, since it may be nested a thousand deep."""
    waiting = [("", value)]
    while waiting:
        name, value = waiting.pop()
        if isinstance(value, dict):
            waiting += [(reveal(str(key)), item) for key, item in reversed(value.items())]
        elif isinstance(value, list):
            waiting += [(name, item) for item in reversed(value)]
        elif value not in (None, "", False):
            text = _text(str(value))
            yield f"{name}:\n{text}" if "\n" in text else f"{name}: {text}"


def _text(markup: str) -> str:
    """Text for the eye, escaped where it is shown; a parser could be kept busy by a page made for it."""
    text = _ITEM.sub(f"\n{BULLET}", unescape(markup))
    for pattern, gap in ((_PARAGRAPH, "\n\n"), (_LINE, "\n"), (_INLINE, ""), (_TAG, " ")):
        text = pattern.sub(gap, text)
    return plain_text(reveal(text))
