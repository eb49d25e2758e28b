"""A job's title in the headings and names of its page, without the names that stand around it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import dropwhile, islice, takewhile, zip_longest
from urllib.parse import urlsplit

from lxml.html import HtmlElement

from jobs.scraping.clean import plain_line
from jobs.scraping.names import company_key
from jobs.scraping.posting import Found, Posting
from jobs.scraping.sitenames import bare_name, behind_title, is_page_name, may_be_title
from jobs.scraping.terms import fold

SHARED = ("og:title", "title", "twitter:title")
# What parts a page's title: a bar or a bullet always, a dash with spaces around it only with a reason.
BARS = re.compile(r"\s+[|\u2022\u00b7\u00bb\u203a]+\s+|\s+::\s+")
DASHES = re.compile(r"\s+[\u2013\u2014-]+\s+")
HIRING = re.compile(
    r"^(.{2,80}?) (?:is hiring|hiring)(?: for)?(?: an?)? (.+?)(?: in ([^|]{2,80}?))?(?: \| .*)?$"
)
LEGAL = re.compile(
    r"\b(?:gmbh|ag|se|inc|ltd|llc|corp|s\.? ?r\.? ?o|a\.? ?s|s\.?a|s\.?l|b\.?v|oy|ab|plc|kg|o\u00fc|kft|zrt"
    r"|uab|ltda|sp\. ?z ?o\. ?o|d\.o\.o|s\.?r\.?l|s\.p\.a)\.?$",
    re.I,
)

# Data that is made for reading has the title as its owner writes it.
SURE = 0.7
# Before an employer's name a bar is never the title's; a dash may be, but not where the page's own title
# is all that names the job.
BAR = re.compile(r"\s*[|\u2022\u00b7\u00bb]\s+")
BAR_OR_DASH = re.compile(r"\s*[|\u2022\u00b7\u00bb]\s+|\s+[\u2013\u2014@-]+\s+")
PAGES_TITLE = "title"
NUMBER = re.compile(r"\s[#(]?(\d{5,20})\)?$")
SHORTEST = 3


def page_titles(tree: HtmlElement) -> list[str]:
    """What the page is called when it is shared, whatever attribute says so; its own title last."""
    shared = {}
    for tag in reversed(tree.xpath("//meta[@content]")[:100]):
        name = (tag.get("property") or tag.get("itemprop") or tag.get("name") or "").lower()
        if name in SHARED:
            shared[name] = plain_line(tag.get("content")[:2000])
    own = plain_line(" ".join(tree.xpath("//head/title/text()")[:1])[:2000])
    return [*(shared.get(name, "") for name in SHARED), own]


def find_title(tree: HtmlElement, names: list[str], url: str) -> Found | None:
    """The heading when the page has one or its titles repeat it; else a title without the site's name."""
    headings = list(dict.fromkeys(_headings(tree)))
    repeated = [text for text in headings if any(fold(text) in fold(name) for name in names)]
    headings = [text for text in headings if bare_name(text) == text] or headings
    if best := repeated or (headings if len(headings) == 1 else []):
        return Found(best[0], "h1", 0.5)
    cuts = [cut for name in names if may_be_title(cut := _without_site(name, url))]
    if cut := next((cut for cut in cuts if not is_site(cut, url)), "") or next(iter(cuts), ""):
        return Found(cut, "title", 0.45)
    if headings:
        return Found(headings[0], "h1", 0.4)
    # A fragment, or a page that was written without thought for ranks.
    lower = "" if names else next(_headings(tree, "//h2 | //h3"), "")
    return Found(lower, "h2", 0.35) if lower else None


def _headings(tree: HtmlElement, path: str = "//h1") -> Iterator[str]:
    for heading in tree.xpath(path)[:10]:
        text = plain_line(" ".join(islice(heading.itertext(), 40)))
        if may_be_title(text):
            yield text


def _without_site(text: str, url: str) -> str:
    """The title without names of pages, boards and the site; a dash parts only where such a name follows."""
    if hiring := HIRING.match(text):
        return hiring[2]
    parts = BARS.split(text)
    named = [part for part in parts if may_be_title(part)]
    part = next((part for part in named if not is_site(part, url)), "") or next(iter(named), "")
    pieces = DASHES.split(part)
    kept = list(_first_run(pieces, lambda piece: may_be_title(piece) and not is_site(piece, url)))
    if len(named) + len(kept) <= 2 and is_page_name(DASHES.split(parts[0])[0]):
        # "Job detail | Acme" names the site, not the job.
        return ""
    if kept and len(kept) < len(pieces):
        first = part.find(kept[0])
        part = part[first : part.find(kept[-1], first) + len(kept[-1])]
    return behind_title().split(part, maxsplit=1)[0].strip() or part


def _first_run(pieces: list[str], is_kept: Callable[[str], bool]) -> Iterator[str]:
    """The first pieces that are kept, up to one that is not: what follows a name is no title's part."""
    return takewhile(is_kept, dropwhile(lambda piece: not is_kept(piece), pieces))


def is_site(piece: str, url: str) -> bool:
    """Whether a part of a title is the name of the site: part of its host, or ending like a company's."""
    key = re.sub(r"\W", "", fold(bare_name(piece)))
    host = urlsplit(url).hostname or ""
    labels = [re.sub(r"\W", "", label) for label in host.split(".")[:-1]]
    is_host = "." in piece and f".{host}".endswith(f".{fold(piece)}")
    is_named = len(key) > 2 and any(key in label for label in labels)
    return bool(LEGAL.search(piece)) or is_host or is_named


def with_bare_title(posting: Posting) -> Posting:
    """Cut the employer's name and what follows it off a title that was found in headings or the page's own.

    A number behind the page's own title goes where the address has it too.
    """
    where = posting.provenance.get("job_title")
    if where is None or where["confidence"] >= SURE:
        return posting
    title = posting.job_title
    if where["path"] == PAGES_TITLE:
        title = _without_number(_cut(title, BAR_OR_DASH, posting.company_name), posting.source_url)
    else:
        title = _cut(title, BAR, posting.company_name)
    return replace(posting, job_title=title) if title != posting.job_title else posting


def _cut(title: str, separator: re.Pattern[str], company: str) -> str:
    """The title up to the first part that is the employer's name, where something stands before it."""
    key = company_key(company)
    parts = list(separator.finditer(title)) if key else []
    for match, following in zip_longest(parts, parts[1:]):
        part = title[match.end() : following.start() if following else None]
        if match.start() >= SHORTEST and company_key(part) == key:
            return title[: match.start()].strip()
    return title


def _without_number(title: str, url: str) -> str:
    number = NUMBER.search(title)
    return title[: number.start()] if number and number[1] in url else title
