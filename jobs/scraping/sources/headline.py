"""Title and company from the page's headings, meta tags and names, with little confidence."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from urllib.parse import unquote, urlsplit

from lxml.html import HtmlElement

from jobs.scraping.clean import plain_line
from jobs.scraping.page import Page
from jobs.scraping.posting import Found, Posting, make_posting
from jobs.scraping.salary import title_salary
from jobs.scraping.sitenames import (
    bare_name,
    behind_title,
    is_board,
    is_on_board,
    is_page_name,
    may_be_name,
    tenant_of,
)
from jobs.scraping.slugs import company_found
from jobs.scraping.sources.labels import may_be_place
from jobs.scraping.terms import fold, title_job_type
from jobs.scraping.titles import BARS, DASHES, HIRING, find_title, is_site, page_titles

NAME = "headline"
MOST_TEXT = 20_000
PARTS = re.compile(r"\s*[|\u2022\u00b7\u2013\u2014]\s*|\s+-+\s+|:\s")
# The name in "(c) 2024 Name. All rights reserved".
COPYRIGHT = re.compile(
    r"(?:\u00a9|\(c\))\s*(?:copyright\s*)?(?:\d{4}\s*(?:[\u2013-]\s*\d{4}\s*)?)?(?:by\s+)?"
    r"((?:(?! (?:a\.\s?s|s\.\s?r|s\.a|s\.l|b\.v)\b)[^\d|\u00a9.,;:]){2,50}"
    r"(?:,? (?:inc|ltd|llc|gmbh|ag|corp|a\.\s?s|s\.\s?r\.\s?o|s\.a|s\.l|b\.v)\b\.?)?)",
    re.I,
)
LOGO = re.compile(r"(?:logo(?:\s+of)?\s*[:\u2013-]?\s*(.{2,60})|(.{2,60}?)\s*[:\u2013-]?\s*logo)", re.I)
ABOUT = re.compile(
    r"(?:about|\u00fcber|o spole\u010dnosti|sobre|\u00e0 propos de) (?!us\b|the\b|you\b)(.+)", re.I
)
REMOTE = re.compile(
    r"[(\[|,\u2013-]\s*((?:100 ?% |fully )?remote(?:[ ,\u2013-]+[\w /]{2,30})?)\s*[)\]]?$", re.I
)
SITE_WORDS = re.compile(
    r"^(?:careers?-|jobs?-|careers|jobs|empleo|kariera|karriere)|-?(?:careers?|jobs?|kariera|karriere|empleo)$"
)
# Names of hosts that belong to nobody (RFC 2606).
RESERVED = re.compile(r"(?:^|\.)(?:example(?:\.(?:com|net|org))?|test|invalid|localhost)$")
# The page about an employer on a board, and the employer's part of its address.
EMPLOYER_PAGE = re.compile(
    r"/(?:[\w-]{1,20}-)?(?:compan(?:y|ies)|employers?|empresas?|firm[ay]|entreprises?|unternehmen|arbeitgeber|aziend[ae])"
    r"(?:-[a-z]{1,10})?"
    r"/(?:[\w-]{0,12}\d[\w-]{0,12}/)?([\w%.-]{2,80})/?(?:[?#]|$)",
    re.I,
)
BEHIND_NAME = re.compile(r"\s*(?:\s[\u2013\u2014-]\s|[/|\u00b7\u2022,])\s*(.{2,80})")
# Words of names of boards, which employ nobody.
BOARDS_NAME = re.compile(
    r"empreg|empleo|trabajo|trabalh|emploi|stellen|lavoro|vagas|vacat|vacanc|rabota|oferty|praca|prace"
    r"|(?:^|\.)jobs?[a-z]+\.\w+$|[a-z]jobs?\.\w+$",
    re.I,
)
FEW_LINKS, MOST_BELOW = 3, 8
# The confidence in a name of an address that the page's text spells.
SPELLED = 0.6
Trace = tuple[str, str, float]


def api_urls(url: str, page: str = "") -> tuple[str, ...]:
    """The page itself is all there is."""
    return ()


def read(page: Page) -> Posting | None:
    """Read the title, and the company that stands beside it, in the page's names, logo or address.

    A title also tells the kind of employment, the pay and that the job is remote where it names them.
    """
    if page.lean is None:
        return None
    names = [name for name in page_titles(page.lean) if name]
    title = find_title(page.lean, names, page.url)
    text = title.value if title else ""
    salary = title_salary(text)
    company = _company(page, text, names)
    found = {
        "job_title": title,
        "company_name": company,
        "location": _place(text, names) or _place_below(page.lean, text, company),
        "job_type": _found(title_job_type(text), 0.45),
        "salary_range": _found(str(salary or ""), 0.5),
    }
    known = {field: item for field, item in found.items() if item}
    return make_posting(source=NAME, url=page.url, found=known, salary=salary) if known else None


def _found(value: str, confidence: float) -> Found | None:
    return Found(value, "title", confidence) if value else None


def _company(page: Page, title: str, names: list[str]) -> Found | None:
    """The first of the employer's traces that looks like a name; on boards only what stands at the title."""
    traces = [*_employer_links(page.lean, title), *_beside_title(title, names, page.url)]
    if not is_on_board(page.url) and page.lean is not None:
        traces += [*_site_names(page.lean, names), *_page_names(page.lean)]
    for text, path, confidence in traces:
        name = bare_name(text)
        if may_be_name(name) and fold(name) != fold(title):
            return Found(name, path, confidence)
    return _host_name(page, names)


def _employer_links(tree: HtmlElement | None, title: str) -> Iterator[Trace]:
    """The name on the first link below the title that leads to a page about that employer."""
    for link in _below(tree, title, "a[@href]")[:FEW_LINKS]:
        name = plain_line(" ".join(islice(link.itertext(), 10)), 100)
        page = EMPLOYER_PAGE.search(link.get("href"))
        if page and _letters(name)[:8] and _letters(unquote(page[1])).startswith(_letters(name)[:8]):
            yield name, "link to the employer's page", 0.5
            return


def _below(tree: HtmlElement | None, title: str, kind: str) -> list[HtmlElement]:
    """The elements of a kind that follow the heading that is the title."""
    headings = islice(tree.iter("h1", "h2", "h3", "h4"), 60) if tree is not None and title else ()
    heading = next((item for item in headings if _line(item) == title), None)
    return [] if heading is None else heading.xpath(f"following::{kind}[position() <= {MOST_BELOW}]")


def _line(element: HtmlElement) -> str:
    return plain_line(" ".join(islice(element.itertext(), 40)))


def _letters(text: str) -> str:
    return re.sub(r"[\W_]", "", fold(text))


def _place_below(tree: HtmlElement, title: str, company: Found | None) -> Found | None:
    """The place in the line below the title that begins with the employer: "Oven Works - Oslo"."""
    for element in _below(tree, title, "*[not(*)]") if company else ():
        name, behind = (company.value if company else ""), _line(element)
        where = BEHIND_NAME.fullmatch(behind[len(name) :]) if fold(behind).startswith(fold(name)) else None
        if where and (place := may_be_place(where[1])):
            return Found(place, "below the title, behind the employer", 0.5)
    return None


def _beside_title(title: str, names: list[str], url: str) -> Iterator[Trace]:
    """What is left of the page's titles without the job's: "Baker at X | Board", "X - Baker"."""
    for name in names:
        if hiring := HIRING.match(name):
            yield hiring[1], "title, hiring", 0.5
        where = name.casefold().find(title.casefold()) if title else -1
        if where < 0:
            continue
        before, after = name[:where], name[where + len(title) :]
        if at := behind_title().match(after):
            yield _name_behind(after[at.end() :], url), "title, behind the job's", 0.5
        for part in (*PARTS.split(after), *PARTS.split(before)):
            # "(summer) at Acme"
            name_alone = behind_title().split(part)[-1]
            if not (_is_boards(url) and is_site(name_alone, url)):
                yield name_alone, "title, beside the job's", 0.5


def _is_boards(url: str) -> bool:
    """Whether the host's name has words of boards' names."""
    return bool(BOARDS_NAME.search(urlsplit(url).hostname or ""))


def _name_behind(text: str, url: str) -> str:
    """The name that the text begins with; on boards a dash may belong to it, elsewhere it ends there."""
    pieces = DASHES.split(BARS.split(text)[0])
    return " - ".join(piece for piece in pieces if not is_board(piece)) if is_on_board(url) else pieces[0]


def _site_names(tree: HtmlElement, names: list[str]) -> Iterator[Trace]:
    """The site's own name and, behind the name of a kind of page, that of its owner."""
    for name in names:
        head, *rest = PARTS.split(name)
        if rest and is_page_name(head):
            yield rest[0], "title, behind the page's", 0.45
    for name in tree.xpath("//meta[@property='og:site_name']/@content")[:1]:
        yield plain_line(name), "og:site_name", 0.45


def _page_names(tree: HtmlElement) -> Iterator[Trace]:
    """Names in logos, in "About X" and in the copyright line."""
    for alt in tree.xpath("//img/@alt")[:30]:
        if logo := LOGO.fullmatch(plain_line(alt, 80)):
            yield logo[1] or logo[2], "logo", 0.4
    for heading in islice(tree.iter("h2", "h3", "h4"), 60):
        about = ABOUT.fullmatch(plain_line(" ".join(islice(heading.itertext(), 20)), 80))
        if about and about[1][:1].isupper():
            yield about[1], "heading about the company", 0.4
    for element in tree.xpath("//*[contains(text(), '\u00a9')]")[:5]:
        if owner := COPYRIGHT.search(plain_line(" ".join(islice(element.itertext(), 10)), 120)):
            yield owner[1], "copyright line", 0.4


def _host_name(page: Page, names: list[str]) -> Found | None:
    """The employer's part of the address, in the spelling of the page's titles and text."""
    tenant = tenant_of(page.url)
    is_careers = bool(SITE_WORDS.match((urlsplit(page.url).hostname or "").partition(".")[0]))
    slug = SITE_WORDS.sub("", tenant or _own_domain(page.url))
    if page.lean is None or not re.fullmatch(r"[a-z][a-z0-9-]{1,40}", slug) or slug in {"www", "co", "com"}:
        return None
    words = " ".join(page.texts[:2000])
    found = company_found(slug, "\n".join([*names, words])[:MOST_TEXT])
    if not tenant and not is_careers and found.confidence < SPELLED:
        # An employer's own page names it somewhere: another one's name stands in this address.
        return None
    name = found.value.upper() if len(slug) <= 3 else found.value
    return Found(name, found.path, min(found.confidence, 0.4))


def _own_domain(url: str) -> str:
    """The name in an employer's own domain; empty on boards."""
    host = urlsplit(url).hostname or ""
    parts = host.split(".")
    is_nobodys = is_on_board(url) or _is_boards(url) or len(parts) < 2 or RESERVED.search(host)
    return "" if is_nobodys else parts[-3] if len(parts) > 2 and parts[-2] in {"co", "com"} else parts[-2]


def _place(title: str, names: list[str]) -> Found | None:
    """A place that a title names beyond doubt: remote, or behind "hiring ... in"."""
    for hiring in filter(None, map(HIRING.match, names)):
        if hiring[3]:
            return Found(hiring[3], "title, hiring", 0.5)
    remote = REMOTE.search(title)
    return _found(remote[1].strip(), 0.4) if remote else None
