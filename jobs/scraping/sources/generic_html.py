"""Any other page: its heading is the title, its main text the description, if it seems a posting at all."""

from __future__ import annotations

import re
from copy import deepcopy
from itertools import islice

from lxml import etree
from lxml.html import HtmlElement, tostring

from jobs.scraping.clean import html_to_text, plain_line
from jobs.scraping.page import Page
from jobs.scraping.posting import Found, Posting, make_posting, refused
from jobs.scraping.reasons import Reason

NAME = "page"
SHORTEST = 300
WORDS = re.compile(
    r"responsibilit|requirement|qualification|experience|apply|salary|we offer|benefits|full[ -]time"
    r"|your role|skills"
    r"|aufgaben|anforderung|profil|bewerb|wir bieten|gehalt|vollzeit|kenntnisse"
    r"|požad|nabíz|náplň|zkušenost|úvazek|requisit|funciones|experiencia|ofrecemos|jornada|candidat"
    r"|missions|expérience",
    re.I,
)
LIST_TITLE = re.compile(
    r"\d[\d.,\s]*\+?\s*(?:open )?(?:jobs|positions|vacancies|stellen|nabíd\w+|ofertas|offres)\b", re.I
)
LIST_START = re.compile(
    r"(?:jobs (?:at|for|near)|nabídka práce|job search|stellenangebote|search results)\b|.{0,60}\bjobs in\b",
    re.I,
)
SIGN_IN = re.compile(r"sign in|log ?in|join now|anmelden|einloggen|přihlás", re.I)
JOB_LINK = re.compile(
    r"/(?:jobs?|position|vacanc|rpd|rc/clk|stellen|career)[^?#]*[/=-][\w-]*\d{3,}|[?&](?:jk|gh_jid)=", re.I
)
MANY_JOB_LINKS = 15
# The search for the main text takes time that grows with the square of the page's size: a page that is made
# for it would keep the only worker busy for minutes. Postings stay far below both.
MOST_ELEMENTS = 10_000
MOST_TEXT = 300_000
UNSEEN = ("script", "style", "noscript", "template", "svg")


def api_urls(url: str, page: str = "") -> tuple[str, ...]:
    """The page itself is all there is."""
    return ()


def read(page: Page) -> Posting | None:
    """Read the title and the main text, with low confidence; never the company or the place."""
    if page.tree is None:
        return None
    # A copy: other sources read the same tree, scripts included.
    tree = deepcopy(page.tree)
    etree.strip_elements(tree, *UNSEEN, with_tail=False)
    if _is_too_large(tree):
        return refused(page.url, Reason.TOO_LARGE)
    title, path = _title(tree)
    description = _main_text(tree)
    reason = _reason(tree, title, description)
    found = {
        "job_title": Found(title, path, 0.5),
        "description": Found(description, "main text of the page", 0.4),
    }
    language = (tree.get("lang") or "")[:35]
    return make_posting(source=NAME, url=page.url, found=found, language=language, reason=reason)


def _is_too_large(page: HtmlElement) -> bool:
    elements = sum(1 for _ in islice(page.iter(), MOST_ELEMENTS + 1))
    return elements > MOST_ELEMENTS or sum(map(len, page.itertext())) > MOST_TEXT


def _title(page: HtmlElement) -> tuple[str, str]:
    headings = [plain_line(" ".join(heading.itertext())) for heading in page.xpath("//h1")]
    headings = [heading for heading in headings if 2 < len(heading) <= 150]
    if len(headings) == 1:
        return headings[0], "h1"
    shared = plain_line(" ".join(page.xpath("//meta[@property='og:title']/@content")[:1]))
    named = plain_line(" ".join(page.xpath("//head/title/text()")[:1]))
    best = [heading for heading in headings if heading in shared or heading in named]
    if best:
        return best[0], "h1"
    return (_before_site_name(shared), "og:title") if shared else (_before_site_name(named), "title")


def _before_site_name(title: str) -> str:
    return re.split("\\s+[|·•\N{EN DASH}\N{EM DASH}-]\\s+", title, maxsplit=1)[0]


def _main_text(page: HtmlElement) -> str:
    """The longest text that trafilatura takes for the page's content, with its lists."""
    # Imported here: it takes most of a second, and only the process that reads pages needs it.
    from trafilatura import extract

    markup = tostring(page, encoding="unicode")
    main = extract(
        markup, output_format="html", favor_recall=True, include_comments=False, include_links=False
    )
    return html_to_text(main or "")


def _reason(page: HtmlElement, title: str, description: str) -> Reason | None:
    """Why this page is not one posting; None when it may well be one."""
    if (
        page.xpath("//input[@type='password']")
        and len(description) < 1500
        and len(set(_words(description))) < 3
    ):
        return Reason.LOGIN
    if len(description) < SHORTEST or not title:
        return Reason.LOGIN if SIGN_IN.search(title) else Reason.SHELL
    if LIST_TITLE.search(title) or LIST_START.match(title) or _job_links(page) >= MANY_JOB_LINKS:
        return Reason.SEVERAL
    return None if len(set(_words(description))) >= 2 else Reason.NOT_POSTING


def _words(text: str) -> list[str]:
    return [word.casefold() for word in WORDS.findall(text)]


def _job_links(page: HtmlElement) -> int:
    """How many different postings the page's own main part links to."""
    return len({link for link in page.xpath("//a/@href") if JOB_LINK.search(link)})
