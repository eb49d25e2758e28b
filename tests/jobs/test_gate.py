"""Which pages are one open posting, and why the others are not."""

from __future__ import annotations

import json

import pytest

from jobs.scraping import extract
from jobs.scraping.page import Page
from jobs.scraping.reasons import Reason
from jobs.scraping.registry import read_posting
from jobs.scraping.sources import maintext
from tests.jobs.conftest import page

URL = "https://careers.plover.example/jobs/88142"
TEXT = (
    "We are looking for a ferry pilot with experience on tidal rivers. Your responsibilities: you take "
    "people across, four times an hour, and you know them all by name. Requirements: a licence and patience. "
    "We offer a fair salary, thirty days of leave and a boat that starts. Apply with a short letter. "
)
POSTING = f"<h1>Ferry Pilot</h1><p>{TEXT}</p><p>{TEXT.replace('ferry', 'night ferry')}</p>"
LD = {"@type": "JobPosting", "title": "Ferry Pilot", "description": TEXT, "hiringOrganization": "Plover"}
STRUCTURED = f'<script type="application/ld+json">{json.dumps(LD)}</script>'


def html(body: str, title: str = "Ferry Pilot | Plover") -> str:
    return f'<!doctype html><html lang="en"><head><title>{title}</title></head><body>{body}</body></html>'


def reason(body: str, url: str = URL) -> Reason | None:
    return read_posting(body, url).reason


def links(count: int) -> str:
    return "".join(f'<p><a href="/jobs/deck-hand-{n}4711">Deck hand</a></p>' for n in range(count))


@pytest.mark.parametrize("body", [POSTING, POSTING + links(5), STRUCTURED + POSTING, STRUCTURED + links(80)])
def test_an_open_posting_passes(body: str) -> None:
    assert reason(html(body)) is None


SIGNS = {
    "tr": "Denizde deneyim sahibi bir kaptan. Sorumluluklar: gemiyi yönetmek.",
    "et": "Tööülesanded: juhtida laeva öösel. Pakume sooja kajutit.",
    "lt": "Reikalavimai: patirtis jūroje. Siūlome šiltą kajutę.",
    "fi": "Etsimme lautan kapteenia. Palkka sopimuksen mukaan, kokemusta merellä.",
    "hr": "Iskustvo na moru. Nudimo toplu kabinu i plaću.",
}


@pytest.mark.parametrize("language", SIGNS)
def test_a_posting_in_a_lesser_spoken_language_passes(language: str) -> None:
    body = f"<h1>Ferry Pilot</h1><p>{SIGNS[language]} {'Saltmarsh sedge and heron. ' * 15}</p>"

    assert reason(html(body)) is None


# Closed


@pytest.mark.parametrize(
    "notice",
    [
        "No longer accepting applications",
        "This job is no longer available.",
        "Sorry, this position has been filled.",
        "This posting has expired",
        "This job post is closed",
        "Expired",
        "Es werden keine Bewerbungen mehr angenommen",
        "Již nepřijímá žádosti",
        "Oferta cerrada",
        "The job you are looking for could not be found",
        "Diese Stelle ist leider nicht mehr verfügbar.",
        "Das Stellenangebot wurde bereits besetzt",
        "Tato nabídka již není aktuální",
        "Platnost inzerátu vypršela",
        "Art\u0131k başvuru kabul etmiyor",
        "Bu ilan\u0131n süresi doldu",
        "Työpaikka ei ole enää avoinna",
        "Táto ponuka už nie je aktuálna",
        "Esta oferta ya no está disponible",
        "Aquesta oferta ja no està activa",
        "Cette offre n\u2019est plus disponible",
        "L'offre a expiré",
        "Questa offerta non è più disponibile",
        "Esta vaga não está mais disponível",
        "Deze vacature is niet meer beschikbaar",
        "Ta oferta pracy jest nieaktualna",
        "Annonsen är stängd",
        "この求人の募集は終了しました",
    ],
)
def test_a_notice_closes_a_posting_which_keeps_its_fields(notice: str) -> None:
    found = extract(html(f'{STRUCTURED}<div class="alert">{notice}</div>{POSTING}'), URL)

    assert (found["is_posting"], found["reason"]) == (False, "expired")
    assert (found["title"], found["company"]) == ("Ferry Pilot", "Plover")
    assert "tidal rivers" in found["description"]


def test_a_title_closes_a_posting_too() -> None:
    assert reason(html(POSTING, title="Expired: this job is closed | Plover")) == Reason.EXPIRED


@pytest.mark.parametrize(
    "unseen",
    [
        '<div style="display: none">This job is no longer available.</div>',
        "<div hidden><p>This job is no longer available.</p></div>",
        '<div class="notice d-none">This job is no longer available.</div>',
        '<aside>Similar: <a href="/jobs/1">Purser: this job is no longer available</a></aside>',
        "<script>var text = 'This job is no longer available.'</script>",
        "<template>This job is no longer available.</template>",
        f"<p>{TEXT} Your first task: the page which says that this job is no longer available. {TEXT}</p>",
    ],
)
def test_a_notice_that_nobody_sees_or_that_means_something_else_closes_nothing(unseen: str) -> None:
    assert reason(html(STRUCTURED + unseen + POSTING)) is None


@pytest.mark.parametrize(
    ("body", "url"),
    [
        (
            '{"jobs": [], "apiVersion": "1"}',
            "https://jobs.ashbyhq.com/plover/0f9a4c1e-1111-4222-8333-123456789abc",
        ),
        ("{}", "https://jobs.lever.co/plover/0f9a4c1e-1111-4222-8333-123456789abc"),
    ],
)
def test_an_applicant_systems_answer_without_the_job_means_that_it_is_gone(body: str, url: str) -> None:
    assert reason(body, url) == Reason.EXPIRED


def test_an_applicant_systems_answer_that_says_too_little_is_not_called_gone() -> None:
    body = '{"jobPostingInfo": {"title": "Ferry Pilot", "jobDescription": "<p>Steer.</p>"}}'

    assert reason(body, "https://plover.wd1.myworkdayjobs.com/Sea/job/Oban/Ferry-Pilot_R1") == Reason.SHELL


def test_any_other_json_is_no_posting() -> None:
    assert reason('{"a": 1}') == Reason.NOT_POSTING


def test_a_short_text_in_the_place_of_a_boards_text_passes_under_a_heading() -> None:
    text = (
        "Steer the ferry across the bay, four times an hour, in all the weathers that there are, and smile."
    )
    body = "<h1>Ferry Pilot</h1><div itemscope itemtype='https://schema.org/JobPosting'>%s</div>"

    assert reason(html(body % f"<p itemprop='description'>{text}</p>")) is None
    assert reason(html(body % f"<p itemprop='description'>{text[:70]}</p>")) == Reason.SHELL
    assert reason(html(f"<h1>Ferry Pilot</h1><p>{text}</p>")) == Reason.SHELL


# Lists


@pytest.mark.parametrize(
    "title",
    [
        "Ferry jobs in Plover Bay | Boats",
        "312 open positions at Plover",
        "Open positions",
        "Careers at Plover",
        "Nabídka práce Převozník",
        "Stellenangebote Fähre",
        "25 offres d'emploi Pilote",
        "Vacatures",
    ],
)
def test_a_title_tells_a_list_and_nothing_of_it_is_kept(title: str) -> None:
    found = extract(html(POSTING, title=title), URL)

    assert (found["reason"], found["title"], found["description"]) == ("several", "", "")


def test_many_links_to_jobs_make_a_list() -> None:
    assert reason(html(f"<h1>Work with us</h1><p>{TEXT}</p>{links(30)}", title="Plover")) == Reason.SEVERAL


@pytest.mark.parametrize(
    "path",
    [
        "/remote-jobs/north-sea-ferry-{}",
        "/plover/0000000{}-1111-4222-8333-444455556666",
        "/jobs/night-ferry-pilot-{}",
    ],
)
def test_links_without_numbers_lead_to_jobs_too(path: str) -> None:
    names = range(6) if "0000" in path else ("hand", "cook", "mate", "nurse", "clerk", "pilot")
    cards = "".join(f'<li><a href="{path.format(name)}">Deck hand</a></li>' for name in names)
    numbered = "".join(f'<li><a href="/jobs/deck-hand-{n}471">Deck hand</a></li>' for n in range(6))

    assert reason(html(f"<h1>Plover</h1><ul>{cards}</ul>", title="Plover")) == Reason.SEVERAL
    assert reason(
        html(f"<h1>Remote Ferry Jobs</h1>{POSTING}<ul>{numbered}</ul>", title="Remote Ferry Jobs")
    ) == (Reason.SEVERAL)


def test_a_shell_that_shares_its_job_keeps_it_whatever_it_links_to() -> None:
    teaser = f'<meta property="og:description" content="{TEXT[:200]}">'
    shared = f'<meta property="og:title" content="Ferry Pilot">{teaser}'
    found = extract(f"<html><head>{shared}</head><body>{links(9)}</body></html>", URL)

    assert (found["reason"], found["title"]) == ("shell", "Ferry Pilot")


@pytest.mark.parametrize(
    "body",
    [
        '<iframe src="https://geo.captcha-delivery.com/captcha/?x=1"></iframe>',
        "<script>window._cf_chl_opt = {cvId: '3'};</script><p>One moment, please.</p>",
        "<h1>Robot or human?</h1>",
        "<h1>You have been blocked</h1>",
        "<h1>Help us protect Plover</h1><p>Show that you are a real person.</p>",
    ],
)
def test_a_page_that_asks_who_is_there_is_a_wall(body: str) -> None:
    assert reason(html(body, title="plover.example")) == Reason.LOGIN


def test_a_title_that_lists_have_counts_where_the_page_links_to_jobs() -> None:
    assert reason(html(POSTING, title="Plover Careers | Ferry Pilot")) is None
    assert reason(html(POSTING + links(6), title="Remote Ferry Jobs: Plover")) == Reason.SEVERAL


@pytest.mark.parametrize("title", ["Careers", "Candidate Portal", "Detail pozice", "Page not found"])
def test_a_heading_of_a_site_is_no_jobs_title(title: str) -> None:
    body = POSTING.replace("<h1>Ferry Pilot", f"<h1>{title}")

    assert reason(html(body, title="")) in {Reason.NOT_POSTING, Reason.SHELL}


QUESTIONS = "".join(
    f"<div><label>{question}</label><input></div>"
    for question in (
        "First name",
        "Last name",
        "Where have you steered ferries before?",
        "Which tides do you know by heart?",
        "When could you begin to work with us?",
        "What salary do you expect for a year on the water?",
        "May we keep your answers for as long as the harbour stands, or for two years, whichever ends first?",
        "Which qualifications have you got, and who may tell us of them if we write to them?",
    )
)


# What is no posting at all


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (page("login.html"), Reason.LOGIN),
        (html("<form><input type='password'></form><p>Members only", title="Ferry Pilot"), Reason.LOGIN),
        (html("<h1>Join Plover</h1><p>Please join now.", title="Sign Up | Plover"), Reason.LOGIN),
        (html(f"<h2>Ferry Pilot</h2><p>Five years of experience.</p><a>Apply</a>{QUESTIONS}"), Reason.SHELL),
        (html("<p>Checking your browser", title="Just a moment..."), Reason.LOGIN),
        (page("shell.html"), Reason.SHELL),
        (html('<div id="root"></div>'), Reason.SHELL),
        (page("article.html"), Reason.NOT_POSTING),
    ],
)
def test_other_pages_are_told_apart(body: str, expected: Reason) -> None:
    assert reason(body) == expected


def test_a_posting_whose_page_offers_to_sign_in_is_a_posting() -> None:
    assert reason(html(f"{POSTING}<form>Sign in <input type='password'></form>")) is None


def test_an_empty_page_keeps_the_teaser_that_it_shares() -> None:
    summary = "Take people across the river, four times an hour, by name."
    teaser = f'<meta property="og:description" content="{summary}">'
    body = html("<div id='app'></div>").replace(
        "</head>", f'<meta property="og:title" content="Ferry Pilot">{teaser}</head>'
    )

    found = extract(body, URL)

    assert (found["reason"], found["title"]) == ("shell", "Ferry Pilot")
    assert found["description"] == summary


def test_a_feed_is_no_page() -> None:
    assert reason(
        f'<?xml version="1.0"?><rss><channel><item><title>Ferry</title>{TEXT * 4}</item></channel></rss>'
    ) == (Reason.NOT_POSTING)


# The search for the main text


@pytest.mark.parametrize(
    "body",
    [
        html(STRUCTURED.replace(TEXT, TEXT * 2) + POSTING),
        html(POSTING, title="Ferry jobs in Plover Bay"),
        html("<p>x</p>" * 11_000),
    ],
    ids=["known", "list", "too large"],
)
def test_the_main_text_is_searched_only_where_it_is_needed(
    body: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    searched: list[Page] = []
    monkeypatch.setattr(maintext, "find_main_text", searched.append)

    read_posting(body, URL)

    assert searched == []


def test_a_page_that_hardly_links_anywhere_is_read_whole() -> None:
    parts = (
        f"<div class='c{n}'><h3>Part {n}</h3><div><div><span>{TEXT} {n}</span></div></div></div>"
        for n in range(6)
    )

    found = extract(html(f"<h1>Ferry Pilot</h1>{''.join(parts)}"), URL)

    assert all(f"starts. Apply with a short letter. {n}" in found["description"] for n in range(6))
