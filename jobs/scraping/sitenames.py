"""Which words in titles and addresses name a board or a kind of page, and which may name an employer."""

from __future__ import annotations

import re
from functools import cache
from urllib.parse import urlsplit

from jobs.scraping.clean import plain_line
from jobs.scraping.tables import load_table
from jobs.scraping.terms import fold
from jobs.scraping.urls import has_host

MAX_TITLE = 200
NO_NAME = re.compile(
    r"[@!?]|https?:|www\.|\w\.\w+\.\w{2,}$|,[^,]*,[^,]*,|\w{4}\. "
    r"|^(?:your|our|about|this|all)\b|\b(?:rights|reserved|powered|cookies?)\b",
    re.I,
)


def may_be_title(text: str) -> bool:
    """Whether the text may be a job's title: neither a board's name nor that of a kind of page."""
    return 2 < len(text) <= MAX_TITLE and not is_page_name(text) and not is_board(text)


def may_be_name(name: str) -> bool:
    """Whether the text may be an employer's name: short, no sentence, no board, no kind of page."""
    is_other = is_page_name(name) or is_board(name)
    has_letters = re.search(r"[^\W\d_]{2}|[^\W\d_]&[^\W\d_]", name)
    return (
        1 < len(name) <= 60
        and len(name.split()) <= 7
        and bool(has_letters)
        and not is_other
        and not NO_NAME.search(name)
    )


def is_page_name(text: str) -> bool:
    """Whether the text names a kind of page ("Careers", "Detail pozice")."""
    return bool(_whole("not_titles").fullmatch(fold(text).rstrip(" :")))


def is_board(name: str) -> bool:
    """Whether the text is the name of a board or an applicant system."""
    return bool(_whole("boards").fullmatch(fold(name).strip(" .")))


def is_on_board(url: str) -> bool:
    """Whether the address lies on a board of many employers, and not on one employer's own part of it."""
    is_tenant = tenant_of(url) not in {"", "www"}
    return not is_tenant and any(has_host(url, domain) for domain in load_table("sites")["board_hosts"])


def tenant_of(url: str) -> str:
    """The employer's part of an address on an applicant system ("acme" of acme.recruitee.com); else empty."""
    domain = next((domain for domain in load_table("sites")["tenant_hosts"] if has_host(url, domain)), "")
    own = (urlsplit(url).hostname or "").removesuffix(domain).rstrip(".")
    # "acme.wd3": the second part says which computers answer.
    return re.sub(r"\.wd\d+$", "", own).rpartition(".")[2] if domain else ""


def bare_name(text: str) -> str:
    """A company's name without the words of careers around it."""
    text = plain_line(text, 120).strip(" .,|:-\u2013\u2014\u2026\u00ae")
    around = load_table("sites")["around_names"]
    text = re.sub(rf"^{around['before']}\s+(?=\S)", "", text, flags=re.I)
    return re.sub(rf"(?<=\S)\s+{around['after']}$", "", text, flags=re.I).strip(" .,|:-\u2013\u2014")


@cache
def behind_title() -> re.Pattern[str]:
    """The word between a title and an employer ("at", "bei"), with the spaces around it."""
    return re.compile(rf"\s+(?:{load_table('sites')['at']})\s+", re.I)


@cache
def _whole(table: str) -> re.Pattern[str]:
    return re.compile("|".join(load_table("sites")[table]))
