"""Other postings on a posting's page say nothing of its own."""

from __future__ import annotations

import pytest

from jobs.scraping import extract
from jobs.scraping.page import Page

URL = "https://careers.plover.example/jobs/ferry-pilot"
TEXT = (
    "We are looking for a ferry pilot with experience on tidal rivers. Your responsibilities: you take "
    "people across, four times an hour, and you know them all by name. Requirements: a licence and patience. "
)
OWN = f"<h1>Ferry Pilot</h1><p>{TEXT}</p><p>{TEXT.replace('ferry', 'night ferry')}</p>"
CARD = (
    "<li><a href='/jobs/1'>Rope Maker</a><p>Company: Skyhook Mills</p><p>Location: Ulan Bator</p>"
    "<p>Job type: Part-time</p><p>Salary: 91,000 - 95,000 USD per year</p></li>"
)


def html(body: str) -> str:
    title = "<title>Ferry Pilot | Plover</title>"
    return f'<!doctype html><html lang="en"><head>{title}</head><body>{body}</body></html>'


def others(heading: str) -> str:
    return f"{heading}<ul>{CARD * 3}</ul>"


HEADINGS = [
    "<h2>Similar jobs</h2>",
    "<h2><span>More jobs at Plover</span></h2>",
    "<div><h3>You may also like:</h3></div>",
    "<p>People also viewed</p>",
    "<div>Recommended jobs for you</div>",
    "<h3>Ähnliche Stellenangebote</h3>",
    "<h3>Podobné nabídky</h3>",
    "<h3>Ďalšie ponuky práce</h3>",
    "<h3>Ofertas similares</h3>",
    "<h3>Ofertes de feina similars</h3>",
    "<h3>Offres similaires</h3>",
    "<h3>Altri annunci di lavoro</h3>",
    "<h3>Vagas semelhantes</h3>",
    "<h3>Vergelijkbare vacatures</h3>",
    "<h3>Podobne oferty pracy</h3>",
    "<h3>Liknande jobb</h3>",
    "<h3>Benzer ilanlar</h3>",
    "<h3>Похожие вакансии</h3>",
    "<h3>似た求人</h3>",
]


@pytest.mark.parametrize("heading", HEADINGS)
@pytest.mark.parametrize("around", ["{}", "<section>{}</section>", "<div><div>{}</div></div>"])
def test_fields_of_other_postings_are_not_taken(heading: str, around: str) -> None:
    found = extract(html(OWN + around.format(others(heading))), URL)

    assert (found["title"], found["company"], found["location"]) == ("Ferry Pilot", "Plover", "")
    assert (found["job_type"], found["salary"]) == ("", None)
    assert "Rope" not in found["description"]


def test_what_follows_under_another_heading_stays() -> None:
    more = "<h2>Where and how</h2><p>Location: Sligo</p><p>Salary: 40,000 EUR per year</p>"

    found = extract(html(OWN + others("<h2>Similar jobs</h2>") + more), URL)

    assert found["location"] == "Sligo"
    assert found["salary"]["max"] == 40_000


@pytest.mark.parametrize(
    "body",
    [
        f"<div>{others('<h3>Similar jobs</h3>')}{OWN}</div>",
        f"{others('<h3>Similar jobs</h3>')}<div>{OWN}</div>",
        f"<div>{others('<h3>Similar jobs</h3>')}</div><div>{OWN}</div>",
        f"<h3>Similar jobs</h3><div><p>{TEXT * 5}</p></div>{OWN}",
    ],
)
def test_the_posting_itself_stays_wherever_the_others_stand(body: str) -> None:
    found = extract(html(body), URL)

    assert found["title"] == "Ferry Pilot"
    assert "night ferry" in found["description"]
    assert "Rope" not in found["description"]


@pytest.mark.parametrize(
    "body",
    [
        "<p><a href='#more'>Similar jobs</a></p><p>Location: Sligo</p>",
        "<form><button>Similar jobs</button></form><p>Location: Sligo</p>",
        "<ul><li>Similar jobs</li></ul><p>Location: Sligo</p>",
        "<p>Similar experience</p><p>Location: Sligo</p>",
        "<p>More about the job</p><p>Location: Sligo</p>",
        "<p>Further opportunities to learn, and a boat.</p><p>Location: Sligo</p>",
    ],
)
def test_links_buttons_and_the_postings_own_headings_take_nothing_away(body: str) -> None:
    assert extract(html(OWN + body), URL)["location"] == "Sligo"


def test_a_login_wall_with_other_postings_below_is_no_posting() -> None:
    wall = "<h1>Sign in to see the job</h1><form><input type='password'></form>"

    assert extract(html(wall + others("<h2>Similar jobs</h2>")), URL)["is_posting"] is False


def test_the_tree_itself_keeps_the_other_postings() -> None:
    page = Page(html(OWN + others("<h2>Similar jobs</h2>")), URL)

    assert page.lean is not None and page.tree is not None
    assert page.lean.xpath("//a") == []
    assert len(page.tree.xpath("//a")) == 3
