"""One spelling for each posting's address, so that the same posting is read once."""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from w3lib.url import canonicalize_url

MAX_URL = 2000
# What campaigns and boards append to follow people around; ids of postings (gh_jid, currentJobId, jk) stay.
TRACKING = re.compile(
    r"utm_\w+|gclid|fbclid|msclkid|mc_[ce]id|trk\w*|refid|trackingid|gh_src|lever-(source|origin).*|_ga|_gl",
    re.I,
)
HOST = re.compile(r"[^\s/@]+\.[^\s/@.]{2,}|\d+\.\d+\.\d+\.\d+")


def canonical_url(url: str) -> str:
    """Return the address in one spelling: scheme added, no fragment, no tracking, sorted query.

    Raises ValueError when it is no http(s) address.
    """
    url = url.strip()
    if not re.match(r"[a-z][a-z0-9+.-]*:(?!\d)", url, re.I):
        url = f"https://{url.lstrip('/')}"
    parts = urlsplit(url)
    if parts.scheme.lower() not in {"http", "https"} or not HOST.fullmatch(parts.hostname or ""):
        raise ValueError("no address of a web page")
    if any(character < " " for character in url) or " " in parts.netloc:
        raise ValueError("control characters in the address")
    query = urlencode([pair for pair in parse_qsl(parts.query, True) if not TRACKING.fullmatch(pair[0])])
    canonical: str = canonicalize_url(urlunsplit(parts._replace(query=query)))
    if len(canonical) > MAX_URL:
        raise ValueError("the address is too long")
    return canonical


def has_host(url: str, domain: str) -> bool:
    """Whether the address lies on `domain` or below it; look-alikes such as `evil-domain.com` do not."""
    host = _host(url)
    return host.endswith(domain) and (host == domain or host.endswith(f".{domain}"))


@lru_cache(maxsize=64)
def _host(url: str) -> str:
    """The address's host: a page is asked for it hundreds of times."""
    return (urlsplit(url).hostname or "").rstrip(".")
