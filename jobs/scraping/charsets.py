"""Bytes of a page to text, in whatever charset it is or says it is."""

from __future__ import annotations

import codecs
import sys

from w3lib.encoding import html_body_declared_encoding, http_content_type_encoding, read_bom

# Codecs of Python that no page is written in: slow on purpose-made bytes, or words become markup in them.
NO_CHARSETS = frozenset({"idna", "punycode", "raw-unicode-escape", "unicode-escape", "utf-7"})


def decode(body: bytes, content_type: str = "") -> str:
    """Return the text: by its byte order mark, else the header's charset, else the page's own, else UTF-8.

    Never raises. Bytes that mean nothing become U+FFFD; NUL, which no database stores, is dropped.
    """
    charset, mark = read_bom(body)
    charset = charset or _usable(http_content_type_encoding(content_type)) or _declared(body) or "utf-8"
    # What browsers do not read either, and Python slowly: as UTF-16 it is the same with NULs between.
    charset = charset.replace("utf-32", "utf-16")
    return _characters(body[len(mark or b"") :], charset).replace("\x00", "")


def _characters(body: bytes, charset: str) -> str:
    """Decode; by a table that knows all 256 bytes where the charset is one.

    Python takes a third of a second for each megabyte of bytes that its own table leaves undefined.
    """
    module = sys.modules.get(f"encodings.{charset.replace('-', '_')}")
    table = getattr(module, "decoding_table", "").replace("\ufffe", "\ufffd")
    return codecs.charmap_decode(body, "replace", table)[0] if table else body.decode(charset, "replace")


def _declared(body: bytes) -> str | None:
    """The charset in the page's own words; what could be read as ASCII so far is not UTF-16."""
    charset = _usable(html_body_declared_encoding(body))
    return "utf-8" if charset and charset.startswith(("utf-16", "utf-32")) else charset


def _usable(charset: str | None) -> str | None:
    """The charset, unless it is a codec for something else than text, such as zip."""
    if not charset or charset in NO_CHARSETS:
        return None
    try:
        b"".decode(charset)
        b"-".decode(charset, "replace")
    except (LookupError, UnicodeError):
        return None
    return charset
