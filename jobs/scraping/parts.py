"""A posting's text put together from the parts that an applicant system keeps apart."""

from __future__ import annotations

from collections.abc import Iterable

from jobs.scraping.clean import html_to_text, plain_line


def join_parts(parts: Iterable[tuple[str, str]]) -> str:
    """Return the text of (heading, HTML) pairs, each under its heading; a part without text is left out."""
    texts = ((plain_line(heading, 120), html_to_text(markup)) for heading, markup in parts)
    return "\n\n".join(_titled(heading, text) for heading, text in texts if text)


def _titled(heading: str, text: str) -> str:
    if not heading or text.casefold().startswith(heading.rstrip(":").casefold()):
        return text
    return f"{heading}{'' if heading.endswith((':', '?', '!')) else ':'}\n{text}"
