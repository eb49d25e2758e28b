"""Whether a page is one open posting, and if not, why."""

from __future__ import annotations

import re

from lxml.html import HtmlElement

from jobs.scraping.page import Page
from jobs.scraping.posting import SHORTEST_DESCRIPTION, TEASER, Posting
from jobs.scraping.reasons import Reason
from jobs.scraping.words import says, words_pattern

# Title and text from someone as sure as this need no signs of a posting.
SURE = 0.7
# What a heading is believed.
HEADING = 0.5
SHORTEST_MAIN_TEXT = 300
FEWEST_WORDS = 2
MOST_QUESTIONS = 200
SOME_JOB_LINKS, MANY_JOB_LINKS = 5, 15
# So many different words of postings in so long a text are a posting, whatever else the page links to.
PLENTY_OF_WORDS, PLENTY_OF_TEXT = 5, 1200
MOST_LINKS, LONGEST_LINK = 2000, 300
# A number, a long name or an identifier behind a word for jobs.
JOB_PATH = re.compile(
    r"/(?:[a-z]{1,12}-)?(?:jobs?|positions?|vacanc|rpd|stellen|careers?|offers?|ofertas?|oferty|nabidka|praca|vagas?"
    r"|emploi)[/-].*\d{3}"
    r"|/(?:[a-z]{1,12}-)?(?:jobs?|positions?|vacanc\w{1,5}|offers?)/[a-z]+(?:-[a-z]+){2,}/?$"
    r"|/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}",
    re.I,
)
# What pages that ask whether one is a person load, and no posting does.
CHALLENGE = re.compile(
    r"captcha-delivery\.com|_cf_chl_opt|px-captcha|distil_r_captcha|/_Incapsula_Resource", re.I
)
JOB_QUERY = re.compile(r"[?&](?:jk|gh_jid|jobid|job_id)=|/rc/clk", re.I)
# How many notices to look for one in sight.
MOST_LOOKS = 100
SHORTEST_NOTICE, LONGEST_NOTICE = 6, 200
HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)
HIDDEN_CLASSES = {"hidden", "hide", "d-none", "is-hidden", "visually-hidden", "sr-only", "u-hidden"}
# Notices about this posting stand in none of these.
ELSEWHERE = {"a", "li", "option", "label", "button", "footer", "nav", "textarea", "aside"}


def judge(page: Page, posting: Posting) -> Reason | None:
    """Return why the page is not one open posting, or None; a source may have said it in `posting.reason`.

    A text in a place that is made for a posting's (an applicant system's answer, structured data, a board's
    own element) needs SHORTEST_DESCRIPTION characters, less is a shell; one that was searched for needs more.
    """
    sure = is_sure(posting)
    if posting.reason and not (posting.reason == Reason.SEVERAL and sure):
        return posting.reason
    if page.lean is None:
        return None if posting.is_posting else Reason.SHELL if posting.job_title else Reason.NOT_POSTING
    doubts = () if sure else (_sign_in, _list_of_links, _too_large, _empty, _form, _no_title, _something_else)
    checks = (_closed, _list_by_name, *doubts)
    return next((reason for check in checks if (reason := check(page, posting))), None)


def is_sure(posting: Posting) -> bool:
    """Whether title and text come from a place that holds nothing but a posting."""
    is_whole = len(posting.description) >= SHORTEST_DESCRIPTION
    return is_whole and all(_trust(posting, name) >= SURE for name in ("job_title", "description"))


def count_posting_words(text: str) -> int:
    """How many different words of postings the text has."""
    return len(set(words_pattern("gate", "posting").findall(text.casefold())))


def needs_main_text(page: Page, posting: Posting) -> bool:
    """Whether the page's main text is worth its search: nobody knows the posting's, and it may have one."""
    is_whole = len(posting.description) >= TEASER
    is_hopeless = posting.reason == Reason.EXPIRED or _list_by_name(page, posting)
    return page.lean is not None and not is_whole and not is_hopeless


def _closed(page: Page, posting: Posting) -> Reason | None:
    if any(says("gate", "closed", name[:LONGEST_NOTICE]) for name in page.names):
        return Reason.EXPIRED
    if page.lean is None or page.is_too_large:
        return None
    # All short texts at once: a first look that few pages pass.
    texts = map(str.strip, page.texts)
    notices = "\n".join({text for text in texts if SHORTEST_NOTICE <= len(text) <= LONGEST_NOTICE})
    return Reason.EXPIRED if says("gate", "closed", notices) and _has_notice(page.lean) else None


def _has_notice(tree: HtmlElement) -> bool:
    """Whether a short text says so, in sight and not about another posting."""
    looks = MOST_LOOKS
    for element in tree.iter():
        own = (element.text, *(child.tail for child in element))
        short = "\n".join(text.strip() for text in own if text and len(text.strip()) <= LONGEST_NOTICE)
        if short and says("gate", "closed", short):
            looks -= 1
            if _is_in_sight(element):
                return True
        if not looks:
            break
    return False


def _is_in_sight(element: HtmlElement) -> bool:
    return not any(
        above.tag in ELSEWHERE
        or above.get("hidden") is not None
        or HIDDEN.search(above.get("style") or "")
        or HIDDEN_CLASSES & set((above.get("class") or "").split())
        for above in (element, *element.iterancestors())
    )


def _sign_in(page: Page, posting: Posting) -> Reason | None:
    is_short = len(posting.description) < SHORTEST_MAIN_TEXT
    if is_short and any(
        says("gate", "blocked", name[:40]) or says("gate", "sign_in", name[:80]) for name in page.names
    ):
        return Reason.LOGIN
    if len(posting.description) < SHORTEST_DESCRIPTION and CHALLENGE.search(page.body):
        return Reason.LOGIN
    asks = page.lean is not None and page.lean.xpath("//input[@type='password']")
    return Reason.LOGIN if asks and is_short and count_posting_words(posting.description) < 3 else None


def _list_by_name(page: Page, posting: Posting) -> Reason | None:
    names = (posting.job_title,) if is_sure(posting) else (posting.job_title, *page.titles)
    return Reason.SEVERAL if any(says("gate", "list_title", name) for name in names) else None


def _list_of_links(page: Page, posting: Posting) -> Reason | None:
    is_posting = (
        len(posting.description) >= PLENTY_OF_TEXT
        and count_posting_words(posting.description) >= PLENTY_OF_WORDS
    )
    many = MANY_JOB_LINKS * (4 if is_posting else 1)
    if any(says("gate", "likely_list_title", name) for name in (posting.job_title, *page.titles)):
        many = SOME_JOB_LINKS
    return Reason.SEVERAL if _job_links(page.tree) >= many else None


def _too_large(page: Page, posting: Posting) -> Reason | None:
    return Reason.TOO_LARGE if page.is_too_large else None


def _empty(page: Page, posting: Posting) -> Reason | None:
    if len(posting.description) >= _least(posting) and posting.job_title:
        return None
    # A page that shares a teaser or names its job in data is a shell of that, whatever it links to.
    is_named = any(_trust(posting, name) > HEADING for name in ("job_title", "company_name"))
    is_list = not is_named and len(posting.description) < SHORTEST_DESCRIPTION
    return Reason.SEVERAL if is_list and _job_links(page.lean) >= SOME_JOB_LINKS else Reason.SHELL


def _least(posting: Posting) -> int:
    return SHORTEST_DESCRIPTION if _is_told(posting) else SHORTEST_MAIN_TEXT


def _is_told(posting: Posting) -> bool:
    """Whether the text comes from a place that holds nothing but a posting's, however short it is."""
    return _trust(posting, "description") >= SURE


def _trust(posting: Posting, name: str) -> float:
    where = posting.provenance.get(name)
    return where["confidence"] if where else 0.0


def _form(page: Page, posting: Posting) -> Reason | None:
    """Whether little is left of the text without the questions of a form: the page for applying."""
    questions = page.lean.xpath("//label|//legend")[:MOST_QUESTIONS] if page.lean is not None else []
    asked = {" ".join("".join(question.itertext()).split()) for question in questions}
    told = len(posting.description) - sum(len(text) for text in asked if text in posting.description)
    return Reason.SHELL if any(asked) and told < _least(posting) else None


def _no_title(page: Page, posting: Posting) -> Reason | None:
    return Reason.NOT_POSTING if says("gate", "no_title", posting.job_title) else None


def _something_else(page: Page, posting: Posting) -> Reason | None:
    few = not _is_told(posting) and count_posting_words(posting.description) < FEWEST_WORDS
    return Reason.NOT_POSTING if few else None


def _job_links(tree: HtmlElement | None) -> int:
    """How many different postings the page links to."""
    links = tree.xpath("//a/@href")[:MOST_LINKS] if tree is not None else []
    return len({link for link in links if _leads_to_job(link[:LONGEST_LINK])})


def _leads_to_job(link: str) -> bool:
    return bool(JOB_PATH.search(link.partition("?")[0]) or JOB_QUERY.search(link))
