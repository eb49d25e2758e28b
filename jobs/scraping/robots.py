"""What a site's robots.txt allows a visitor of our name (RFC 9309)."""

from __future__ import annotations

import re

from protego import Protego

# RFC 9309, 2.5: at least 500 KiB must be parsed; what follows may be ignored.
MAX_CHARACTERS = 500 * 1024
MAX_CRAWL_DELAY = 10.0
ALLOW_ALL = ""
# The comment tells it from a site that says the same of itself.
DISALLOW_ALL = "# The site did not answer.\nUser-agent: *\nDisallow: /\n"
# The spellings that Protego takes for a line that names a crawler.
_AGENT = re.compile(r"^[^\S\r\n]*user[- ]?agent(?:[^\S\r\n]*:|[^\S\r\n])[^\S\r\n]*([^#\r\n]*)", re.I | re.M)
_SOMEBODY_ELSE = "User-agent: somebody-else"


def is_allowed(robots: str, url: str, user_agent: str) -> bool:
    """Whether the rules in `robots` allow `user_agent`, a whole header or a name, to read `url`."""
    return bool(_parse(robots, user_agent).can_fetch(url, _product(user_agent)))


def crawl_delay(robots: str, user_agent: str) -> float:
    """The seconds that the site wants between two visits, 10 at most; 0 where it says nothing."""
    delay = _parse(robots, user_agent).crawl_delay(_product(user_agent)) or 0.0
    return min(max(delay, 0.0), MAX_CRAWL_DELAY)


def rules_for(status: int, text: str) -> str:
    """The rules that an answer to the request for robots.txt stands for (RFC 9309, 2.3.1).

    None there (4xx): everything is allowed; a server in trouble (5xx): nothing is.
    """
    if status >= 500:
        return DISALLOW_ALL
    return text[:MAX_CHARACTERS] if 200 <= status < 300 else ALLOW_ALL


def _parse(robots: str, user_agent: str) -> Protego:
    """Parse the rules for us and for everybody; those for others go into one group.

    Protego keeps every rule once for every crawler its group names: a file made for it takes minutes.
    """
    product = _product(user_agent)

    def keep(line: re.Match[str]) -> str:
        name = _product(line[1])
        return f"User-agent: {name}" if name in {"*", product} else _SOMEBODY_ELSE

    return Protego.parse(_AGENT.sub(keep, robots[:MAX_CHARACTERS]))


def _product(user_agent: str) -> str:
    """The name without version and comment: a rule for "posting" is not for who says so in a comment."""
    return user_agent.partition("/")[0].strip().partition(" ")[0].lower()
