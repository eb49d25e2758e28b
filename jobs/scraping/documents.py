"""Read a posting that somebody uploads as a file: PDF, a saved web page, or text; told apart by content."""

from __future__ import annotations

import io
import re

from pypdf import PdfReader
from pypdf.errors import DependencyError

from jobs.scraping.charsets import decode
from jobs.scraping.fetch import FetchRefused
from jobs.scraping.posting import Found, Posting, make_posting, with_sections
from jobs.scraping.reasons import Reason
from jobs.scraping.registry import read_posting
from jobs.scraping.sandbox import run_limited

MAX_BYTES = 5_000_000
MAX_PAGES = 30
SHORTEST_TEXT = 80
# How archives, Office files and pictures begin.
OTHER_KINDS = (
    b"PK\x03\x04",
    b"\xd0\xcf\x11\xe0",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"RIFF",
    b"{\\rtf",
    b"\x1f\x8b",
)
MARKUP = re.compile(r"<(?:!doctype html|html|head|body|meta|title|script|div|article|section|h1|p)\b", re.I)
WORD_LIKE = re.compile(r"[^\W\d_]")

PASTE_INSTEAD = "Copy the posting's text and paste it instead."
TOO_LARGE = f"That file is larger than 5 MB. {PASTE_INSTEAD}"
TOO_LONG = (
    f"That PDF has more than {MAX_PAGES} pages. Upload the pages of the posting alone, or paste its text."
)
EMPTY = f"That file is empty. {PASTE_INSTEAD}"
OTHER_KIND = "We can read PDF, HTML and plain text files. Save the posting as a PDF, or paste its text."
PROTECTED = "That PDF is protected by a password. Save it without one, or paste the posting's text."
PICTURES = f"That PDF holds pictures of pages, not their text. {PASTE_INSTEAD}"
BROKEN = f"We could not read that PDF. {PASTE_INSTEAD}"
TOO_COSTLY = f"That file takes too long to read. {PASTE_INSTEAD}"


def read_upload(data: bytes, name: str) -> Posting:
    """Return what the file says about its posting; a file of plain words gives a description alone.

    `name` is for people: what the file is follows from its content. Like a page that was fetched, an HTML
    file may turn out to be no posting (`reason`). Raises FetchRefused with a sentence that says what to do.
    """
    if not data.strip(b"\x00 \t\r\n"):
        raise FetchRefused(Reason.UNREADABLE, EMPTY)
    if len(data) > MAX_BYTES:
        raise FetchRefused(Reason.TOO_LARGE, TOO_LARGE)
    if data.startswith(OTHER_KINDS):
        raise FetchRefused(Reason.UNREADABLE, OTHER_KIND)
    try:
        return run_limited("document", data, name)
    except FetchRefused as refusal:
        if refusal.message == Reason.TOO_LARGE.sentence:
            raise FetchRefused(Reason.TOO_LARGE, TOO_COSTLY) from refusal
        raise


def text_of_upload(data: bytes, name: str) -> str:
    """Return the file's text alone. Raises FetchRefused as `read_upload` does."""
    return read_upload(data, name).description


def read_document(data: bytes, name: str) -> Posting:
    """Do the work of `read_upload` without its bounds; for the sandbox."""
    if b"%PDF-" in data[:1024]:
        return _in_words(_pdf_text(data), f"PDF {name}")
    text = decode(data)
    if MARKUP.search(text[:4096]):
        return read_posting(text, "")
    return _in_words(_checked_text(text), f"text file {name}")


def _in_words(text: str, path: str) -> Posting:
    found = {"description": Found(text, path[:200], 0.9)}
    return with_sections(make_posting(source="upload", url="", found=found))


def _checked_text(text: str) -> str:
    """Refuse what is no text: pictures and programs have letters too, but drown them in rubbish."""
    strange = sum(character == "\ufffd" or character < "\t" for character in text)
    if strange * 20 > len(text):
        raise FetchRefused(Reason.UNREADABLE, OTHER_KIND)
    return text


def _pdf_text(data: bytes) -> str:
    try:
        text = "\n\n".join(page.extract_text() for page in _open_pdf(data).pages)
    except (FetchRefused, MemoryError):
        raise
    except DependencyError as error:
        # Only a cipher that we do not have asks for a package.
        raise FetchRefused(Reason.UNREADABLE, PROTECTED) from error
    except Exception as error:
        # Whatever pypdf stumbles over in a broken file: it does not promise errors of its own.
        raise FetchRefused(Reason.UNREADABLE, BROKEN) from error
    if len(WORD_LIKE.findall(text)) < SHORTEST_TEXT // 2:
        raise FetchRefused(Reason.UNREADABLE, PICTURES)
    return text


def _open_pdf(data: bytes) -> PdfReader:
    reader = PdfReader(io.BytesIO(data))
    # Many are encrypted with an empty password, which asks nobody for anything.
    if reader.is_encrypted and not reader.decrypt(""):
        raise FetchRefused(Reason.UNREADABLE, PROTECTED)
    if len(reader.pages) > MAX_PAGES:
        raise FetchRefused(Reason.TOO_LARGE, TOO_LONG)
    return reader
