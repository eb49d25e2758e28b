"""What an applicant system's address tells: whose board it is and which job, unless it smuggles something."""

from __future__ import annotations

import re
from urllib.parse import quote, unquote, urlsplit

# What a part of a path may hold once decoded: no separators of addresses, nothing encoded twice.
SEGMENT = re.compile(r"(?!\.+$)[\w .,()'&+~!*$-]{1,250}")
LABEL = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?")
OWN_LABELS = {"www", "api", "app", "docs", "help", "support", "status"}
LOCALE = re.compile(r"[a-z]{2}(?:[-_][A-Za-z]{2,4})?")


def path_of(url: str) -> tuple[str, ...]:
    """The decoded parts of the path without a leading language; none when one of them is suspect."""
    try:
        parts = [unquote(part) for part in urlsplit(url).path.split("/") if part]
    except ValueError:
        return ()
    if not all(SEGMENT.fullmatch(part) for part in parts):
        return ()
    return tuple(parts[1:] if len(parts) > 1 and LOCALE.fullmatch(parts[0]) else parts)


def encoded(*parts: str) -> str:
    """The parts as a path, without a leading slash."""
    return "/".join(quote(part, safe="") for part in parts)


def tenant_of(url: str, domain: str) -> str:
    """The customer's label directly below `domain`; empty on other hosts and on the system's own."""
    host = (urlsplit(url).hostname or "").rstrip(".")
    label, dot, rest = host.partition(".")
    return label if dot and rest == domain and LABEL.fullmatch(label) and label not in OWN_LABELS else ""


def site_of(url: str) -> str:
    """Scheme, host and port of the address, without what else may stand before the path."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}"
